package io.fleetline.wire;

/** The only place where a vendor's unit becomes ours. */
public final class Units {
    private static final double METRES_PER_KILOMETRE = 1_000;
    /** No vehicle's battery has more volts; a larger number counts tenths, as OBD trackers send them ("139" is 13.9 V). */
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

    /** Volts from volts or tenths of volts. */
    public static double volts(double value) {
        return value > HIGHEST_VOLTAGE ? value / 10 : value;
    }
}
