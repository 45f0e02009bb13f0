package io.fleetline.store;

/** How a call, a push or a refresh ended. */
public enum Outcome {
    OK("ok"),
    /** The vendor answered: too many requests. */
    LIMITED("limited"),
    FAILED("failed");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** The word under which it is stored, and counted in metrics. */
    public String label() {
        return label;
    }
}
