package io.fleetline.store;

import io.fleetline.database.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of a table that cannot be written now. A chunk that is being compressed is locked until its last reader has ended; a
 * dump may be such a reader for hours.
 */
final class HeldChunks {

    /** Includes locks that are being waited for: a writer queues behind them. */
    private static final String HELD = """
            SELECT DISTINCT c.range_start, c.range_end
            FROM pg_locks l
            JOIN pg_class r ON r.oid = l.relation
            JOIN pg_namespace n ON n.oid = r.relnamespace
            JOIN timescaledb_information.chunks c ON c.chunk_schema = n.nspname AND c.chunk_name = r.relname
            WHERE l.locktype = 'relation' AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
              AND c.hypertable_schema || '.' || c.hypertable_name = ?
            """;

    private HeldChunks() {}

    /** The time ranges of the locked chunks. */
    static List<TimeRange> of(String table, Connection connection) throws SQLException {
        try (var held = connection.prepareStatement(HELD)) {
            held.setString(1, table);
            var rows = held.executeQuery();
            var ranges = new ArrayList<TimeRange>();
            while (rows.next()) {
                ranges.add(new TimeRange(micros(rows, 1), micros(rows, 2)));
            }
            return ranges;
        }
    }

    private static long micros(ResultSet rows, int column) throws SQLException {
        return Times.micros(rows.getObject(column, OffsetDateTime.class).toInstant());
    }
}
