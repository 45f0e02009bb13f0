package io.fleetline.simulator.recorded;

import io.fleetline.fleet.Stop;
import java.util.ArrayList;
import java.util.List;

/** A drive between two stands, or until the tracker is silent for half an hour: indices of points, both inclusive. */
record Ride(int first, int last) {
    private static final long LONGEST_GAP_S = 1800;

    static List<Ride> in(Journey journey, List<Stand> stands) {
        var rides = new ArrayList<Ride>();
        var first = 0;
        for (var stand : stands) {
            if (stand.kind() == Stop.Kind.PARKING) {
                addRides(journey, first, stand.first(), rides);
                first = stand.last();
            }
        }
        addRides(journey, first, journey.size() - 1, rides);
        return rides;
    }

    private static void addRides(Journey journey, int first, int last, List<Ride> rides) {
        var begin = first;
        for (var i = first + 1; i <= last; i++) {
            if (journey.second(i) - journey.second(i - 1) >= LONGEST_GAP_S) {
                addRide(begin, i - 1, rides);
                begin = i;
            }
        }
        addRide(begin, last, rides);
    }

    private static void addRide(int first, int last, List<Ride> rides) {
        if (last > first) {
            rides.add(new Ride(first, last));
        }
    }
}
