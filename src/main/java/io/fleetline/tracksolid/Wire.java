package io.fleetline.tracksolid;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.fleet.Plausibility;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One item as the vendor sent it, read leniently: every scalar may be a string or a number, null, empty or absent, and may go by several
 * names, of which the first that has a value wins. A value that is there but cannot be read throws {@link UnusableException}.
 */
public final class Wire {
    /** An escaped NUL, its backslash not itself escaped; PostgreSQL takes it neither in text nor in JSON. */
    private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private record Field(String name, String text) {}

    private final JsonNode row;
    private final ZoneOffset zone;

    private Wire(JsonNode row, ZoneOffset zone) {
        this.row = row;
        this.zone = zone;
    }

    /** @throws UnusableException if it is not a JSON object */
    public static Wire of(JsonNode item) {
        return of(item, ZoneOffset.UTC);
    }

    /** @param zone of the times that name none */
    static Wire of(JsonNode item, ZoneOffset zone) {
        if (!item.isObject()) {
            throw new UnusableException("not an object");
        }
        return new Wire(item, zone);
    }

    /** Trimmed, without NUL characters; null when there is none. */
    public @Nullable String text(String... names) {
        var field = field(names);
        return field == null ? null : field.text;
    }

    /** Null when there is none, or when it is unknown (-1 of what cannot be negative). */
    public @Nullable Double number(Quantity quantity, String... names) {
        var field = field(names);
        return field == null ? null : quantity.read(field.name, field.text);
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

    /** From {@code yyyy-MM-dd HH:mm:ss}, ISO 8601, or an epoch in seconds or milliseconds. */
    public @Nullable Instant instant(String... names) {
        var field = field(names);
        return field == null
                ? null
                : WireTime.parse(field.text, zone)
                        .orElseThrow(() -> new UnusableException(field.name + " is not a time"));
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

    /** The whole item as JSON text, without NUL characters. */
    public String json() {
        return json(row);
    }

    static String json(JsonNode node) {
        var text = node.toString();
        return text.contains("\\u0000") ? ESCAPED_NUL.matcher(text).replaceAll("$1") : text;
    }

    private @Nullable Field field(String... names) {
        for (var name : names) {
            var text = plainText(name, row.path(name));
            if (!text.isEmpty()) {
                return new Field(name, text);
            }
        }
        return null;
    }

    private static String plainText(String name, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (!value.isValueNode()) {
            throw new UnusableException(name + " is not a plain value");
        }
        // 860000000000017.0 names the same device as 860000000000017.
        if (value.isFloatingPointNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
            return Long.toString(value.longValue());
        }
        return value.asText().replace("\u0000", "").strip();
    }
}
