package io.fleetline.tracksolid;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a number on the wire measures: its unit, which may stand behind it ("0.00L"), and the range that makes sense. */
public enum Quantity {
    COORDINATE("°", -Double.MAX_VALUE, Double.MAX_VALUE),
    SPEED_KMH("km/h", 0, 2_000),
    DIRECTION_DEG("°", 0, 360),
    SATELLITES("", 0, 1_000),
    ALTITUDE_M("m", -1_000, 100_000),
    DISTANCE_M("m", 0, 1e10),
    DISTANCE_KM("km", 0, 1e7),
    DURATION_S("s", 0, 315_360_000),
    ENGINE_RPM("rpm", 0, 20_000),
    PERCENT("%", 0, 100),
    TEMPERATURE_C("°C", -100, 1_000),
    VOLTAGE_V("V", 0, 1_000),
    FUEL_L("L", 0, 100_000),
    CODE("", Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final Pattern NUMBER =
            Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?)\\s*(\\D*)");
    private static final int LONGEST = 60;

    private final String unit;
    private final double least;
    private final double most;

    Quantity(String unit, double least, double most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    /**
     * Reads a number, perhaps with its own unit behind.
     *
     * @param name the field, for the reason
     * @return null for -1 where nothing can be negative: the vendor's word for unknown
     * @throws UnusableException if it is no number, or out of range
     */
    public @Nullable Double read(String name, String text) {
        var plain = PlainDecimal.parse(text);
        var value = Double.isNaN(plain) ? unusual(name, text) : plain;
        if (value == -1 && least >= 0) {
            return null;
        }
        if (!(value >= least && value <= most)) {
            throw new UnusableException(name + " out of range");
        }
        return value;
    }

    private double unusual(String name, String text) {
        var parts = NUMBER.matcher(text.length() > LONGEST ? "" : text);
        if (!parts.matches() || !(parts.group(2).isEmpty() || parts.group(2).equalsIgnoreCase(unit))) {
            throw new UnusableException(name + " is not a number");
        }
        return Double.parseDouble(parts.group(1));
    }
}
