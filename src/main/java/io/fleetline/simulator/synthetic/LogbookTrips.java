package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The trips of a logbook: each drive is one. */
final class LogbookTrips {
    private final Logbook logbook;

    LogbookTrips(Logbook logbook) {
        this.logbook = logbook;
    }

    /** The trips that overlap the span, have ended, and are known to the cloud. */
    List<Trip> within(TimeSpan span) {
        var trips = new ArrayList<Trip>();
        logbook.eachSegment(withDayBefore(span), (plan, segment) -> {
            if (segment instanceof Drive drive && overlaps(drive, span) && logbook.known(plan, drive.end())) {
                trips.add(trip(drive));
            }
        });
        return trips;
    }

    private static boolean overlaps(Drive drive, TimeSpan span) {
        return drive.end() >= span.from().getEpochSecond()
                && drive.start() <= span.to().getEpochSecond();
    }

    /** A drive may extend past the end of its vehicle's day. */
    private static TimeSpan withDayBefore(TimeSpan span) {
        return new TimeSpan(span.from().minusSeconds(86_400), span.to());
    }

    private Trip trip(Drive drive) {
        var roads = logbook.vehicle().city().roads();
        var motion = drive.motion(logbook.vehicle());
        var from = drive.route().getFirst();
        var to = drive.route().getLast();
        var seconds = drive.end() - drive.start();
        var idle = drive.idlings(motion).stream()
                .mapToLong(i -> i.end() - i.start())
                .sum();
        return new Trip(
                logbook.vehicle().imei(),
                Instant.ofEpochSecond(drive.start()),
                Instant.ofEpochSecond(drive.end()),
                roads.place(from).lat(),
                roads.place(from).lng(),
                roads.place(to).lat(),
                roads.place(to).lng(),
                drive.metres() / 1000,
                seconds - idle,
                idle,
                drive.metres() / seconds * 3.6,
                motion.maxSpeedKmh(),
                drive.odometerKm(),
                drive.endOdometerKm(),
                roads.name(from),
                roads.name(to),
                FactSource.POLL);
    }
}
