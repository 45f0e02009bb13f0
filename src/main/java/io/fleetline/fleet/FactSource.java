package io.fleetline.fleet;

/** The channel by which a fact was received. */
public enum FactSource {
    POLL("poll"),
    TRACK_LIST("track_list"),
    PUSH("push");

    private final String label;

    FactSource(String label) {
        this.label = label;
    }

    /** The value stored in the database. */
    public String label() {
        return label;
    }
}
