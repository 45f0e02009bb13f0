package io.fleetline.store.table;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.PlannedEachTime;
import io.fleetline.database.TableColumn;
import io.fleetline.database.TableColumns;
import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of facts of which several may have one key and differ in content. The first of a key has the variant '', every other content its
 * MD5, and a repeat of either is known. New facts take one statement; only known keys take a second one, which compares the content.
 */
abstract class OncePerContent<T> implements FactTable<T> {

    private final String name;
    private final List<String> keys;
    private final TableColumns<T> columns;
    private final String insertFirst;
    private final String insertOther;

    /**
     * @param name with its schema
     * @param keys its key columns without the variant: the device, the time, and a third one if there is one
     * @param columns its other columns that a fact fills
     * @param content the names of those of them that distinguish two facts of one key
     */
    OncePerContent(String name, List<TableColumn<T, ?>> keys, List<TableColumn<T, ?>> columns, List<String> content) {
        this.name = name;
        this.keys = keys.stream().map(TableColumn::name).toList();
        this.columns = new TableColumns<>(
                Stream.concat(keys.stream(), columns.stream()).toList(), "received_at");
        this.insertFirst = insert("''", "");
        this.insertOther =
                insert("md5(row(%s)::text)".formatted(each("n.%s", content, ", ")), whereContentIsUnknown(content));
    }

    /** The same, where all of the columns tell two facts of one key apart. */
    OncePerContent(String name, List<TableColumn<T, ?>> keys, List<TableColumn<T, ?>> columns) {
        this(name, keys, columns, columns.stream().map(TableColumn::name).toList());
    }

    private String insert(String variant, String where) {
        return """
                INSERT INTO %s (%s, variant)
                SELECT %s, %s
                FROM (%s) AS n
                %s
                ON CONFLICT DO NOTHING
                RETURNING %s, %s, %s
                """.formatted(
                        name,
                        columns.names(),
                        columns.names("n"),
                        variant,
                        columns.rows(),
                        where,
                        keys.get(0),
                        keys.get(1),
                        keys.size() > 2 ? keys.get(2) : "''");
    }

    /** The time bounds let the planner exclude all other chunks. */
    private String whereContentIsUnknown(List<String> content) {
        return """
                WHERE NOT EXISTS (
                    SELECT FROM %s AS k
                    WHERE %s AND k.%s BETWEEN ? AND ? AND k.variant = '' AND row(%s) IS NOT DISTINCT FROM row(%s))
                """.formatted(
                        name,
                        each("k.%1$s = n.%1$s", keys, " AND "),
                        keys.get(1),
                        each("k.%s", content, ", "),
                        each("n.%s", content, ", "));
    }

    private static String each(String format, List<String> names, String separator) {
        return names.stream().map(format::formatted).collect(joining(separator));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public FactSource source(T fact) {
        return FactSource.PUSH;
    }

    /** Another content under the same key is another fact. */
    @Override
    public final boolean absorbs(T first, T second) {
        return first.equals(second);
    }

    @Override
    public final List<FactKey> insert(Connection connection, List<T> facts, Instant now) throws SQLException {
        var stored = new ArrayList<>(insertFirst(connection, facts, now));
        if (stored.size() < facts.size()) {
            var news = stored.stream().collect(toSet());
            var rest = facts.stream().filter(fact -> !news.contains(key(fact))).toList();
            stored.addAll(insertOther(connection, rest, now));
        }
        return stored;
    }

    private List<FactKey> insertFirst(Connection connection, List<T> facts, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(insertFirst)) {
            columns.bind(new ArrayParameters<>(statement, facts), now);
            return FactKey.readAll(statement.executeQuery());
        }
    }

    private List<FactKey> insertOther(Connection connection, List<T> facts, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(insertOther)) {
            columns.bind(new ArrayParameters<>(statement, facts), now)
                    .instant(key(facts.getFirst()).time())
                    .instant(key(facts.getLast()).time());
            return FactKey.readAll(PlannedEachTime.query(statement));
        }
    }
}
