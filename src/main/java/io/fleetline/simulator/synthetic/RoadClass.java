package io.fleetline.simulator.synthetic;

/** A kind of road, with the range of speeds of a calm driver, km/h. */
enum RoadClass {
    STREET(25, 42, 0.40),
    AVENUE(36, 58, 0.25),
    HIGHWAY(68, 92, 0.03);

    private final double slowestKmh;
    private final double fastestKmh;
    private final double redLightShare;

    RoadClass(double slowestKmh, double fastestKmh, double redLightShare) {
        this.slowestKmh = slowestKmh;
        this.fastestKmh = fastestKmh;
        this.redLightShare = redLightShare;
    }

    /** The speed for a mood between 0 (slow) and 1 (fast), km/h. */
    double cruiseKmh(double mood) {
        return slowestKmh + mood * (fastestKmh - slowestKmh);
    }

    /** The share of junctions at the end of such a road that show a red light, 0 to 1. */
    double redLightShare() {
        return redLightShare;
    }
}
