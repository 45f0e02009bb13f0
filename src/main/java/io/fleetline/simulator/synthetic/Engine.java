package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The engine computer's readings: one every two minutes while the engine runs. */
final class Engine {
    private static final long INTERVAL_S = 120;
    private static final double WARM_C = 89;
    private static final double COLD_C = 30;
    private static final double WARM_UP_S = 400;
    private static final double TANK_RANGE_KM = 600;

    private Engine() {}

    static List<ObdReading> within(Logbook logbook, TimeSpan span) {
        var readings = new ArrayList<ObdReading>();
        if (logbook.vehicle().readsEngine()) {
            var wider = new TimeSpan(span.from().minus(Duration.ofDays(1)), span.to());
            logbook.eachSegment(wider, (plan, segment) -> {
                if (segment instanceof Drive drive) {
                    addReadings(logbook, plan, drive, span, readings);
                }
            });
        }
        return readings;
    }

    private static void addReadings(
            Logbook logbook, DayPlan plan, Drive drive, TimeSpan span, List<ObdReading> readings) {
        var motion = drive.motion(logbook.vehicle());
        for (var time = drive.start(); time < drive.end(); time += INTERVAL_S) {
            var instant = Instant.ofEpochSecond(time);
            if (!instant.isBefore(span.from()) && !instant.isAfter(span.to()) && logbook.known(plan, time)) {
                readings.add(reading(logbook.vehicle().imei(), drive, motion, time));
            }
        }
    }

    private static ObdReading reading(String imei, Drive drive, Motion motion, long time) {
        var second = time - drive.start();
        var moment = motion.at((double) second);
        var odometerKm = drive.odometerKm(moment.metres());
        var warmth = Math.min(1, second / WARM_UP_S);
        return new ObdReading(
                imei,
                Instant.ofEpochSecond(time),
                (double) Math.round(820 + moment.speedKmh() * 24),
                (double) Math.round(95 - odometerKm % TANK_RANGE_KM / TANK_RANGE_KM * 85),
                (double) Math.round(moment.speedKmh()),
                (double) Math.round(COLD_C + (WARM_C - COLD_C) * warmth),
                second == 0 ? 12.4 : 13.9,
                Math.round(odometerKm * 10) / 10.0,
                "{}");
    }
}
