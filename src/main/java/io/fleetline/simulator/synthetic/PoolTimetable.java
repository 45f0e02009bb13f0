package io.fleetline.simulator.synthetic;

import java.time.DayOfWeek;

/** Two errands on a weekday, there and back. */
final class PoolTimetable implements Timetable {
    private static final double FARTHEST_ERRAND_S = 20 * 60.0;
    private static final double KM_TO_SPARE = 4;

    @Override
    public void fill(Day day) {
        if (day.weekday() != DayOfWeek.SATURDAY && day.weekday() != DayOfWeek.SUNDAY) {
            errand(day, 9, (day.kmAllowed() - KM_TO_SPARE) / 2);
            errand(day, 13, day.kmAllowed() - KM_TO_SPARE);
        }
    }

    private static void errand(Day day, int hour, double kmGoal) {
        var site = Sites.nextSite(day, FARTHEST_ERRAND_S, kmGoal);
        if (site != Sites.NONE) {
            day.parkUntil(day.start() + hour * 3600L + day.chance().between(0, 5400));
            day.drive(20, Long.MAX_VALUE, day.junction(), site);
            day.parkUntil(day.clock() + day.chance().between(1800, 5400));
            day.drive(20, Long.MAX_VALUE, day.junction(), day.depot());
        }
    }
}
