package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.ReportedFix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One vehicle's history as the cloud knows it at a given time. */
final class Logbook {
    private static final int DAYS_TO_LOOK_BACK = 8;
    private static final long HEARTBEAT_INTERVAL_S = 180;

    private final Vehicle vehicle;
    private final DayPlans plans;
    private final Tracker tracker;
    private final long now;

    Logbook(Vehicle vehicle, DayPlans plans, Instant now) {
        this.vehicle = vehicle;
        this.plans = plans;
        this.tracker = new Tracker(vehicle);
        this.now = now.getEpochSecond();
    }

    Vehicle vehicle() {
        return vehicle;
    }

    /** The newest fix of this day or the eight before. */
    @Nullable Fix latestFix() {
        var today = Calendar.dayOf(vehicle, now);
        for (var day = today; day >= today - DAYS_TO_LOOK_BACK; day--) {
            var plan = plans.get(vehicle, day);
            var segment = lastBegun(plan.segments(), plan.knownUpTo(now));
            if (segment != null) {
                return withHeartbeat(tracker.latest(segment, plan.knownUpTo(now)), segment, plan);
            }
        }
        return null;
    }

    List<ReportedFix> track(TimeSpan span) {
        var fixes = new ArrayList<ReportedFix>();
        eachSegment(
                span,
                (plan, segment) -> tracker.fixes(
                        segment, span.from().getEpochSecond(), span.to().getEpochSecond(), fix -> {
                            var time = fix.gpsTime().getEpochSecond();
                            if (!fix.gpsTime().isBefore(span.from()) && known(plan, time)) {
                                fixes.add(new ReportedFix(fix, plan.arrival(time) > time));
                            }
                        }));
        return fixes;
    }

    /** All segments that overlap the span and have begun, with the day plans they belong to. */
    void eachSegment(TimeSpan span, BiConsumer<DayPlan, Segment> consumer) {
        var from = span.from().getEpochSecond();
        var to = Math.min(span.to().getEpochSecond(), now);
        for (var day = Calendar.dayOf(vehicle, from); day <= Calendar.dayOf(vehicle, to); day++) {
            var plan = plans.get(vehicle, day);
            for (var segment : plan.segments()) {
                if (segment.end() >= from && segment.start() <= to) {
                    consumer.accept(plan, segment);
                }
            }
        }
    }

    /** The span widened by whole days, so that it includes a drive on either side, as far as the fleet's time allows. */
    TimeSpan widenedToDrives(TimeSpan span) {
        var from = Calendar.dayOf(vehicle, span.from().getEpochSecond()) - 1;
        for (var i = 0; i < DAYS_TO_LOOK_BACK && !hasDrive(from); i++) {
            from--;
        }
        var to = Calendar.dayOf(vehicle, span.to().getEpochSecond()) + 1;
        for (var i = 0; i < DAYS_TO_LOOK_BACK && !hasDrive(to) && Calendar.startOf(vehicle, to) < now; i++) {
            to++;
        }
        return new TimeSpan(
                Instant.ofEpochSecond(Calendar.startOf(vehicle, from)),
                Instant.ofEpochSecond(Calendar.startOf(vehicle, to + 1)));
    }

    private boolean hasDrive(long day) {
        return plans.get(vehicle, day).segments().stream().anyMatch(Drive.class::isInstance);
    }

    /** Whether an event of that second has reached the cloud. */
    boolean known(DayPlan plan, long second) {
        return plan.arrival(second) <= now;
    }

    private static @Nullable Segment lastBegun(List<Segment> segments, long second) {
        Segment last = null;
        for (var segment : segments) {
            if (segment.start() <= second) {
                last = segment;
            }
        }
        return last;
    }

    private Fix withHeartbeat(Fix fix, Segment segment, DayPlan plan) {
        var heardUntil = Math.min(plan.knownUpTo(now), segment.end() - 1);
        var sinceFix = heardUntil - fix.gpsTime().getEpochSecond();
        var beats = sinceFix / HEARTBEAT_INTERVAL_S * HEARTBEAT_INTERVAL_S;
        return new Fix(
                fix.imei(),
                fix.gpsTime(),
                fix.lat(),
                fix.lng(),
                fix.speedKmh(),
                fix.directionDeg(),
                fix.ignitionOn(),
                fix.satellites(),
                fix.altitudeM(),
                fix.odometerKm(),
                fix.posType(),
                fix.source(),
                fix.gpsTime().plusSeconds(beats));
    }
}
