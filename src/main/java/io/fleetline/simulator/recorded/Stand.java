package io.fleetline.simulator.recorded;

import io.fleetline.fleet.Stop;
import java.util.ArrayList;
import java.util.List;

/**
 * A period in which a vehicle stayed at one place: indices of points, both inclusive.
 *
 * <p>The recording does not contain the engine state. It is assumed: a vehicle that stays within 60 metres for five minutes stands,
 * with the engine running if it stands for less than fifteen minutes, else with the engine off.
 */
record Stand(int first, int last, Stop.Kind kind) {
    private static final double RADIUS_M = 60;
    private static final long SHORTEST_S = 300;
    private static final long SHORTEST_PARKING_S = 900;

    boolean covers(int index) {
        return index >= first && index <= last;
    }

    static List<Stand> in(Journey journey) {
        var stands = new ArrayList<Stand>();
        for (var first = 0; first < journey.size(); ) {
            var last = lastWithinReach(journey, first);
            var length = journey.second(last) - journey.second(first);
            if (length >= SHORTEST_S) {
                stands.add(new Stand(first, last, length < SHORTEST_PARKING_S ? Stop.Kind.IDLING : Stop.Kind.PARKING));
                first = last + 1;
            } else {
                first++;
            }
        }
        return stands;
    }

    private static int lastWithinReach(Journey journey, int first) {
        var last = first;
        while (last + 1 < journey.size() && journey.metresBetween(first, last + 1) < RADIUS_M) {
            last++;
        }
        return last;
    }
}
