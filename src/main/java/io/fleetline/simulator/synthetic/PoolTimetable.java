package io.fleetline.simulator.synthetic;

import java.time.DayOfWeek;

/** One or two errands on a weekday, there and back. */
final class PoolTimetable implements Timetable {
    private static final double FARTHEST_ERRAND_S = 20 * 60.0;
    private static final double FULL_ERRAND_KM = 40;

    @Override
    public void fill(Day day) {
        if (day.weekday() == DayOfWeek.SATURDAY || day.weekday() == DayOfWeek.SUNDAY) {
            return;
        }
        errand(day, 9);
        if (day.chance().happens(0.5) && day.kmLeft() > FULL_ERRAND_KM) {
            errand(day, 13);
        }
    }

    private static void errand(Day day, int hour) {
        day.parkUntil(day.start() + hour * 3600L + day.chance().between(0, 5400));
        day.drive(20, Long.MAX_VALUE, day.junction(), Sites.nextSite(day, FARTHEST_ERRAND_S));
        day.parkUntil(day.clock() + day.chance().between(1800, 5400));
        day.drive(20, Long.MAX_VALUE, day.junction(), day.depot());
    }
}
