package io.fleetline.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.database.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Makes events of changes: reads the documents that they name, with one statement for each kind. */
final class EventReader {
    /** What ended earlier than this before it was stored is history, such as that of a new account, and no event. */
    private static final Duration HISTORY = Duration.ofDays(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param place among all rows of the changes */
    private record Wanted(int place, EventCursor cursor, Change change, Touched row) {}

    private EventReader() {}

    /** The events of the changes, in their order. What has been removed since is left out: a later change says so. */
    static List<OutboxEvent> read(Handle handle, List<Change> changes) {
        var wanted = new EnumMap<EventKind, List<Wanted>>(EventKind.class);
        var events = new TreeMap<Integer, OutboxEvent>();
        int place = 0;
        for (var change : changes) {
            var kind = EventKind.ofChange(change.kind()).orElse(null);
            if (kind == null) {
                continue;
            }
            int row = 0;
            for (var touched : change.touched()) {
                row++;
                place++;
                var one = new Wanted(place, new EventCursor(change.position(), row), change, touched);
                if (touched.to().isBefore(change.at().minus(HISTORY))) {
                    continue;
                }
                if (change.gone()) {
                    events.put(place, removed(kind, one));
                } else {
                    wanted.computeIfAbsent(kind, _ -> new ArrayList<>()).add(one);
                }
            }
        }
        wanted.forEach((kind, rows) -> events.putAll(found(handle, kind, rows)));
        return List.copyOf(events.values());
    }

    private static OutboxEvent removed(EventKind kind, Wanted one) {
        var document = JSON.createObjectNode()
                .put("kind", kind.word())
                .put("state", "removed")
                .put(kind.subjectField(), one.row.imei())
                .put(kind.timeField(), one.row.from().toString());
        if (!one.row.detail().isEmpty()) {
            document.put(kind.word() + "_type", one.row.detail());
        }
        return new OutboxEvent(
                one.cursor,
                kind,
                "removed",
                one.row.imei(),
                one.change.at(),
                one.change.at(),
                null,
                null,
                document.toString());
    }

    private static Map<Integer, OutboxEvent> found(Handle handle, EventKind kind, List<Wanted> rows) {
        var events = new TreeMap<Integer, OutboxEvent>();
        handle.createQuery(
                        "SELECT place, cost_centre, severity, document FROM %s(:subjects::text[], :times::bigint[], :details::text[])"
                                .formatted(kind.documents()))
                .bind("subjects", rows.stream().map(one -> one.row.imei()).toArray(String[]::new))
                .bind(
                        "times",
                        rows.stream().map(one -> Times.micros(one.row.from())).toArray(Long[]::new))
                .bind("details", rows.stream().map(one -> one.row.detail()).toArray(String[]::new))
                .map((row, _) -> {
                    var one = rows.get(row.getInt("place") - 1);
                    return Map.entry(one.place, event(kind, one, row));
                })
                .forEach(event -> events.put(event.getKey(), event.getValue()));
        return events;
    }

    private static OutboxEvent event(EventKind kind, Wanted one, ResultSet row) throws SQLException {
        var document = row.getString("document");
        return new OutboxEvent(
                one.cursor,
                kind,
                state(document),
                one.row.imei(),
                one.row.to(),
                one.change.at(),
                row.getString("cost_centre"),
                row.getString("severity"),
                document);
    }

    private static String state(String document) {
        try {
            return JSON.readTree(document).path("state").asText("changed");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database has made a document that is no JSON", e);
        }
    }
}
