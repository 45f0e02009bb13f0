package io.fleetline.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import org.jdbi.v3.core.Jdbi;

/** A database whose pipeline is asked about as readers ask: as dashboard_ro, which sees nothing of the schema infrastructure itself. */
final class PipelineBed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase database = TestDatabase.create();
    final Jdbi jdbi = database.jdbi();

    void clear() {
        sql("""
            TRUNCATE tracksolid.ingestion_log, reporting.refresh_log, infrastructure.dead_letters, infrastructure.change_consumers,
                infrastructure.change_dead_letters, infrastructure.ticks, infrastructure.replicas, infrastructure.leases,
                infrastructure.cursors, infrastructure.backup_runs, tracksolid.live_positions
            """);
        sql("UPDATE infrastructure.change_log SET epoch = ''");
    }

    JsonNode status() {
        var text = jdbi.inTransaction(handle -> {
            handle.execute("SET LOCAL ROLE dashboard_ro");
            return handle.createQuery("SELECT reporting.fn_pipeline_status()::text")
                    .mapTo(String.class)
                    .one();
        });
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String state(JsonNode status, String part) {
        return status.path(part).path("state").asText();
    }

    /** Different ones, so many minutes or days ago. */
    void letters(String reason, String ago, int letters, String payload) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO infrastructure.dead_letters (received_at, source, path, imei, reason, payload)
                        SELECT now() - :ago::interval, 'push', '/pushgps', '86', :reason, :payload || n FROM generate_series(1, :letters) n
                        """)
                .bind("ago", ago)
                .bind("reason", reason)
                .bind("payload", payload)
                .bind("letters", letters)
                .execute());
    }

    void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    @Override
    public void close() {
        database.close();
    }
}
