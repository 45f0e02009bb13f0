package io.fleetline.outbox;

import io.fleetline.change.LogPosition;
import io.fleetline.outbox.signature.WebhookSecret;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a sender reads of its endpoints. */
final class EndpointRows {
    private static final String SHARE = "SELECT endpoint_id, version, fence FROM outbox.fn_share(:me, :lease_s)";

    private static final String LOAD = """
            SELECT e.id, e.url, e.kinds, e.imeis, e.cost_centres, e.severities, e.concurrency, e.per_second, e.version,
                   p.fence, p.epoch, p.tick, p.ordinal, p.row_in_change, p.failing_since, p.failed_at, p.warnings,
                   r.waiting, r.next_due,
                   (SELECT array_agg(encode(s.key, 'hex') || ':' || coalesce(floor(extract(epoch FROM s.good_until))::bigint::text, '') ORDER BY s.made_at DESC)
                    FROM outbox.secrets s WHERE s.endpoint_id = e.id) AS keys
            FROM outbox.endpoints e
            JOIN outbox.progress p ON p.endpoint_id = e.id
            CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(t.due_at) AS next_due FROM outbox.retries t
                                WHERE t.endpoint_id = e.id AND t.due_at IS NOT NULL) r
            WHERE e.id = ANY (:ids)
            """;

    private static final String DUE = """
            SELECT event_id, body, attempts FROM outbox.retries
            WHERE endpoint_id = :id AND due_at <= :now
            ORDER BY due_at, event_id LIMIT :limit
            """;

    private static final String NEXT_DUE = """
            SELECT min(due_at) FROM outbox.retries WHERE endpoint_id = :id AND due_at IS NOT NULL
            """;

    private static final String SEQUENCES = """
            SELECT subject, last FROM outbox.sequences WHERE endpoint_id = :id AND subject = ANY (:subjects)
            """;

    private static final String RELEASE = """
            WITH released AS (UPDATE outbox.progress SET holder = NULL, leased_until = NULL WHERE holder = :me)
            DELETE FROM outbox.senders WHERE id = :me
            """;

    private static final String PURGE = """
            DELETE FROM outbox.retries WHERE due_at IS NULL AND since < now() - INTERVAL '10 days'
            """;

    private final Jdbi jdbi;

    EndpointRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An endpoint that this process sends to. */
    record Share(UUID id, long version, long fence) {}

    /**
     * An endpoint with its state.
     *
     * @param cursor null: it has none yet
     * @param waiting messages that will be sent again
     * @param nextDue when the first of them is due; null: there is none
     */
    record Loaded(
            Webhook webhook,
            long version,
            long fence,
            @Nullable EventCursor cursor,
            WebhookHealth health,
            int waiting,
            @Nullable Instant nextDue) {}

    /** Shows that this process is alive, and takes its part of the active endpoints. */
    List<Share> share(String me, long leaseSeconds) {
        return jdbi.inTransaction(handle -> handle.createQuery(SHARE)
                .bind("me", me)
                .bind("lease_s", Math.toIntExact(leaseSeconds))
                .map((row, _) -> new Share(row.getObject(1, UUID.class), row.getLong(2), row.getLong(3)))
                .list());
    }

    List<Loaded> load(Collection<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(LOAD)
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, _) -> loaded(row))
                .list());
    }

    List<Message> due(UUID id, Instant now, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(DUE)
                .bind("id", id)
                .bind("now", now)
                .bind("limit", atMost)
                .map((row, _) -> new Message(row.getString(1), row.getString(2), row.getInt(3), true))
                .list());
    }

    @Nullable Instant nextDue(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(NEXT_DUE)
                .bind("id", id)
                .mapTo(Instant.class)
                .findOne()
                .orElse(null));
    }

    /** The last numbers of these subjects; those that have none are left out. */
    Map<String, Long> sequences(UUID id, Collection<String> subjects) {
        return jdbi.withHandle(handle -> handle.createQuery(SEQUENCES)
                .bind("id", id)
                .bind("subjects", subjects.toArray(String[]::new))
                .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Another process need not wait until the leases of this one are over. */
    void release(String me) {
        jdbi.useHandle(handle -> handle.createUpdate(RELEASE).bind("me", me).execute());
    }

    /** Deletes given-up messages ten days after they were stored here, or after an administrator last asked for them. */
    void purge() {
        jdbi.useHandle(handle -> handle.execute(PURGE));
    }

    private static Loaded loaded(ResultSet row) throws SQLException {
        var webhook = new Webhook(
                row.getObject("id", UUID.class),
                row.getString("url"),
                kinds(texts(row, "kinds")),
                set(texts(row, "imeis")),
                set(texts(row, "cost_centres")),
                set(texts(row, "severities")),
                row.getInt("concurrency"),
                row.getInt("per_second"),
                keys(texts(row, "keys")));
        var health = new WebhookHealth(time(row, "failing_since"), time(row, "failed_at"), row.getInt("warnings"));
        return new Loaded(
                webhook,
                row.getLong("version"),
                row.getLong("fence"),
                cursor(row),
                health,
                row.getInt("waiting"),
                time(row, "next_due"));
    }

    private static @Nullable EventCursor cursor(ResultSet row) throws SQLException {
        var epoch = row.getString("epoch");
        return epoch.isEmpty()
                ? null
                : new EventCursor(
                        new LogPosition(epoch, row.getLong("tick"), row.getInt("ordinal")),
                        row.getInt("row_in_change"));
    }

    private static String @Nullable [] texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : (String[]) array.getArray();
    }

    private static @Nullable Set<String> set(String @Nullable [] texts) {
        return texts == null ? null : Set.of(texts);
    }

    /** A kind that this version does not know is left out. */
    private static Set<EventKind> kinds(String @Nullable [] words) {
        var kinds = EnumSet.noneOf(EventKind.class);
        for (var word : words == null ? new String[0] : words) {
            EventKind.of(word).ifPresent(kinds::add);
        }
        return kinds;
    }

    private static List<Webhook.Key> keys(String @Nullable [] texts) {
        var keys = new ArrayList<Webhook.Key>();
        for (var text : texts == null ? new String[0] : texts) {
            var parts = text.split(":", -1);
            keys.add(new Webhook.Key(
                    WebhookSecret.of(HexFormat.of().parseHex(parts[0])),
                    parts[1].isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(parts[1]))));
        }
        return keys;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
