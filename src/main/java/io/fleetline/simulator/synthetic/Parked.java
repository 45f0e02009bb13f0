package io.fleetline.simulator.synthetic;

/**
 * Standing with the ignition off.
 *
 * @param where the junction's name
 * @param odometerKm the mileage throughout
 */
record Parked(long start, long end, Place place, String where, double odometerKm) implements Segment {
    Parked between(long from, long to) {
        return new Parked(from, to, place, where, odometerKm);
    }
}
