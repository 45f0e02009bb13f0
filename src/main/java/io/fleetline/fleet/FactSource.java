package io.fleetline.fleet;

/** The way by which a fact reached us. */
public enum FactSource {
    POLL("poll"),
    TRACK_LIST("track_list"),
    PUSH("push");

    private final String label;

    FactSource(String label) {
        this.label = label;
    }

    /** The word under which it is stored. */
    public String label() {
        return label;
    }
}
