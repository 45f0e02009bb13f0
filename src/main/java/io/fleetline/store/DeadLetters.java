package io.fleetline.store;

import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items that could not be stored, each once, however often it is received. */
final class DeadLetters {

    private static final String INSERT = """
            INSERT INTO infrastructure.dead_letters AS kept
                (received_at, source, path, imei, reason, payload, times_seen, request_id)
            SELECT ?, d.source, d.path, min(d.imei), d.reason, d.payload, count(*), min(d.request_id)
            FROM unnest(?, ?, ?, ?, ?, ?) AS d (source, path, imei, reason, payload, request_id)
            GROUP BY d.source, d.path, d.reason, d.payload
            ORDER BY d.source, d.path, d.reason, d.payload  -- one order for all writers, so that they cannot deadlock
            ON CONFLICT (source, path, reason, md5(payload)) DO UPDATE SET times_seen = kept.times_seen + excluded.times_seen
            """;

    private static final String DELETE = "DELETE FROM infrastructure.dead_letters WHERE id = ANY (?)";

    /** A dead letter, and the id of its request; null if there was none. */
    record Sent(DeadLetter letter, @Nullable String requestId) {}

    private DeadLetters() {}

    static void delete(Connection connection, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var delete = connection.prepareStatement(DELETE)) {
            delete.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            delete.executeUpdate();
        }
    }

    static void insert(Connection connection, List<Sent> letters, Instant now) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, letters)
                    .instant(now)
                    .texts(sent -> sent.letter().channel().label())
                    .texts(sent -> sent.letter().path())
                    .texts(sent -> sent.letter().rejection().imei())
                    .texts(sent -> sent.letter().rejection().reason())
                    .texts(sent -> sent.letter().rejection().payload())
                    .texts(Sent::requestId);
            insert.executeUpdate();
        }
    }
}
