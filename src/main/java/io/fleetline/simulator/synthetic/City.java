package io.fleetline.simulator.synthetic;

/** Where a fleet lives: its roads, its number plates and its height above the sea. */
enum City {
    NAIROBI("nairobi", "KD", 1660),
    MOMBASA("mombasa", "KC", 15),
    KAMPALA("kampala", "UB", 1190);

    private final String label;
    private final String platePrefix;
    private final double altitudeM;
    private final RoadNetwork roads;

    City(String label, String platePrefix, double altitudeM) {
        this.label = label;
        this.platePrefix = platePrefix;
        this.altitudeM = altitudeM;
        this.roads = RoadFile.read("/simulator/roads-%s.txt".formatted(label));
    }

    String label() {
        return label;
    }

    String platePrefix() {
        return platePrefix;
    }

    double altitudeM() {
        return altitudeM;
    }

    RoadNetwork roads() {
        return roads;
    }

    /** The city of the account with that number; accounts take turns. */
    static City ofAccount(int number) {
        return values()[number % values().length];
    }
}
