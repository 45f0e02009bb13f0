package io.fleetline.outbox;

import io.fleetline.change.ChangeReader;
import io.fleetline.change.LogPosition;
import io.fleetline.change.PositionLostException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a webhook has got and missed: its log, its events, and how they are sent again. */
@Singleton
final class WebhookHistory {
    private static final String DELIVERIES = "SELECT outbox.fn_deliveries(:id, :limit)";

    private static final String LOG = """
            WITH p AS (UPDATE outbox.progress SET logged = logged + 1 WHERE endpoint_id = :id RETURNING logged - 1 AS place)
            INSERT INTO outbox.deliveries AS d (endpoint_id, slot, place, at, event_id, attempt, outcome, status, took_ms, detail)
            SELECT :id, (p.place % 200)::integer, p.place, l.at, l.event_id, l.attempt, l.outcome, l.status, l.took_ms, l.detail
            FROM p, jsonb_to_record(:entry::jsonb) AS l (
                at timestamptz, event_id text, attempt integer, outcome text, status integer, took_ms integer, detail text)
            ON CONFLICT (endpoint_id, slot) DO UPDATE
                SET place = excluded.place, at = excluded.at, event_id = excluded.event_id, attempt = excluded.attempt,
                    outcome = excluded.outcome, status = excluded.status, took_ms = excluded.took_ms, detail = excluded.detail, next_at = NULL
            """;

    /** The first tick of that time or later. */
    private static final String TICK_AT = """
            SELECT t.epoch, t.tick FROM infrastructure.ticks t JOIN infrastructure.change_log l ON l.epoch = t.epoch AND l.epoch <> ''
            WHERE t.at >= :from ORDER BY t.tick LIMIT 1
            """;

    /** A process that sends to this webhook now can no longer write its results. */
    private static final String MOVE = """
            WITH moved AS (
                UPDATE outbox.progress
                SET epoch = :epoch, tick = :tick, ordinal = :ordinal, row_in_change = :row, fence = fence + 1, holder = NULL, leased_until = NULL
                WHERE endpoint_id = :id)
            UPDATE outbox.endpoints SET version = version + 1 WHERE id = :id
            """;

    private static final String TRY_AGAIN = """
            WITH again AS (
                UPDATE outbox.retries SET due_at = now(), since = now(), attempts = 0
                WHERE endpoint_id = :id RETURNING 1
            ), told AS (UPDATE outbox.endpoints SET version = version + 1 WHERE id = :id)
            SELECT count(*) FROM again
            """;

    private final WebhookDesk desk;
    private final EndpointRows rows;
    private final EventSource source;

    WebhookHistory(WebhookDesk desk) {
        this.desk = desk;
        this.rows = new EndpointRows(desk.jdbi());
        this.source = new EventSource(desk.jdbi());
    }

    /** The webhook with its secrets, to send with; empty: there is none. */
    Optional<EndpointRows.Loaded> webhook(UUID id) {
        return rows.load(List.of(id)).stream().findFirst();
    }

    /** A JSON array, newest first. */
    String deliveries(UUID id, int limit) {
        return desk.jdbi()
                .withHandle(handle -> handle.createQuery(DELIVERIES)
                        .bind("id", id)
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .one());
    }

    /** Notes an attempt that somebody has asked for. */
    void log(UUID id, SendAttempt attempt) {
        desk.jdbi()
                .useHandle(handle -> handle.createUpdate(LOG)
                        .bind("id", id)
                        .bind("entry", Settlement.logEntry(attempt, null).toString())
                        .execute());
    }

    /** What follows a place. */
    Stretch events(EventCursor after) throws SQLException, PositionLostException, InterruptedException {
        return source.after(after);
    }

    /** The end of the log; null: it is off. */
    @Nullable LogPosition newest() throws SQLException {
        return source.newest().orElse(null);
    }

    /** The place in the log before what was committed from that time on; null: the log is off. */
    @Nullable EventCursor at(Instant from) throws SQLException {
        var first = desk.jdbi()
                .withHandle(handle -> handle.createQuery(TICK_AT)
                        .bind("from", from)
                        .map((row, _) -> new LogPosition(row.getString(1), row.getLong(2), 0))
                        .findOne());
        var place = first.isPresent() ? first.get() : newest();
        return place == null ? null : EventCursor.after(place);
    }

    /**
     * Has everything sent again that follows a place.
     *
     * @throws PositionLostException if the log no longer holds all of it
     */
    void replay(UUID id, EventCursor from, String actor) throws SQLException, PositionLostException {
        try (var handle = desk.jdbi().open()) {
            ChangeReader.after(handle.getConnection(), from.readFrom(), 1);
            handle.useTransaction(within -> move(within, id, from, actor));
        }
    }

    private static void move(Handle handle, UUID id, EventCursor from, String actor) {
        handle.createUpdate(MOVE)
                .bind("id", id)
                .bind("epoch", from.change().epoch())
                .bind("tick", from.change().tick())
                .bind("ordinal", from.change().ordinal())
                .bind("row", from.row())
                .execute();
        WebhookDesk.audit(handle, actor, "webhook replay", id, Map.of("from", from.toString()));
    }

    /** Has everything sent again that was not taken, also what had been given up. Returns how many messages that are. */
    int tryAgain(UUID id, String actor) {
        return desk.jdbi().inTransaction(handle -> {
            WebhookDesk.audit(handle, actor, "webhook replay", id, Map.of("failed", true));
            return handle.createQuery(TRY_AGAIN).bind("id", id).mapTo(int.class).one();
        });
    }
}
