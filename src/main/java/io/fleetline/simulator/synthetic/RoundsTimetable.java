package io.fleetline.simulator.synthetic;

/**
 * Every hour a round of about 36 minutes, then some 12 minutes with the engine running, then parked. With the vehicles'
 * hours spread evenly this makes sure that some of them drive and some idle at any minute, nights and Sundays included.
 */
final class RoundsTimetable implements Timetable {
    private static final int HOURS = 24;
    private static final double FARTHEST_S = 20 * 60.0;
    private static final double ROUND_S = 34 * 60.0;
    private static final double ROUND_KM = 19;
    private static final double SECONDS_PER_KM_OFF = 60;
    private static final int CHOICES = 12;

    @Override
    public void fill(Day day) {
        for (var hour = 0; hour < HOURS; hour++) {
            var hourEnd = day.start() + (hour + 1) * 3600L;
            var idleS = day.chance().between(660, 840);
            day.drive(idleS, hourEnd - 300, round(day, hour == HOURS - 1));
            if (hour < HOURS - 1) {
                day.parkUntil(hourEnd);
            }
        }
    }

    /** Of some rounds thrown by chance the one that comes nearest to the wished length. */
    private static int[] round(Day day, boolean lastOfTheDay) {
        var best = new int[0];
        var bestCost = Double.POSITIVE_INFINITY;
        for (var i = 0; i < CHOICES; i++) {
            var destination = lastOfTheDay ? day.depot() : Sites.anySite(day, FARTHEST_S);
            var round = new int[] {day.junction(), Sites.anySite(day, FARTHEST_S), destination};
            var cost = cost(day, round);
            if (cost < bestCost) {
                best = round;
                bestCost = cost;
            }
        }
        return best;
    }

    private static double cost(Day day, int[] round) {
        var roads = day.roads();
        var driver = day.paceOfDriver();
        var route = roads.route(round);
        var seconds = 0.0;
        var km = 0.0;
        for (var i = 1; i < route.length; i++) {
            seconds += roads.seconds(route[i - 1], route[i]) / driver;
            km += roads.road(route[i - 1], route[i]).metres() / 1000;
        }
        return Math.abs(seconds / Traffic.at(day.clock()) - ROUND_S) + Math.max(0, km - ROUND_KM) * SECONDS_PER_KM_OFF;
    }
}
