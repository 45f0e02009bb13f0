package io.fleetline.simulator.synthetic;

import java.util.LinkedHashMap;
import java.util.Map;

/** A cache of the day plans used last; any of them can be recomputed. */
final class DayPlans {
    private final Map<Key, DayPlan> plans;

    private record Key(int index, long day) {}

    DayPlans(int capacity) {
        plans = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, DayPlan> eldest) {
                return size() > capacity;
            }
        };
    }

    DayPlan get(Vehicle vehicle, long day) {
        var key = new Key(vehicle.index(), day);
        synchronized (plans) {
            var known = plans.get(key);
            if (known != null) {
                return known;
            }
        }
        var made = DayPlan.of(vehicle, day);
        synchronized (plans) {
            plans.put(key, made);
        }
        return made;
    }
}
