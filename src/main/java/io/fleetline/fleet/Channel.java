package io.fleetline.fleet;

/** Which side began: we asked the vendor, or the vendor sent. */
public enum Channel {
    POLL("poll"),
    PUSH("push");

    private final String label;

    Channel(String label) {
        this.label = label;
    }

    /** The word under which it is stored. */
    public String label() {
        return label;
    }
}
