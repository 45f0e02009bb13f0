package io.fleetline.store.table;

import io.fleetline.database.ArrayParameters;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends to the change log which vehicles a transaction has stored fixes of, from when to when. For the other tables a trigger does that; for fixes it would
 * cost too much, so it is a part of the statement that advances the live rows.
 */
final class LoggedFixes {

    /** The new and changed fixes, one row for each vehicle. Bound by {@link #bind}, as the first {@value #PARAMETERS} parameters. */
    static final String CHANGED = """
            changed (imei, from_us, to_us) AS (SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[]))
            """;

    static final int PARAMETERS = 3;

    /** A vehicle that was {@code advanced (imei, previous_us)} without a new fix has a newer heartbeat. */
    static final String LOGGED = """
            logged AS (
                INSERT INTO infrastructure.changes (kind, imeis, from_us, to_us)
                SELECT 'position_history', array_agg(v.imei), array_agg(v.from_us), array_agg(v.to_us)
                FROM (SELECT c.imei, c.from_us, c.to_us FROM changed c
                      UNION ALL
                      SELECT a.imei, coalesce(a.previous_us, 0), coalesce(a.previous_us, 0) FROM advanced a
                      WHERE a.imei NOT IN (SELECT c.imei FROM changed c)) v
                WHERE EXISTS (SELECT FROM infrastructure.change_log WHERE epoch <> '')
                HAVING count(*) > 0)
            """;

    private LoggedFixes() {}

    private record Span(long fromMicros, long toMicros) {
        Span with(Span other) {
            return new Span(Math.min(fromMicros, other.fromMicros), Math.max(toMicros, other.toMicros));
        }
    }

    static void bind(PreparedStatement statement, List<FactKey> changed) throws SQLException {
        var spans = new HashMap<String, Span>();
        changed.forEach(fix -> spans.merge(fix.imei(), new Span(fix.micros(), fix.micros()), Span::with));
        new ArrayParameters<>(statement, spans.entrySet())
                .texts(Map.Entry::getKey)
                .longs(span -> span.getValue().fromMicros)
                .longs(span -> span.getValue().toMicros);
    }
}
