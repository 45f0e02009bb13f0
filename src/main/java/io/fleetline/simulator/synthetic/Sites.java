package io.fleetline.simulator.synthetic;

/** Where to go next. */
final class Sites {
    private static final int CHOICES = 8;

    /** There is nowhere to go with the kilometres that are left. */
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
     * Of some sites the one after which, once home again, the day's kilometres come nearest to the given ones; so that
     * a day has about the length that the odometer, which does not walk through time, takes for granted.
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
