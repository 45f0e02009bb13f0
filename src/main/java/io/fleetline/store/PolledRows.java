package io.fleetline.store;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.Times;
import io.fleetline.store.table.FactKey;
import io.fleetline.store.table.PolledChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The polled rows of a table, and the removal of those that the vendor no longer lists.
 *
 * <p>The vendor may list what begins in a window, what overlaps it or only what lies within it: so a missing row proves something
 * only if the whole row lies within the window. Both ends are inclusive, to the second, and whether the edges belong to the window is not
 * documented either: a row on an edge is left to the next question.
 *
 * @param table with its schema, called {@code t} in the expressions
 * @param time its time column in the key
 * @param end expression: the end of the fact
 * @param detail expression: the rest of the key; {@code ''} if there is none
 */
record PolledRows(String table, String time, String end, String detail) {

    static final PolledRows TRIPS =
            new PolledRows("tracksolid.trips", "start_time", "coalesce(t.end_time, t.start_time)", "''");
    static final PolledRows STOPS =
            new PolledRows("tracksolid.parking_events", "start_time", "coalesce(t.end_time, t.start_time)", "t.kind");
    static final PolledRows ALARMS = new PolledRows("tracksolid.alarms", "alarm_time", "t.alarm_time", "t.alarm_type");

    /** The polled rows within the window that are not among the keys. Only reads, so that nothing is decompressed permanently. */
    List<FactKey> missingFrom(Connection connection, PolledWindow window, List<FactKey> listed) throws SQLException {
        if (window.imeis().isEmpty()) {
            return List.of();
        }
        try (var find = connection.prepareStatement("""
                SELECT t.imei, t.%2$s, %4$s
                FROM %1$s t
                WHERE t.imei = ANY (?) AND t.%2$s > ? AND t.%2$s < ? AND %3$s < ?
                  AND t.source = 'poll' AND ? IN ('', %4$s)
                  AND NOT EXISTS (SELECT FROM unnest(?, ?, ?) AS l (imei, us, detail)
                                  WHERE l.imei = t.imei AND l.detail = %4$s
                                    AND timestamptz 'epoch' + l.us * interval '1 microsecond' = t.%2$s)
                """.formatted(table, time, end, detail))) {
            bind(find, window);
            keys(new ArrayParameters<>(find, listed, 5));
            return FactKey.readAll(find.executeQuery());
        }
    }

    private static void bind(PreparedStatement find, PolledWindow window) throws SQLException {
        find.setArray(1, texts(find.getConnection(), window.imeis()));
        find.setObject(2, Times.utc(window.span().from()));
        find.setObject(3, Times.utc(window.span().to()));
        find.setObject(4, Times.utc(window.span().to()));
        find.setString(5, window.kind() == null ? "" : window.kind().label());
    }

    /**
     * Deletes the rows and logs their contents. The constants in the outer condition exclude other chunks, and other vehicles' batches of a
     * compressed one.
     */
    void remove(Connection connection, List<FactKey> keys, PolledChange change) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        var micros = keys.stream().mapToLong(FactKey::micros).summaryStatistics();
        try (var remove = connection.prepareStatement("""
                WITH removed AS (
                    DELETE FROM %1$s t
                    USING unnest(?, ?, ?) AS k (imei, us, detail)
                    WHERE t.imei = k.imei AND t.%2$s = timestamptz 'epoch' + k.us * interval '1 microsecond' AND %3$s = k.detail
                      AND t.source = 'poll' AND t.imei = ANY (?) AND t.%2$s BETWEEN ? AND ?
                    RETURNING t.imei, t.%2$s AS began_at, to_jsonb(t) AS before
                )
                INSERT INTO infrastructure.poll_changes (changed_at, fact_table, imei, began_at, question, before)
                SELECT ?, '%1$s', r.imei, r.began_at, ?, r.before FROM removed r
                """.formatted(table, time, detail))) {
            keys(new ArrayParameters<>(remove, keys, 0));
            remove.setArray(
                    4, texts(connection, keys.stream().map(FactKey::imei).collect(Collectors.toSet())));
            remove.setObject(5, Times.utc(Times.instant(micros.getMin())));
            remove.setObject(6, Times.utc(Times.instant(micros.getMax())));
            remove.setObject(7, Times.utc(change.at()));
            remove.setString(8, change.question());
            remove.executeUpdate();
        }
    }

    private static void keys(ArrayParameters<FactKey> arrays) throws SQLException {
        arrays.texts(FactKey::imei).longs(FactKey::micros).texts(FactKey::detail);
    }

    private static java.sql.Array texts(Connection connection, Set<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
