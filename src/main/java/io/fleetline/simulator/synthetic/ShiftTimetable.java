package io.fleetline.simulator.synthetic;

import java.time.DayOfWeek;

/** Leaves the depot at about seven, drives from site to site, and returns in the afternoon (on Saturdays at noon). */
final class ShiftTimetable implements Timetable {
    private static final double FARTHEST_SITE_S = 40 * 60.0;
    private static final double KM_TO_SPARE = 8;
    private static final long START_S = 6 * 3600;
    private static final long VISIT_S = 3600;

    @Override
    public void fill(Day day) {
        if (day.weekday() == DayOfWeek.SUNDAY) {
            return;
        }
        var homeward = day.start() + (day.weekday() == DayOfWeek.SATURDAY ? 12 * 3600 : 16 * 3600 + 1800);
        day.parkUntil(day.start() + START_S + day.chance().between(2400, 5400));
        var site = nextSite(day, homeward);
        while (day.clock() < homeward && site != Sites.NONE) {
            visit(day, site);
            site = nextSite(day, homeward);
        }
        day.drive(idleS(day), Long.MAX_VALUE, day.junction(), day.depot());
    }

    /** A site that keeps the kilometres in step with the hours. */
    private static int nextSite(Day day, long homeward) {
        var shareOfDay = (day.clock() + VISIT_S - day.start() - START_S) / (double) (homeward - day.start() - START_S);
        var goal = Math.min(1, shareOfDay) * (day.kmAllowed() - KM_TO_SPARE);
        return Sites.nextSite(day, FARTHEST_SITE_S, goal);
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
