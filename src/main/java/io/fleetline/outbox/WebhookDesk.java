package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.fleetline.change.ChangeReader;
import io.fleetline.outbox.signature.WebhookSecret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/** The subscriptions in the database. Each change leaves a row in the audit log, in the same transaction. */
@Singleton
final class WebhookDesk {
    private static final String READ = "SELECT webhook FROM outbox.fn_endpoints(:id) AS webhook";

    private static final String CREATE = """
            INSERT INTO outbox.endpoints (url, kinds, created_by) VALUES (:url, :kinds, :by) RETURNING id
            """;

    private static final String BEGIN = """
            INSERT INTO outbox.progress (endpoint_id, epoch, tick, ordinal) VALUES (:id, :epoch, :tick, :ordinal)
            """;

    private static final String ADD_SECRET = "INSERT INTO outbox.secrets (endpoint_id, key) VALUES (:id, :key)";

    /** The one before stays good for a while; older ones go. */
    private static final String AGE_SECRETS = """
            WITH newest AS (SELECT made_at FROM outbox.secrets WHERE endpoint_id = :id ORDER BY made_at DESC LIMIT 1),
                 gone AS (DELETE FROM outbox.secrets s USING newest n WHERE s.endpoint_id = :id AND s.made_at < n.made_at)
            UPDATE outbox.secrets s SET good_until = now() + :overlap_s * INTERVAL '1 second'
            FROM newest n WHERE s.endpoint_id = :id AND s.made_at = n.made_at
            """;

    /** Senders read it again. */
    private static final String RENEW = """
            UPDATE outbox.endpoints SET version = version + 1, changed_at = now() WHERE id = :id
            """;

    private static final String AUDIT = """
            INSERT INTO infrastructure.audit_log (actor, action, subject, details) VALUES (:actor, :action, :subject, :details::jsonb)
            """;

    private final Jdbi jdbi;

    @Inject
    WebhookDesk(AgroalDataSource database) {
        this(Jdbi.create(database).installPlugin(new PostgresPlugin()));
    }

    WebhookDesk(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** All, as JSON objects. */
    List<String> all() {
        return jdbi.withHandle(handle -> handle.createQuery(READ)
                .bind("id", (UUID) null)
                .mapTo(String.class)
                .list());
    }

    Optional<String> one(UUID id) {
        return jdbi.withHandle(handle -> read(handle, id));
    }

    private static Optional<String> read(Handle handle, UUID id) {
        return handle.createQuery(READ).bind("id", id).mapTo(String.class).findOne();
    }

    /**
     * Adds one, which gets what comes from now on.
     *
     * @param values by column
     */
    String create(Map<String, @Nullable Object> values, WebhookSecret secret, String actor) throws SQLException {
        return jdbi.inTransaction(handle -> {
            var id = handle.createQuery(CREATE)
                    .bind("url", values.get("url"))
                    .bind("kinds", (String[]) values.get("kinds"))
                    .bind("by", actor)
                    .mapTo(UUID.class)
                    .one();
            begin(handle, id);
            addSecret(handle, id, secret);
            set(handle, id, values);
            audit(handle, actor, "webhook create", id, values);
            return read(handle, id).orElseThrow();
        });
    }

    private static void begin(Handle handle, UUID id) throws SQLException {
        var newest = ChangeReader.newest(handle.getConnection());
        handle.createUpdate(BEGIN)
                .bind("id", id)
                .bind("epoch", newest.map(position -> position.epoch()).orElse(""))
                .bind("tick", newest.map(position -> position.tick()).orElse(0L))
                .bind("ordinal", newest.map(position -> position.ordinal()).orElse(0))
                .execute();
    }

    private static void addSecret(Handle handle, UUID id, WebhookSecret secret) {
        handle.createUpdate(ADD_SECRET).bind("id", id).bind("key", secret.key()).execute();
    }

    /** Empty: there is none. */
    Optional<String> change(UUID id, Map<String, @Nullable Object> values, String actor) {
        return jdbi.inTransaction(handle -> {
            if (set(handle, id, values) == 1) {
                audit(handle, actor, "webhook change", id, values);
            }
            return read(handle, id);
        });
    }

    /** The names of columns are our own: see {@link WebhookColumns}. */
    private static int set(Handle handle, UUID id, Map<String, @Nullable Object> values) {
        var columns = new StringBuilder();
        values.keySet()
                .forEach(column ->
                        columns.append(column).append(" = :").append(column).append(", "));
        var update = handle.createUpdate(
                        "UPDATE outbox.endpoints SET %sversion = version + 1, changed_at = now() WHERE id = :id"
                                .formatted(columns))
                .bind("id", id);
        values.forEach(update::bind);
        return update.execute();
    }

    boolean delete(UUID id, String actor) {
        return jdbi.inTransaction(handle -> {
            int deleted = handle.execute("DELETE FROM outbox.endpoints WHERE id = ?", id);
            if (deleted == 1) {
                audit(handle, actor, "webhook delete", id, Map.of());
            }
            return deleted == 1;
        });
    }

    /** The new secret signs at once, beside the one before. False: there is no such webhook. */
    boolean rotate(UUID id, WebhookSecret secret, Duration overlap, String actor) {
        return jdbi.inTransaction(handle -> {
            if (handle.createUpdate(RENEW).bind("id", id).execute() == 0) {
                return false;
            }
            handle.createUpdate(AGE_SECRETS)
                    .bind("id", id)
                    .bind("overlap_s", overlap.toSeconds())
                    .execute();
            addSecret(handle, id, secret);
            audit(handle, actor, "webhook rotate", id, Map.of("overlap_s", overlap.toSeconds()));
            return true;
        });
    }

    /** @param details no secret: of a URL only that it was set */
    static void audit(Handle handle, String actor, String action, UUID id, Map<String, ?> details) {
        handle.createUpdate(AUDIT)
                .bind("actor", actor)
                .bind("action", action)
                .bind("subject", id.toString())
                .bind("details", json(details).toString())
                .execute();
    }

    private static ObjectNode json(Map<String, ?> details) {
        var json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(details).forEach((name, value) -> json.put(name, name.equals("url") ? "set" : words(value)));
        return json;
    }

    private static String words(@Nullable Object value) {
        return value instanceof Object[] many ? String.join(",", List.of((String[]) many)) : String.valueOf(value);
    }
}
