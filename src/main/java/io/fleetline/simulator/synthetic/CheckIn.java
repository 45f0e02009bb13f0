package io.fleetline.simulator.synthetic;

import java.util.List;

/** A laid-up vehicle's tracker wakes up every third day from ten to eleven. */
final class CheckIn {
    private CheckIn() {}

    static List<Segment> only(Vehicle vehicle, long day, List<Segment> segments) {
        if ((day + vehicle.rank()) % 3 != 0) {
            return List.of();
        }
        var whole = (Parked) segments.getFirst();
        return List.of(whole.between(whole.start() + 10 * 3600, whole.start() + 11 * 3600));
    }
}
