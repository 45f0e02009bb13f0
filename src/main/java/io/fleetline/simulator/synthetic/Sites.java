package io.fleetline.simulator.synthetic;

/** Where to go next. */
final class Sites {
    private static final int CHOICES = 3;

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

    /** The nearest of three, not where the vehicle already is. */
    static int nextSite(Day day, double farthestS) {
        var best = -1;
        for (var i = 0; i < CHOICES || best < 0; i++) {
            var site = anySite(day, farthestS);
            if (site != day.junction() && (best < 0 || seconds(day, site) < seconds(day, best))) {
                best = site;
            }
        }
        return best;
    }

    private static double seconds(Day day, int site) {
        return day.roads().seconds(day.junction(), site);
    }
}
