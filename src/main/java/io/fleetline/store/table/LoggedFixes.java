package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends to the change log which vehicles a transaction has stored fixes of, from when to when. For the other tables a trigger does that; for fixes it would
 * cost too much.
 */
final class LoggedFixes {

    private static final String APPEND = """
            INSERT INTO infrastructure.changes (kind, imeis, from_us, to_us)
            SELECT 'position_history', f.imeis, f.from_us, f.to_us
            FROM (SELECT ?::text[] AS imeis, ?::bigint[] AS from_us, ?::bigint[] AS to_us) f
            WHERE EXISTS (SELECT FROM infrastructure.change_log WHERE epoch <> '')
            """;

    private LoggedFixes() {}

    private record Span(long fromMicros, long toMicros) {
        Span with(Span other) {
            return new Span(Math.min(fromMicros, other.fromMicros), Math.max(toMicros, other.toMicros));
        }
    }

    /**
     * One statement; none if there is nothing to append.
     *
     * @param changed the new and changed fixes
     * @param advanced the vehicles whose newest fix or heartbeat is another one now, with the time of their newest fix before, in microseconds since 1970:
     *     a known fix may bring a newer heartbeat
     */
    static void append(Connection connection, List<FactKey> changed, Map<String, Long> advanced) throws SQLException {
        var spans = new HashMap<String, Span>();
        changed.forEach(fix -> spans.merge(fix.imei(), new Span(fix.micros(), fix.micros()), Span::with));
        advanced.forEach((imei, micros) -> spans.putIfAbsent(imei, new Span(Math.max(micros, 0), Math.max(micros, 0))));
        if (spans.isEmpty()) {
            return;
        }
        try (var append = connection.prepareStatement(APPEND)) {
            new ArrayParameters<>(append, spans.entrySet())
                    .texts(Map.Entry::getKey)
                    .longs(span -> span.getValue().fromMicros)
                    .longs(span -> span.getValue().toMicros);
            append.executeUpdate();
        }
    }
}
