package io.fleetline.ingest.push;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** The webhooks on a separate port, with a separate database; the time is the evening of 14 January 2026. */
final class PushServer implements AutoCloseable {
    static final String TOKEN = "hub-secret";
    static final Instant NOW = Instant.parse("2026-01-14T21:30:00Z");

    final TestDatabase database = TestDatabase.create();
    final Jdbi jdbi = database.jdbi();
    final SettableClock clock = new SettableClock(NOW);
    final MeterRegistry registry = new SimpleMeterRegistry();
    final Store store;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    PushServer(PushSettings settings, StoreSettings bounds) {
        store = new Store(database.dataSource(), bounds, clock, registry);
        var router = Router.router(vertx);
        new Pushes(store, settings, registry, clock)
                .handlers()
                .forEach((path, handler) -> router.route(path).handler(handler));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static PushServer start() {
        return new PushServer(settings(TOKEN), StoreSettings.DEFAULT);
    }

    static PushSettings settings(String token) {
        return new PushSettings(token, 8 << 20, 5_000, 0, 64 << 20, Duration.ofSeconds(30), Duration.ofDays(550));
    }

    int port() {
        return server.actualPort();
    }

    HttpResponse<String> postForm(String path, String items) {
        return post(path, "application/x-www-form-urlencoded", form(items));
    }

    static String form(String items) {
        return "token=" + TOKEN + "&data_list=" + encoded(items);
    }

    HttpResponse<String> postJson(String path, String items) {
        return post(path, "application/json", "{\"token\":\"%s\",\"data_list\":%s}".formatted(TOKEN, items));
    }

    HttpResponse<String> post(String path, String contentType, String body) {
        return send(request(path, contentType).POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path, String contentType) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Content-Type", contentType);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    long count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    /** The only row of an answer, its fields separated by commas as PostgreSQL writes a row. */
    String row(String sql) {
        return jdbi.withHandle(handle -> {
            handle.execute("SET timezone = 'UTC'");
            var row = handle.createQuery("SELECT r::text FROM (%s) AS r".formatted(sql))
                    .mapTo(String.class)
                    .one();
            return row.substring(1, row.length() - 1);
        });
    }

    /** Resets everything, as if nothing had ever been pushed. */
    void empty() {
        store.log().flush();
        jdbi.useHandle(handle -> handle.execute("""
                TRUNCATE tracksolid.position_history, tracksolid.live_positions, tracksolid.heartbeats, tracksolid.alarms,
                         tracksolid.device_events, tracksolid.obd_readings, tracksolid.trips, tracksolid.fuel_readings,
                         tracksolid.temperature_readings, tracksolid.lbs_readings, tracksolid.fault_codes,
                         tracksolid.ingestion_log, infrastructure.dead_letters"""));
    }

    /** Checks everything acknowledged by query: received = inserted + known + dead letters, and all of it is there. */
    Books books(String path, String table) {
        store.log().flush();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT coalesce(sum(rows_received), 0), coalesce(sum(rows_inserted), 0),
                               coalesce(sum(rows_received - rows_inserted - rows_rejected), 0),
                               coalesce(sum(rows_rejected), 0),
                               (SELECT count(*) FROM %s),
                               (SELECT coalesce(sum(times_seen), 0) FROM infrastructure.dead_letters WHERE source = 'push')
                        FROM tracksolid.ingestion_log WHERE endpoint = :path AND source = 'push'
                        """.formatted(table))
                .bind("path", path)
                .map((row, context) -> new Books(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)))
                .one());
    }

    record Books(long received, long inserted, long known, long rejected, long rows, long deadLetters) {
        boolean balance(long sent) {
            return received == sent
                    && received == inserted + known + rejected
                    && inserted == rows
                    && rejected == deadLetters;
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        store.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }
}
