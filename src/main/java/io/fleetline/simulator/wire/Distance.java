package io.fleetline.simulator.wire;

import io.fleetline.fleet.Fix;

/** How far two fixes lie apart. */
final class Distance {
    private static final double METRES_PER_DEGREE = 111_195;

    private Distance() {}

    /** Metres, on a plane that touches the globe there: good within a city. */
    static double metres(Fix one, Fix other) {
        var north = (other.lat() - one.lat()) * METRES_PER_DEGREE;
        var shrink = Math.cos(Math.toRadians((one.lat() + other.lat()) / 2));
        return Math.hypot(north, (other.lng() - one.lng()) * METRES_PER_DEGREE * shrink);
    }
}
