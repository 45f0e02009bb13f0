package io.fleetline.wire;

import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.PositionType;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one item of the vendor, read leniently: every scalar may be a string or a number, null, empty or absent, and may have
 * several names, of which the first with a value wins. A value that is present but unreadable throws
 * {@link UnusableException}.
 */
public abstract class Fields {
    /** The scalar of this name as text, stripped and without NUL; empty if there is none. */
    protected abstract String plainText(String name);

    /** Trimmed, without NUL characters; null if there is none. */
    public @Nullable String text(String... names) {
        for (var name : names) {
            var text = plainText(name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    /** Null if there is none, or if it is unknown: -1 for a quantity that cannot be negative. */
    public @Nullable Double number(Quantity quantity, String... names) {
        for (var name : names) {
            var text = plainText(name);
            if (!text.isEmpty()) {
                return quantity.read(name, text);
            }
        }
        return null;
    }

    /** Rounded to the nearest whole number. */
    public @Nullable Integer integer(Quantity quantity, String... names) {
        var number = number(quantity, names);
        return number == null ? null : Math.toIntExact(Math.round(number));
    }

    /** A time span in whole seconds. */
    public @Nullable Long seconds(String... names) {
        var number = number(Quantity.DURATION_S, names);
        return number == null ? null : Math.round(number);
    }

    /** From 1, on, true or 0, off, false; null if there is none, or for any other word. */
    public @Nullable Boolean flag(String... names) {
        var text = text(names);
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "on", "true" -> Boolean.TRUE;
            case "0", "off", "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    /**
     * From {@code yyyy-MM-dd HH:mm:ss}, ISO 8601, or an epoch in seconds or milliseconds. A value that is none of these is skipped if a
     * later name has one.
     */
    public @Nullable Instant instant(String... names) {
        String unreadable = null;
        for (var name : names) {
            var text = plainText(name);
            if (!text.isEmpty()) {
                var time = WireTime.parse(text);
                if (time.isPresent()) {
                    return time.get();
                }
                unreadable = unreadable == null ? name : unreadable;
            }
        }
        UnusableException.when(unreadable == null ? null : unreadable + " is not a time");
        return null;
    }

    /** Like {@link #instant}, for an item that is unusable without it. */
    public Instant requiredInstant(String... names) {
        var time = instant(names);
        if (time == null) {
            throw new UnusableException("no " + names[0]);
        }
        return time;
    }

    /** The device that the item concerns; without a usable one, the item is unusable. */
    public String imei(String... names) {
        var imei = text(names);
        if (imei == null) {
            throw new UnusableException("no " + names[0]);
        }
        UnusableException.when(Plausibility.reasonAgainstImei(imei));
        return imei;
    }

    /** Null if a coordinate is missing or both are 0; a coordinate out of range is unusable. */
    public @Nullable Position position(String latName, String lngName) {
        var lat = number(Quantity.COORDINATE, latName);
        var lng = number(Quantity.COORDINATE, lngName);
        if (lat == null || lng == null || (lat == 0 && lng == 0)) {
            return null;
        }
        UnusableException.when(Plausibility.reasonAgainst(lat, lng));
        return new Position(lat, lng);
    }

    /** Words in locations, digits in tracks and pushes; null for an unknown one. */
    public @Nullable PositionType positionType(String... names) {
        var word = text(names);
        return switch (word == null ? "" : word.toUpperCase(Locale.ROOT)) {
            case "GPS", "1" -> PositionType.GPS;
            case "LBS", "2" -> PositionType.LBS;
            case "WIFI", "3" -> PositionType.WIFI;
            case "BEACON", "5" -> PositionType.BEACON;
            default -> null;
        };
    }
}
