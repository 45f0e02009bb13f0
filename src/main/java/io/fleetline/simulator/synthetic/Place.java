package io.fleetline.simulator.synthetic;

import io.fleetline.simulator.Ground;

/** A point on the map, WGS-84 degrees. */
record Place(double lat, double lng) {
    double metresTo(Place other) {
        return Ground.metres(lat, lng, other.lat, other.lng);
    }

    /** The bearing to another place: degrees from north, 0 to below 360. */
    double bearingTo(Place other) {
        return Ground.bearing(lat, lng, other.lat, other.lng);
    }

    /** The place at the given share, 0 to 1, of the distance to another. */
    Place towards(Place other, double share) {
        return new Place(lat + (other.lat - lat) * share, lng + (other.lng - lng) * share);
    }
}
