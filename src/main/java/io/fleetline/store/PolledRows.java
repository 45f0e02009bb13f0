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
 * The rows of a table that came by polling, and the removal of those that the vendor no longer lists.
 *
 * <p>The vendor may list what begins in a window, what overlaps it or only what lies within it: so a missing row proves something
 * only where the whole row lies within the window. Seconds count on both sides, and whether the edges belong to the window is not
 * documented either: a row on an edge is left to the next question.
 *
 * @param table with its schema, called {@code t} in the expressions
 * @param time its column with the time of the key
 * @param end expression: when the fact was over
 * @param detail expression: what else is part of the key; {@code ''} if nothing
 */
record PolledRows(String table, String time, String end, String detail) {

    static final PolledRows TRIPS =
            new PolledRows("tracksolid.trips", "start_time", "coalesce(t.end_time, t.start_time)", "''");
    static final PolledRows STOPS =
            new PolledRows("tracksolid.parking_events", "start_time", "coalesce(t.end_time, t.start_time)", "t.kind");
    static final PolledRows ALARMS = new PolledRows("tracksolid.alarms", "alarm_time", "t.alarm_time", "t.alarm_type");

    /** The polled rows within the window that are not among the keys. Reading alone decompresses nothing for good. */
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
     * Deletes the rows and notes what they were. The constants of the outer condition keep the statement away from other chunks, and
     * from other vehicles' batches of a compressed one.
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
