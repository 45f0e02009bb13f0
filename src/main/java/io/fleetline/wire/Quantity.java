package io.fleetline.wire;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a number measures: its unit, which may follow it ("0.00L"), and its plausible range. */
public enum Quantity {
    COORDINATE(-Double.MAX_VALUE, Double.MAX_VALUE, "°"),
    SPEED_KMH(0, 2_000, "km/h", "kmh", "kph"),
    DIRECTION_DEG(0, 360, "°"),
    SATELLITES(0, 1_000),
    ALTITUDE_M(-1_000, 100_000, "m"),
    DISTANCE_M(0, 1e10, "m"),
    DISTANCE_KM(0, 1e7, "km"),
    DURATION_S(0, 315_360_000, "s"),
    ENGINE_RPM(0, 20_000, "rpm"),
    PERCENT(0, 100, "%", "pct", "percent"),
    TEMPERATURE_C(-100, 1_000, "°c", "℃", "c"),
    VOLTAGE_V(0, 1_000, "v", "volt", "volts"),
    FUEL_L(0, 100_000, "l", "lt", "ltr", "ltrs", "litre", "litres", "liter", "liters"),
    CODE(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final Pattern NUMBER =
            Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?)\\s*(\\D*)");
    private static final int LONGEST = 60;

    private final double least;
    private final double most;
    private final Set<String> units;

    /** @param units the spellings of its unit, in lower case */
    Quantity(double least, double most, String... units) {
        this.least = least;
        this.most = most;
        this.units = Set.of(units);
    }

    /** Whether this is a spelling of its unit, in any case. */
    public boolean isUnit(String word) {
        return units.contains(word.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether the text is a number followed by this unit. */
    public boolean isUnitOf(String text) {
        var parts = NUMBER.matcher(text.length() > LONGEST ? "" : text);
        return parts.matches() && isUnit(parts.group(2));
    }

    /**
     * Reads a number, optionally followed by its unit.
     *
     * @param name the field, named in the reason
     * @return null for -1 of a quantity that cannot be negative: the vendor's value for unknown
     * @throws UnusableException if it is not a number, or out of range
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
        if (!parts.matches() || !(parts.group(2).isEmpty() || isUnit(parts.group(2)))) {
            throw new UnusableException(name + " is not a number");
        }
        return Double.parseDouble(parts.group(1));
    }
}
