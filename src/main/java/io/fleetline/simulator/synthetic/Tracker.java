package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a vehicle's tracker makes a fix and what the fix contains: every 10 to 30 seconds while driving, every minute while
 * idling, every five minutes while parked.
 */
final class Tracker {
    static final long PARKED_INTERVAL_S = 300;

    private static final long IDLE_INTERVAL_S = 60;

    private final Vehicle vehicle;

    Tracker(Vehicle vehicle) {
        this.vehicle = vehicle;
    }

    /** All fixes of a segment between two seconds, both inclusive. */
    void fixes(Segment segment, long from, long to, Consumer<Fix> consumer) {
        switch (segment) {
            case Parked parked -> parkedFixes(parked, from, to, consumer);
            case Drive drive -> driveFixes(drive, from, to, consumer);
        }
    }

    /** The newest fix of a segment at that second, which must not be before its start. */
    Fix latest(Segment segment, long second) {
        var last = Math.min(second, segment.end() - 1);
        return switch (segment) {
            case Parked parked -> fix(parked, last - (last - parked.start()) % PARKED_INTERVAL_S);
            case Drive drive -> latest(drive, last);
        };
    }

    private Fix latest(Drive drive, long second) {
        var motion = drive.motion(vehicle);
        var time = second - (second - drive.start()) % vehicle.fixIntervalS();
        while (!reports(drive, motion, time)) {
            time -= vehicle.fixIntervalS();
        }
        return fix(drive, motion, time);
    }

    private void parkedFixes(Parked parked, long from, long to, Consumer<Fix> consumer) {
        var last = Math.min(to, parked.end() - 1);
        for (var time = first(parked.start(), from, PARKED_INTERVAL_S); time <= last; time += PARKED_INTERVAL_S) {
            consumer.accept(fix(parked, time));
        }
    }

    private void driveFixes(Drive drive, long from, long to, Consumer<Fix> consumer) {
        var motion = drive.motion(vehicle);
        var last = Math.min(to, drive.end() - 1);
        for (var time = first(drive.start(), from, vehicle.fixIntervalS());
                time <= last;
                time += vehicle.fixIntervalS()) {
            if (reports(drive, motion, time)) {
                consumer.accept(fix(drive, motion, time));
            }
        }
    }

    private static long first(long start, long from, long interval) {
        return from <= start ? start : from + Math.floorMod(start - from, interval);
    }

    private static boolean reports(Drive drive, Motion motion, long time) {
        var second = time - drive.start();
        return second % IDLE_INTERVAL_S == 0 || !motion.idlesAt((double) second);
    }

    private Fix fix(Parked parked, long time) {
        return fix(time, parked.place(), 0.0, null, false, parked.odometerKm());
    }

    private Fix fix(Drive drive, Motion motion, long time) {
        var moment = motion.at((double) (time - drive.start()));
        var odometerKm = drive.odometerKm(moment.metres());
        return fix(time, moment.place(), moment.speedKmh(), moment.bearing(), true, odometerKm);
    }

    private Fix fix(
            long time, Place place, double speed, @Nullable Double bearing, boolean ignition, double odometerKm) {
        return new Fix(
                vehicle.imei(),
                Instant.ofEpochSecond(time),
                rounded(place.lat(), 1e6),
                rounded(place.lng(), 1e6),
                (double) Math.round(speed),
                bearing == null ? 0.0 : Math.floor(bearing),
                ignition,
                8 + Math.floorMod(Chance.mix(vehicle.seed(), time), 7),
                vehicle.city().altitudeM(),
                rounded(odometerKm, 1e3),
                PositionType.GPS,
                FactSource.TRACK_LIST,
                Instant.ofEpochSecond(time));
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
