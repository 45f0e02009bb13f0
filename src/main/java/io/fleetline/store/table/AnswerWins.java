package io.fleetline.store.table;

import static java.util.stream.Collectors.joining;

import io.fleetline.database.TableColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens when a poll's answer contains a known trip or stop: the answer wins, and the previous row is logged in
 * {@code infrastructure.poll_changes}. A repeat changes nothing.
 *
 * @param table with its schema
 * @param columns all inserted columns
 * @param key the columns of the key, a text or {@code imei} and {@code start_time} among them
 * @param values the new values of the other columns, as expressions on {@code t} and {@code excluded}
 */
record AnswerWins(String table, TableColumns<?> columns, List<String> key, Map<String, String> values) {

    /** The answer's value, even if it is null: for facts that are only polled. */
    static Map<String, String> replaced(List<String> columns) {
        return expressions("excluded.%1$s", columns);
    }

    /** The answer's value if it has one; values that only a push can have stay. */
    static Map<String, String> corrected(List<String> columns) {
        return expressions("coalesce(excluded.%1$s, t.%1$s)", columns);
    }

    private static Map<String, String> expressions(String template, List<String> columns) {
        var values = new LinkedHashMap<String, String>();
        columns.forEach(column -> values.put(column, template.formatted(column)));
        return values;
    }

    /**
     * One statement that returns (imei, start_time, {@code detail}) of what is new or has changed. Its parameters after those of the rows:
     * the first and the last start, the time of the change, the question.
     */
    String sql(String detail) {
        return """
                WITH answer AS MATERIALIZED (%1$s),
                before AS MATERIALIZED (
                    SELECT %3$s, to_jsonb(t) AS before
                    FROM %2$s t JOIN answer a ON %4$s
                    WHERE t.start_time BETWEEN ? AND ?
                ),
                written AS (
                    INSERT INTO %2$s AS t (%5$s)
                    SELECT %5$s FROM answer
                    ON CONFLICT (%6$s) DO UPDATE SET %7$s
                    WHERE (%8$s) IS DISTINCT FROM (%9$s)
                    RETURNING %3$s, to_jsonb(t) AS after
                ),
                noted AS (
                    INSERT INTO infrastructure.poll_changes (changed_at, fact_table, imei, began_at, question, before, after)
                    SELECT ?, '%2$s', imei, start_time, ?, before, after
                    FROM written JOIN before USING (%6$s)
                )
                SELECT imei, start_time, %10$s FROM written
                """.formatted(
                        columns.rows(),
                        table,
                        each(key, "t.%s"),
                        key.stream().map("a.%1$s = t.%1$s"::formatted).collect(joining(" AND ")),
                        columns.names(),
                        String.join(", ", key),
                        values.entrySet().stream()
                                .map(set -> set.getKey() + " = " + set.getValue())
                                .collect(joining(", ")),
                        each(List.copyOf(values.keySet()), "t.%s"),
                        String.join(", ", values.values()),
                        detail);
    }

    private static String each(List<String> names, String template) {
        return names.stream().map(template::formatted).collect(joining(", "));
    }
}
