package io.fleetline.simulator.synthetic;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A city in which vehicles drive: its roads, number plates and height above sea level. */
enum City {
    NAIROBI("nairobi", "KD", 1660),
    MOMBASA("mombasa", "KC", 15),
    KAMPALA("kampala", "UB", 1190);

    private final String label;
    private final String platePrefix;
    private final double altitudeM;

    City(String label, String platePrefix, double altitudeM) {
        this.label = label;
        this.platePrefix = platePrefix;
        this.altitudeM = altitudeM;
    }

    String platePrefix() {
        return platePrefix;
    }

    double altitudeM() {
        return altitudeM;
    }

    RoadNetwork roads() {
        return Objects.requireNonNull(Roads.OF.get(this));
    }

    /** Loaded on first use. */
    private static final class Roads {
        private static final Map<City, RoadNetwork> OF = Arrays.stream(values())
                .collect(Collectors.toMap(
                        city -> city, city -> RoadFile.read("/simulator/roads-%s.txt".formatted(city.label))));
    }

    /** The city of the account with that number; accounts take turns. */
    static City ofAccount(int number) {
        return values()[number % values().length];
    }
}
