package io.fleetline.wire;

import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.PositionType;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one item as the vendor sent it, read leniently: every scalar may be a string or a number, null, empty or absent, and
 * may go by several names, of which the first that has a value wins. A value that is there but cannot be read throws
 * {@link UnusableException}.
 */
public abstract class Fields {
    /** The scalar of this name as text, stripped and without NUL; empty when there is none. */
    protected abstract String plainText(String name);

    /** Trimmed, without NUL characters; null when there is none. */
    public @Nullable String text(String... names) {
        for (var name : names) {
            var text = plainText(name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    /** Null when there is none, or when it is unknown (-1 of what cannot be negative). */
    public @Nullable Double number(Quantity quantity, String... names) {
        for (var name : names) {
            var text = plainText(name);
            if (!text.isEmpty()) {
                return quantity.read(name, text);
            }
        }
        return null;
    }

    /** Rounded to the next whole number. */
    public @Nullable Integer integer(Quantity quantity, String... names) {
        var number = number(quantity, names);
        return number == null ? null : Math.toIntExact(Math.round(number));
    }

    /** A time span in whole seconds. */
    public @Nullable Long seconds(String... names) {
        var number = number(Quantity.DURATION_S, names);
        return number == null ? null : Math.round(number);
    }

    /** From 1, on, true or 0, off, false; null when there is none, or another word. */
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
     * From {@code yyyy-MM-dd HH:mm:ss}, ISO 8601, or an epoch in seconds or milliseconds. A value that is none of these is passed over
     * where a later name has one.
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

    /** Like {@link #instant}, of an item that is nothing without it. */
    public Instant requiredInstant(String... names) {
        var time = instant(names);
        if (time == null) {
            throw new UnusableException("no " + names[0]);
        }
        return time;
    }

    /** The device that it speaks of; without one, or with an unusable one, it cannot be used. */
    public String imei(String... names) {
        var imei = text(names);
        if (imei == null) {
            throw new UnusableException("no " + names[0]);
        }
        UnusableException.when(Plausibility.reasonAgainstImei(imei));
        return imei;
    }

    /** Null when a coordinate is missing, or both are 0; out of range cannot be used. */
    public @Nullable Position position(String latName, String lngName) {
        var lat = number(Quantity.COORDINATE, latName);
        var lng = number(Quantity.COORDINATE, lngName);
        if (lat == null || lng == null || (lat == 0 && lng == 0)) {
            return null;
        }
        UnusableException.when(Plausibility.reasonAgainst(lat, lng));
        return new Position(lat, lng);
    }

    /** Words in locations, digits in tracks and pushes; null for a new one. */
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
