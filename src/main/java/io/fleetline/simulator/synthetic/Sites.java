package io.fleetline.simulator.synthetic;

/** Chooses the next destination. */
final class Sites {
    private static final int CHOICES = 8;

    /** No destination is within the kilometres that are left. */
    static final int NONE = -1;

    private Sites() {}

    /** A junction no farther from the depot than the given driving time, seconds; not the depot itself. */
    static int anySite(Day day, double farthestS) {
        while (true) {
            var site = day.chance().between(0, day.roads().size() - 1);
            if (site != day.depot() && day.roads().seconds(day.depot(), site) <= farthestS) {
                return site;
            }
        }
    }

    /**
     * The one of several random sites that, after the return to the depot, brings the day's kilometres closest to the goal; so that
     * a day has about the length that the odometer assumes without computing it.
     */
    static int nextSite(Day day, double farthestS, double kmGoal) {
        var best = NONE;
        var bestMiss = Double.POSITIVE_INFINITY;
        for (var i = 0; i < CHOICES; i++) {
            var site = anySite(day, farthestS);
            var km = day.kmDriven() + kmThereAndHome(day, site);
            if (site != day.junction() && km <= day.kmAllowed() && Math.abs(km - kmGoal) < bestMiss) {
                best = site;
                bestMiss = Math.abs(km - kmGoal);
            }
        }
        return best;
    }

    private static double kmThereAndHome(Day day, int site) {
        return (day.roads().metres(day.junction(), site) + day.roads().metres(site, day.depot())) / 1000;
    }
}
