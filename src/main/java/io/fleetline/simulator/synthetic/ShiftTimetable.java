package io.fleetline.simulator.synthetic;

import java.time.DayOfWeek;

/** Leaves the depot towards seven, goes from site to site, and heads home in the afternoon (on Saturdays at noon). */
final class ShiftTimetable implements Timetable {
    private static final double FARTHEST_SITE_S = 40 * 60.0;
    private static final double KM_KEPT_FOR_THE_WAY_HOME = 45;

    @Override
    public void fill(Day day) {
        if (day.weekday() == DayOfWeek.SUNDAY) {
            return;
        }
        var homeward = day.start() + (day.weekday() == DayOfWeek.SATURDAY ? 12 * 3600 : 16 * 3600 + 1800);
        day.parkUntil(day.start() + 6 * 3600 + day.chance().between(2400, 5400));
        while (day.clock() < homeward && day.kmLeft() > KM_KEPT_FOR_THE_WAY_HOME * 1.5) {
            visit(day, Sites.nextSite(day, FARTHEST_SITE_S));
        }
        day.drive(idleS(day), Long.MAX_VALUE, day.junction(), day.depot());
    }

    private static void visit(Day day, int site) {
        day.drive(idleS(day), Long.MAX_VALUE, day.junction(), site);
        day.parkUntil(day.clock() + day.chance().between(600, 4200));
    }

    private static long idleS(Day day) {
        return day.chance().happens(0.4)
                ? day.chance().between(300, 1800)
                : day.chance().between(5, 60);
    }
}
