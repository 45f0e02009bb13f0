package io.fleetline.simulator.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * From ignition on to ignition off. The motion is recomputed from the seed each time, which is cheaper than storing it.
 *
 * @param route the junctions that it passes
 * @param metres its length
 * @param odometerKm the mileage at its start
 * @param endOdometerKm the mileage at its end; lower than the distance driven once the day's kilometres are used up
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
    /** A shorter stand is a red light, not a stop. */
    static final long SHORTEST_STOP_S = 120;

    /** A stand with the engine on, epoch seconds. */
    record Idling(long start, long end, Place place) {}

    Motion motion(Vehicle vehicle) {
        return MotionWriter.write(vehicle.city().roads(), route, vehicle.driver(), traffic, seed);
    }

    /** The mileage after this many metres. */
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
