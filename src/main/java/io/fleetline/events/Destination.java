package io.fleetline.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a vehicle is wanted, as the location of an event says it. */
sealed interface Destination {

    /** Degrees, WGS 84. */
    record Spot(double lng, double lat) implements Destination {}

    /** The name of a place, to be looked up. */
    record Named(String name) implements Destination {}

    Pattern LAT_LNG = Pattern.compile(
            "\\s*([+-]?[0-9]{1,3}(?:\\.[0-9]{1,20})?)\\s*[,;]\\s*([+-]?[0-9]{1,3}(?:\\.[0-9]{1,20})?)\\s*");

    /**
     * Reads a location: an object with {@code lat} and {@code lon} or {@code lng}, a text such as {@code "-1.2921,36.8219"}, or the name of a place.
     *
     * @param location null, missing, or of any type
     * @return null if it says nothing, or a spot that is not on the earth
     */
    static @Nullable Destination of(@Nullable JsonNode location) {
        if (location == null) {
            return null;
        }
        if (location.isObject()) {
            var lng = location.has("lng") ? location.get("lng") : location.path("lon");
            return location.path("lat").isNumber() && lng.isNumber()
                    ? spot(location.get("lat").doubleValue(), lng.doubleValue())
                    : null;
        }
        if (!location.isTextual() || location.textValue().isBlank()) {
            return null;
        }
        var pair = LAT_LNG.matcher(location.textValue());
        return pair.matches()
                ? spot(Double.parseDouble(pair.group(1)), Double.parseDouble(pair.group(2)))
                : new Named(location.textValue().strip());
    }

    private static @Nullable Destination spot(double lat, double lng) {
        return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? new Spot(lng, lat) : null;
    }
}
