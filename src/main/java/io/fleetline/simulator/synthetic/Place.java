package io.fleetline.simulator.synthetic;

/** A point on the map, WGS-84 degrees. Distances and bearings are good for a city, not for a continent. */
record Place(double lat, double lng) {
    private static final double METRES_PER_DEGREE = 111_195;

    double metresTo(Place other) {
        return Math.hypot(eastMetres(other), northMetres(other));
    }

    /** Degrees from north, 0 to below 360. */
    double bearingTo(Place other) {
        var degrees = Math.toDegrees(Math.atan2(eastMetres(other), northMetres(other)));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    /** The place that lies the given share, 0 to 1, of the way to another. */
    Place towards(Place other, double share) {
        return new Place(lat + (other.lat - lat) * share, lng + (other.lng - lng) * share);
    }

    private double northMetres(Place other) {
        return (other.lat - lat) * METRES_PER_DEGREE;
    }

    private double eastMetres(Place other) {
        return (other.lng - lng) * METRES_PER_DEGREE * Math.cos(Math.toRadians((lat + other.lat) / 2));
    }
}
