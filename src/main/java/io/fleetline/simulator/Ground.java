package io.fleetline.simulator;

/** Planar approximation around a point: accurate within a city, not across a continent. */
public final class Ground {
    private static final double METRES_PER_DEGREE = 111_195;

    private Ground() {}

    /** The distance between two points, metres; coordinates in WGS-84 degrees. */
    public static double metres(double lat, double lng, double otherLat, double otherLng) {
        return Math.hypot(east(lat, lng, otherLat, otherLng), (otherLat - lat) * METRES_PER_DEGREE);
    }

    /** The bearing from one point to another: degrees from north, 0 to below 360. */
    public static double bearing(double lat, double lng, double otherLat, double otherLng) {
        var north = (otherLat - lat) * METRES_PER_DEGREE;
        var degrees = Math.toDegrees(Math.atan2(east(lat, lng, otherLat, otherLng), north));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double east(double lat, double lng, double otherLat, double otherLng) {
        return (otherLng - lng) * METRES_PER_DEGREE * Math.cos(Math.toRadians((lat + otherLat) / 2));
    }
}
