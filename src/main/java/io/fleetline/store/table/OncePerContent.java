package io.fleetline.store.table;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.PlannedEachTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes facts of which several may have one key and differ in content. The first of a key has the variant '', every other content its
 * MD5, and a repeat of either is known. New facts take one statement; only known keys take a second one, which compares the content.
 */
final class OncePerContent<T> {

    /** Binds the arrays of one batch, after the time of receipt. */
    @FunctionalInterface
    interface Binding<T> {
        void bind(ArrayParameters<T> parameters) throws SQLException;
    }

    private final String first;
    private final String other;
    private final Function<T, FactKey> key;
    private final Binding<T> binding;

    private OncePerContent(String first, String other, Function<T, FactKey> key, Binding<T> binding) {
        this.first = first;
        this.other = other;
        this.key = key;
        this.binding = binding;
    }

    /**
     * @param table with its schema
     * @param keys its key columns without the variant: the device, the time, and a third one if there is one
     * @param columns its other columns from the fact, in the order in which they are bound after the keys
     * @param content those of them that distinguish two facts of one key
     */
    static <T> OncePerContent<T> into(
            String table,
            List<String> keys,
            List<String> columns,
            List<String> content,
            Function<T, FactKey> key,
            Binding<T> binding) {
        var all = Stream.concat(keys.stream(), columns.stream()).toList();
        var insert = """
                INSERT INTO %s (%s, received_at, variant)
                SELECT %s, t.now, %%s
                FROM (SELECT ?::timestamptz AS now) AS t, (
                    SELECT %s FROM unnest(%s) AS u (%s)) AS n
                %%s
                ON CONFLICT DO NOTHING
                RETURNING %s, %s, %s
                """.formatted(
                        table,
                        list("%s", all),
                        list("n.%s", all),
                        all.stream().map(column -> read(column, keys.get(1))).collect(joining(", ")),
                        list("?", all),
                        list("%s", all),
                        keys.get(0),
                        keys.get(1),
                        keys.size() > 2 ? keys.get(2) : "''");
        return new OncePerContent<>(
                insert.formatted("''", ""),
                insert.formatted(
                        "md5(row(%s)::text)".formatted(list("n.%s", content)), unknownContent(table, keys, content)),
                key,
                binding);
    }

    /** Times are passed as microseconds since 1970, JSON as text. */
    private static String read(String column, String time) {
        if (column.equals(time)) {
            return "timestamptz 'epoch' + u.%1$s * interval '1 microsecond' AS %1$s".formatted(column);
        }
        return column.equals("raw") ? "u.raw::jsonb AS raw" : "u." + column;
    }

    /** The time bounds let the planner exclude all other chunks. */
    private static String unknownContent(String table, List<String> keys, List<String> content) {
        return """
                WHERE NOT EXISTS (
                    SELECT FROM %s AS k
                    WHERE %s AND k.%s BETWEEN ? AND ? AND k.variant = '' AND row(%s) IS NOT DISTINCT FROM row(%s))
                """.formatted(
                        table,
                        keys.stream().map("k.%1$s = n.%1$s"::formatted).collect(joining(" AND ")),
                        keys.get(1),
                        list("k.%s", content),
                        list("n.%s", content));
    }

    private static String list(String format, List<String> columns) {
        return columns.stream().map(format::formatted).collect(joining(", "));
    }

    /**
     * @param facts sorted by key, no key twice
     * @return the keys of the new ones
     */
    List<FactKey> insert(Connection connection, List<T> facts, Instant now) throws SQLException {
        var stored = new ArrayList<>(insertFirst(connection, facts, now));
        if (stored.size() < facts.size()) {
            var news = stored.stream().collect(toSet());
            var rest = facts.stream()
                    .filter(fact -> !news.contains(key.apply(fact)))
                    .toList();
            stored.addAll(insertOther(connection, rest, now));
        }
        return stored;
    }

    private List<FactKey> insertFirst(Connection connection, List<T> facts, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(first)) {
            binding.bind(new ArrayParameters<>(statement, facts).instant(now));
            return FactKey.readAll(statement.executeQuery());
        }
    }

    private List<FactKey> insertOther(Connection connection, List<T> facts, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(other)) {
            var parameters = new ArrayParameters<>(statement, facts).instant(now);
            binding.bind(parameters);
            parameters
                    .instant(key.apply(facts.getFirst()).time())
                    .instant(key.apply(facts.getLast()).time());
            return FactKey.readAll(PlannedEachTime.query(statement));
        }
    }
}
