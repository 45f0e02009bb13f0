package io.fleetline.simulator.synthetic;

/** The vendor's id and name of each alarm that the synthetic fleet raises. */
enum AlarmKind {
    ACC_ON("ACC_ON", "ACC on"),
    ACC_OFF("ACC_OFF", "ACC off"),
    OVERSPEED("6", "Overspeed alert (terminal)"),
    PLATFORM_OVERSPEED("overSpeed", "Overspeed alert (platform)"),
    HARSH_BRAKING("48", "Sudden deceleration alert"),
    HARSH_ACCELERATION("41", "Sudden acceleration alert"),
    VIBRATION("3", "Vibration alert"),
    POWER_CUT("2", "Power cut off alert"),
    ENTERED_DEPOT("in", "Enter geo-fence (Depot)"),
    LEFT_DEPOT("out", "Exit geo-fence (Depot)");

    private final String id;
    private final String label;

    AlarmKind(String id, String label) {
        this.id = id;
        this.label = label;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }
}
