package io.fleetline.events;

import io.fleetline.database.ArrayParameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores events. */
final class EventTable {
    private static final String INSERT = """
            INSERT INTO events.events (id, service, origin, event_time, payload, normalized_payload, deduplication_key, source_event_id, depth,
                                       rule_id, rule_version, explanation, derived_ids)
            SELECT e.id::uuid, e.service, e.origin, timestamptz 'epoch' + e.at_us * interval '1 microsecond', e.payload::jsonb, e.normalized::jsonb,
                   e.key, e.source::uuid, e.depth, e.rule, e.version, e.explanation::jsonb, string_to_array(e.derived, ',')::uuid[]
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                AS e (id, service, origin, at_us, payload, normalized, key, source, depth, rule, version, explanation, derived, place)
            ORDER BY e.place
            """;

    private EventTable() {}

    /** @param derived the ids of what was derived from it directly */
    record Row(CityEvent event, List<UUID> derived) {}

    /** All of them with one statement. */
    static void insert(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT)) {
            new ArrayParameters<>(insert, rows)
                    .texts(row -> row.event.id().toString())
                    .texts(row -> row.event.service())
                    .texts(row -> row.event.origin())
                    .times(row -> row.event.at())
                    .texts(row -> row.event.payload().toString())
                    .texts(row -> row.event.normalized().toString())
                    .texts(row -> row.event.key())
                    .texts(cause(cause -> cause.source().toString()))
                    .integers(row -> row.event.depth())
                    .texts(cause(CityEvent.Cause::rule))
                    .integers(cause(CityEvent.Cause::version))
                    .texts(cause(cause -> cause.explanation().toString()))
                    .texts(row -> row.derived.stream().map(Objects::toString).collect(Collectors.joining(",")));
            insert.executeUpdate();
        }
    }

    private static <V> Function<Row, @Nullable V> cause(Function<CityEvent.Cause, V> value) {
        return row -> {
            var cause = row.event.cause();
            return cause == null ? null : value.apply(cause);
        };
    }
}
