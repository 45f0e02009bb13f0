package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The stops of a logbook: idling within drives, and parking, which may last over many days. */
final class Stops {
    private final Logbook logbook;
    private final TimeSpan span;
    private final List<Stop> stops = new ArrayList<>();

    private Stops(Logbook logbook, TimeSpan span) {
        this.logbook = logbook;
        this.span = span;
    }

    /** The stops that overlap the span, have ended, and are known to the cloud. */
    static List<Stop> within(Logbook logbook, Stop.Kind kind, TimeSpan span) {
        var collected = new Stops(logbook, span);
        switch (kind) {
            case IDLING -> collected.collectIdling();
            case PARKING -> collected.collectParking();
        }
        return collected.stops;
    }

    private void collectIdling() {
        var wider = new TimeSpan(span.from().minus(Duration.ofDays(1)), span.to());
        logbook.eachSegment(wider, (plan, segment) -> {
            if (segment instanceof Drive drive && overlaps(drive.start(), drive.end())) {
                addIdlings(drive, second -> logbook.known(plan, second));
            }
        });
    }

    private void addIdlings(Drive drive, Predicate<Long> known) {
        var roads = logbook.vehicle().city().roads();
        for (var idling : drive.idlings(drive.motion(logbook.vehicle()))) {
            if (known.test(idling.end())) {
                add(
                        Stop.Kind.IDLING,
                        idling.start(),
                        idling.end(),
                        idling.place(),
                        roads.name(drive.route().getLast()));
            }
        }
    }

    private void collectParking() {
        var stay = new Stay();
        logbook.eachSegment(logbook.widenedToDrives(span), (plan, segment) -> {
            switch (segment) {
                case Parked parked -> stay.goOn(parked);
                case Drive drive when logbook.known(plan, drive.start()) -> stay.endAt(drive.start());
                case Drive unheardOf -> stay.forget();
            }
        });
    }

    private void add(Stop.Kind kind, long start, long end, Place place, String where) {
        if (overlaps(start, end) && end - start >= Drive.SHORTEST_STOP_S) {
            stops.add(new Stop(
                    logbook.vehicle().imei(),
                    kind,
                    Instant.ofEpochSecond(start),
                    Instant.ofEpochSecond(end),
                    end - start,
                    place.lat(),
                    place.lng(),
                    where));
        }
    }

    private boolean overlaps(long start, long end) {
        return end >= span.from().getEpochSecond() && start <= span.to().getEpochSecond();
    }

    /** Parking at one place until the vehicle drives off or appears somewhere else. */
    private final class Stay {
        private @Nullable Parked first;
        private long heardUntil;

        void goOn(Parked next) {
            if (first != null && !first.place().equals(next.place())) {
                endAt(heardUntil);
            }
            if (first == null) {
                first = next;
            }
            heardUntil = next.end();
        }

        void endAt(long end) {
            if (first != null) {
                // What was lost before the drive may have been another drive: the stay is known only up to its last
                // report.
                add(Stop.Kind.PARKING, first.start(), Math.min(end, heardUntil), first.place(), first.where());
            }
            first = null;
        }

        void forget() {
            first = null;
        }
    }
}
