package io.fleetline.bench;

import io.fleetline.store.table.FixTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * How fast one session copies, as text, rows like those that were pushed into the table that they were pushed into, whose chunks are there:
 * what the machine can do.
 */
final class CopyCeiling {
    private static final int ROWS = 1_000_000;
    /** Those that the service copies. */
    private static final String AFTER_THE_TIME =
            String.join(", ", FixTable.COLUMNS.namesBut("imei", "gps_time")) + ", received_at";

    private final DataSource database;

    CopyCeiling(DataSource database) {
        this.database = database;
    }

    /**
     * Rows a second.
     *
     * @param from copies of the fixes from this time on
     * @param daysBack how far to move them into the past, where they meet nothing but what fills the table; never twice the same
     */
    double rowsPerSecond(Instant from, int daysBack) throws SQLException, IOException {
        try (var connection = database.getConnection()) {
            var text = pushedRows(connection, from, daysBack);
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            long start = System.nanoTime();
            long rows = copy.copyIn(
                    "COPY tracksolid.position_history (imei, gps_time, %s) FROM STDIN".formatted(AFTER_THE_TIME),
                    new ByteArrayInputStream(text));
            return rows / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static byte[] pushedRows(Connection connection, Instant from, int daysBack)
            throws SQLException, IOException {
        var rows = new ByteArrayOutputStream(ROWS * 200);
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("""
                COPY (SELECT imei, gps_time - %d * INTERVAL '1 day' + INTERVAL '250 milliseconds', %s
                      FROM tracksolid.position_history
                      WHERE gps_time >= '%s' AND extract(microseconds FROM gps_time)::bigint %% 1000000 = 0
                      ORDER BY gps_time LIMIT %d) TO STDOUT
                """.formatted(daysBack, AFTER_THE_TIME, from, ROWS), rows);
        return rows.toByteArray();
    }
}
