package io.fleetline.wire;

/** The only place that converts the vendor's units. */
public final class Units {
    private static final double METRES_PER_KILOMETRE = 1_000;
    /** No vehicle's battery has a higher voltage; a larger number is in tenths, as OBD trackers send them ("139" is 13.9 V). */
    private static final double HIGHEST_VOLTAGE = 60;

    private Units() {}

    public static double kilometresFromMetres(double metres) {
        return metres / METRES_PER_KILOMETRE;
    }

    public static double kilometres(double distance, MileageUnit unit) {
        return switch (unit) {
            case METRES -> kilometresFromMetres(distance);
            case KILOMETRES -> distance;
        };
    }

    /** Converts volts or tenths of volts to volts. */
    public static double volts(double value) {
        return value > HIGHEST_VOLTAGE ? value / 10 : value;
    }
}
