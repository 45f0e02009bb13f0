package io.fleetline.simulator.synthetic;

/**
 * A round of about 36 minutes every hour; then the engine runs until six minutes before the end of the hour; then the vehicle parks.
 * Vehicles begin their hours evenly spread, so that at any minute, nights and Sundays included, some drive and some idle.
 */
final class RoundsTimetable implements Timetable {
    private static final int HOURS = 24;
    private static final double FARTHEST_S = 20 * 60.0;
    private static final double ROUND_S = 34 * 60.0;
    private static final double ROUND_KM = 20;
    private static final double SECONDS_PER_KM_OFF = 120;
    private static final long LONGEST_IDLE_S = 1800;
    private static final long PARKED_S = 360;
    private static final int CHOICES = 16;

    @Override
    public void fill(Day day) {
        for (var hour = 0; hour < HOURS; hour++) {
            var hourEnd = day.start() + (hour + 1) * 3600L;
            day.drive(LONGEST_IDLE_S, hourEnd - PARKED_S, round(day, hour));
            if (hour < HOURS - 1) {
                day.parkUntil(hourEnd);
            }
        }
    }

    /** The one of several random rounds whose length is closest to the target; its last leg ends at the depot. */
    private static int[] round(Day day, int hour) {
        var best = new int[0];
        var bestCost = Double.POSITIVE_INFINITY;
        for (var i = 0; i < CHOICES; i++) {
            var destination = hour == HOURS - 1 ? day.depot() : Sites.anySite(day, FARTHEST_S);
            var round = new int[] {day.junction(), Sites.anySite(day, FARTHEST_S), destination};
            var cost = cost(day, round, (hour + 1) * ROUND_KM);
            if (cost < bestCost) {
                best = round;
                bestCost = cost;
            }
        }
        return best;
    }

    private static double cost(Day day, int[] round, double kmGoal) {
        var roads = day.roads();
        var seconds = roads.seconds(round[0], round[1]) + roads.seconds(round[1], round[2]);
        var expected = seconds / day.paceOfDriver() / Traffic.at(day.clock());
        var km = day.kmDriven() + (roads.metres(round[0], round[1]) + roads.metres(round[1], round[2])) / 1000;
        return Math.abs(expected - ROUND_S) + Math.abs(km - kmGoal) * SECONDS_PER_KM_OFF;
    }
}
