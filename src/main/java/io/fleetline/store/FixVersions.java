package io.fleetline.store;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which of two versions of one fix stands: a fine one (GPS, or of no said type) over a coarse one (LBS, WIFI, BEACON), of two equally
 * fine ones the one with more fields. What the better one leaves open is filled from the other.
 */
final class FixVersions {
    /** Columns that a fix may do without. */
    private static final List<String> FIELDS =
            List.of("speed", "direction", "acc_status", "satellites", "altitude", "odometer_km");

    private static final List<String> PLACE = List.of("geom", "lat", "lng", "source");

    private FixVersions() {}

    /** An expression: whether this row's position is more than a guess from radio cells. */
    static String isFine(String row) {
        return "(coalesce(%s.pos_type, 'GPS') = 'GPS')".formatted(row);
    }

    /** A condition: the one tells more than the other. */
    static String tellsMore(String one, String other) {
        return "(%s OR %s)".formatted(wins(one, other), fills(one, other));
    }

    /** What follows {@code DO UPDATE SET}, with the new version {@code excluded}. */
    static String merged(String stored) {
        return Stream.of(PLACE, FIELDS, List.of("raw"))
                        .flatMap(List::stream)
                        .map(column -> column + " = " + merged(stored, column))
                        .collect(joining(",\n    "))
                + ",\n    pos_type = CASE WHEN %s = %s THEN %s WHEN %s THEN excluded.pos_type ELSE %s.pos_type END"
                        .formatted(
                                isFine("excluded"),
                                isFine(stored),
                                merged(stored, "pos_type"),
                                isFine("excluded"),
                                stored);
    }

    private static String merged(String stored, String column) {
        return "CASE WHEN %2$s THEN coalesce(excluded.%3$s, %1$s.%3$s) ELSE coalesce(%1$s.%3$s, excluded.%3$s) END"
                .formatted(stored, wins("excluded", stored), column);
    }

    private static String wins(String one, String other) {
        return "row(%s, %s) > row(%s, %s)".formatted(isFine(one), fields(one), isFine(other), fields(other));
    }

    private static String fields(String row) {
        return FIELDS.stream()
                .map((row + ".")::concat)
                .collect(joining(", ", "num_nonnulls(", ", " + row + ".pos_type)"));
    }

    private static String fills(String one, String other) {
        return FIELDS.stream()
                .map(column -> "(%s.%3$s IS NOT NULL AND %s.%3$s IS NULL)".formatted(one, other, column))
                .collect(joining(" OR "));
    }
}
