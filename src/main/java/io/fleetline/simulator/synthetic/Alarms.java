package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The alarms of a logbook: ignition, fence, speeding and harsh driving while driving; vibration and power cuts while parked. */
final class Alarms {
    private static final double TERMINAL_LIMIT_KMH = 95;
    private static final double PLATFORM_LIMIT_KMH = 100;
    private static final double VIBRATION_SHARE = 0.02;
    private static final double POWER_CUT_SHARE = 0.002;
    private static final long LONG_STAY_S = 3 * 3600;

    private final Logbook logbook;
    private final TimeSpan span;
    private final List<Alarm> alarms = new ArrayList<>();

    private Alarms(Logbook logbook, TimeSpan span) {
        this.logbook = logbook;
        this.span = span;
    }

    /** The alarms raised within the span and known to the cloud, ordered by time. */
    static List<Alarm> within(Logbook logbook, TimeSpan span) {
        var collected = new Alarms(logbook, span);
        var wider = new TimeSpan(span.from().minus(Duration.ofDays(1)), span.to());
        logbook.eachSegment(wider, collected::collect);
        collected.alarms.sort(Comparator.comparing(Alarm::alarmTime).thenComparing(Alarm::alarmType));
        return collected.alarms;
    }

    private void collect(DayPlan plan, Segment segment) {
        switch (segment) {
            case Drive drive -> onTheWay(plan, drive);
            case Parked parked -> whileParked(plan, parked);
        }
    }

    private void onTheWay(DayPlan plan, Drive drive) {
        var motion = drive.motion(logbook.vehicle());
        var chance = Chance.of(drive.seed(), Vehicle.Purpose.ALARMS.salt());
        raise(plan, drive, motion, AlarmKind.ACC_ON, 0);
        for (var phase : motion.phases()) {
            speeding(plan, drive, motion, phase);
            if (chance.happens(logbook.vehicle().driver().harshShare())) {
                harsh(plan, drive, motion, phase);
            }
        }
        raise(plan, drive, motion, AlarmKind.ACC_OFF, drive.end() - drive.start());
        fence(plan, drive, motion);
    }

    private void fence(DayPlan plan, Drive drive, Motion motion) {
        var depot = logbook.vehicle().depot();
        if (drive.route().getFirst() == depot) {
            raise(plan, drive, motion, AlarmKind.LEFT_DEPOT, 90);
        }
        if (drive.route().getLast() == depot) {
            raise(plan, drive, motion, AlarmKind.ENTERED_DEPOT, (long) motion.seconds() - 5);
        }
    }

    private void speeding(DayPlan plan, Drive drive, Motion motion, Phase phase) {
        var kmh = phase.fromMs() * 3.6;
        if (phase.accelerationMs2() == 0 && kmh >= TERMINAL_LIMIT_KMH) {
            var second = (long) Math.ceil(phase.startS());
            raise(plan, drive, motion, AlarmKind.OVERSPEED, second);
            if (kmh >= PLATFORM_LIMIT_KMH) {
                raise(plan, drive, motion, AlarmKind.PLATFORM_OVERSPEED, second + 1);
            }
        }
    }

    private void harsh(DayPlan plan, Drive drive, Motion motion, Phase phase) {
        if (phase.accelerationMs2() != 0) {
            var kind = phase.accelerationMs2() < 0 ? AlarmKind.HARSH_BRAKING : AlarmKind.HARSH_ACCELERATION;
            raise(plan, drive, motion, kind, (long) (phase.startS() + phase.lengthS() / 2));
        }
    }

    private void whileParked(DayPlan plan, Parked parked) {
        var length = parked.end() - parked.start();
        if (length >= LONG_STAY_S) {
            var chance = Chance.of(logbook.vehicle().seed(), parked.start(), Vehicle.Purpose.ALARMS.salt());
            var second = parked.start() + (long) (length * chance.share());
            if (chance.happens(VIBRATION_SHARE)) {
                raise(plan, AlarmKind.VIBRATION, second, parked.place(), 0, false);
            } else if (chance.happens(POWER_CUT_SHARE)) {
                raise(plan, AlarmKind.POWER_CUT, second, parked.place(), 0, false);
            }
        }
    }

    private void raise(DayPlan plan, Drive drive, Motion motion, AlarmKind kind, long second) {
        var moment = motion.at((double) second);
        var on = kind != AlarmKind.ACC_OFF;
        raise(plan, kind, drive.start() + second, moment.place(), (double) Math.round(moment.speedKmh()), on);
    }

    private void raise(DayPlan plan, AlarmKind kind, long second, Place place, double kmh, boolean ignitionOn) {
        var time = Instant.ofEpochSecond(second);
        if (!time.isBefore(span.from()) && !time.isAfter(span.to()) && logbook.known(plan, second)) {
            alarms.add(new Alarm(
                    logbook.vehicle().imei(),
                    kind.id(),
                    kind.label(),
                    time,
                    place.lat(),
                    place.lng(),
                    kmh,
                    ignitionOn,
                    FactSource.POLL));
        }
    }
}
