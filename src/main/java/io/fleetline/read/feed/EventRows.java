package io.fleetline.read.feed;

import io.fleetline.change.Change;
import io.fleetline.change.Change.Touched;
import io.fleetline.change.LogPosition;
import io.fleetline.database.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** Reads the trips and alarms that changes name, with one statement for each kind. */
final class EventRows {
    /** What ended earlier than this before it was stored is history, such as that of a new account, and no event. */
    private static final Duration HISTORY = Duration.ofDays(1);

    private static final Map<String, Kind> KINDS = Map.of(
            "trips",
            new Kind(
                    FeedKind.TRIP,
                    "start_time",
                    "SELECT place, lng, lat, event FROM reporting.fn_live_trips(:imeis::text[], :times::bigint[])"),
            "alarms",
            new Kind(
                    FeedKind.ALARM,
                    "alarm_time",
                    "SELECT place, lng, lat, event FROM reporting.fn_live_alarms(:imeis::text[], :times::bigint[], :details::text[])"));

    private record Kind(FeedKind kind, String timeField, String sql) {}

    /** @param place among all rows of the changes */
    private record Wanted(int place, LogPosition position, Touched row) {}

    private EventRows() {}

    /** The events of the changes, in their order. What has been removed since is left out: a later change says so. */
    static List<FeedEvent> read(Handle handle, List<Change> changes) {
        var wanted = new HashMap<String, List<Wanted>>();
        var events = new HashMap<Integer, FeedEvent>();
        int place = 0;
        for (var change : changes) {
            var kind = KINDS.get(change.kind());
            for (var row : kind == null ? List.<Touched>of() : recent(change)) {
                place++;
                if (change.gone()) {
                    events.put(place, removed(Objects.requireNonNull(kind), change.position(), row));
                } else {
                    wanted.computeIfAbsent(change.kind(), _ -> new ArrayList<>())
                            .add(new Wanted(place, change.position(), row));
                }
            }
        }
        wanted.forEach((table, rows) -> events.putAll(found(handle, Objects.requireNonNull(KINDS.get(table)), rows)));
        return events.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static List<Touched> recent(Change change) {
        var since = change.at().minus(HISTORY);
        return change.touched().stream().filter(row -> row.to().isAfter(since)).toList();
    }

    private static FeedEvent removed(Kind kind, LogPosition position, Touched row) {
        var json = "{\"kind\":\"%s\",\"state\":\"removed\",\"imei\":%s,\"%s\":\"%s\"%s}"
                .formatted(
                        kind.kind().word(),
                        FeedFrame.quoted(row.imei()),
                        kind.timeField(),
                        row.from(),
                        row.detail().isEmpty() ? "" : ",\"alarm_type\":" + FeedFrame.quoted(row.detail()));
        return new FeedEvent(position, kind.kind(), row.imei(), null, null, json);
    }

    private static Map<Integer, FeedEvent> found(Handle handle, Kind kind, List<Wanted> rows) {
        var events = new HashMap<Integer, FeedEvent>();
        try (var query = handle.createQuery(kind.sql())) {
            // A trip has no details.
            query.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
                    .bind("imeis", rows.stream().map(each -> each.row().imei()).toArray(String[]::new))
                    .bind(
                            "times",
                            rows.stream()
                                    .map(each -> Times.micros(each.row().from()))
                                    .toArray(Long[]::new))
                    .bind(
                            "details",
                            rows.stream().map(each -> each.row().detail()).toArray(String[]::new))
                    .map((row, _) -> {
                        var of = rows.get(row.getInt("place") - 1);
                        return Map.entry(
                                of.place(),
                                new FeedEvent(
                                        of.position(),
                                        kind.kind(),
                                        of.row().imei(),
                                        degrees(row.getObject("lng")),
                                        degrees(row.getObject("lat")),
                                        row.getString("event")));
                    })
                    .forEach(event -> events.put(event.getKey(), event.getValue()));
        }
        return events;
    }

    private static @Nullable Double degrees(@Nullable Object value) {
        return (Double) value;
    }
}
