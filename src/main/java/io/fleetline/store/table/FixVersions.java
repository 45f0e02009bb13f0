package io.fleetline.store.table;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which of two versions of one fix is kept: a precise one (GPS, or without a type) over a coarse one (LBS, WIFI, BEACON), of two equally
 * precise ones the one with more fields about its position. Missing fields of the better one are filled from an equally precise one; ignition,
 * odometer and the raw item from any.
 */
final class FixVersions {
    /** Determined together with the position, so a coarse fix must not supply them if there is a precise one. */
    private static final List<String> OF_PLACE =
            List.of("geom", "lat", "lng", "source", "speed", "direction", "satellites", "altitude", "pos_type");

    private static final List<String> OPTIONAL = List.of("speed", "direction", "satellites", "altitude", "pos_type");
    private static final List<String> OF_VEHICLE = List.of("acc_status", "odometer_km");

    private FixVersions() {}

    /** An expression: whether this row's position is more precise than a guess from radio cells. */
    static String isFine(String row) {
        return "(coalesce(%s.pos_type, 'GPS') = 'GPS')".formatted(row);
    }

    /** A condition: the one has more information than the other. */
    static String tellsMore(String one, String other) {
        return "(%s OR %s OR %s AND (%s))"
                .formatted(
                        wins(one, other),
                        fills(OF_VEHICLE, one, other),
                        areEquallyFine(one, other),
                        fills(OPTIONAL, one, other));
    }

    /** The text after {@code DO UPDATE SET}, with the new version as {@code excluded}. */
    static String merged(String stored) {
        return Stream.of(
                        OF_PLACE.stream().map(column -> column + " = " + ofPlace(stored, column)),
                        OF_VEHICLE.stream().map(column -> column + " = " + filled(stored, column)),
                        Stream.of("raw = " + filled(stored, "raw")))
                .flatMap(assignments -> assignments)
                .collect(joining(",\n    "));
    }

    private static String ofPlace(String stored, String column) {
        return "CASE WHEN %1$s THEN %2$s WHEN %3$s THEN excluded.%4$s ELSE %5$s.%4$s END"
                .formatted(
                        areEquallyFine("excluded", stored), filled(stored, column), isFine("excluded"), column, stored);
    }

    private static String filled(String stored, String column) {
        return "CASE WHEN %2$s THEN coalesce(excluded.%3$s, %1$s.%3$s) ELSE coalesce(%1$s.%3$s, excluded.%3$s) END"
                .formatted(stored, wins("excluded", stored), column);
    }

    private static String areEquallyFine(String one, String other) {
        return "%s = %s".formatted(isFine(one), isFine(other));
    }

    private static String wins(String one, String other) {
        return "row(%s, %s) > row(%s, %s)".formatted(isFine(one), fields(one), isFine(other), fields(other));
    }

    private static String fields(String row) {
        return OPTIONAL.stream().map((row + ".")::concat).collect(joining(", ", "num_nonnulls(", ")"));
    }

    private static String fills(List<String> columns, String one, String other) {
        return columns.stream()
                .map(column -> "%s.%3$s IS NOT NULL AND %s.%3$s IS NULL".formatted(one, other, column))
                .collect(joining(" OR "));
    }
}
