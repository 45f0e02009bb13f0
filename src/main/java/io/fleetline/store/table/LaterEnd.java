package io.fleetline.store.table;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * What happens when a trip or a stop is reported again: the one that ends later wins, any other only fills nulls. A repeat changes
 * nothing, and is then not among the rows that the statement returns. A derived row is replaced.
 */
final class LaterEnd {

    private LaterEnd() {}

    /** The end of an {@code INSERT INTO … AS t}, whose table has an {@code end_time} among these columns. */
    static String wins(List<String> columns) {
        return """
                DO UPDATE SET
                    %s,
                    source = %s
                WHERE %s
                   OR excluded.end_time > coalesce(t.end_time, '-infinity')
                   OR %s
                """.formatted(
                        columns.stream().map(LaterEnd::merged).collect(joining(",\n    ")),
                        OverDerived.replaced("source", "t.source"),
                        OverDerived.IS_DERIVED,
                        columns.stream().map(LaterEnd::filled).collect(joining("\n   OR ")));
    }

    private static String merged(String column) {
        return column + " = " + OverDerived.replaced(column, """
                        CASE WHEN excluded.end_time > coalesce(t.end_time, '-infinity') \
                        THEN coalesce(excluded.%1$s, t.%1$s) ELSE coalesce(t.%1$s, excluded.%1$s) END""".formatted(column));
    }

    private static String filled(String column) {
        return "(t.%1$s IS NULL AND excluded.%1$s IS NOT NULL)".formatted(column);
    }
}
