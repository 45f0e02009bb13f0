package io.fleetline.simulator.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * From ignition on to ignition off. How it goes is worked out anew from the seed each time: that is cheaper than to keep it.
 *
 * @param route the junctions it passes
 * @param metres the length of its way
 * @param odometerKm the mileage at its start
 * @param endOdometerKm the mileage at its end; less than the way driven when the day's kilometres are used up
 */
record Drive(
        long start,
        long end,
        List<Integer> route,
        double traffic,
        long seed,
        double metres,
        double odometerKm,
        double endOdometerKm)
        implements Segment {
    /** Standing for less than that is a red light, no stop. */
    static final long SHORTEST_STOP_S = 120;

    /** A stand with the engine on, epoch seconds. */
    record Idling(long start, long end, Place place) {}

    Motion motion(Vehicle vehicle) {
        return MotionWriter.write(vehicle.city().roads(), route, vehicle.driver(), traffic, seed);
    }

    /** The mileage after so many metres. */
    double odometerKm(double metresDriven) {
        return Math.min(odometerKm + metresDriven / 1000, endOdometerKm);
    }

    /** The stands of two minutes and longer. */
    List<Idling> idlings(Motion motion) {
        var idlings = new ArrayList<Idling>();
        for (var phase : motion.phases()) {
            if (phase.standing() && phase.lengthS() >= SHORTEST_STOP_S) {
                idlings.add(idling(motion, phase.startS(), start + (long) phase.endS()));
            }
        }
        if (end - start - motion.seconds() >= SHORTEST_STOP_S) {
            idlings.add(idling(motion, motion.seconds(), end));
        }
        return idlings;
    }

    private Idling idling(Motion motion, double fromSecond, long until) {
        return new Idling(
                start + (long) Math.ceil(fromSecond),
                until,
                motion.at(fromSecond).place());
    }
}
