package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import io.fleetline.database.DatabaseUrl;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.access.ApiOperation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A replica that only follows serves all readers' requests. */
class StandbyIT {
    private static final Duration ENOUGH = Duration.ofSeconds(180);

    private final ObjectMapper json = new ObjectMapper();

    /** The roles events and outbox answer them. */
    private static final List<String> OF_ROLES_THAT_WRITE = List.of("/ingest", "/events", "/dispatches", "/webhooks");

    @Test
    void aReplicaServesEveryOperation() throws Exception {
        try (var database = TestDatabase.create();
                var standby = Standby.of(database)) {
            // After the copy was made: what is requested must have arrived by streaming.
            var fixture = new FleetFixture(database.dataSource());
            fixture.clear();
            fixture.liveFleet();
            fixture.sql("UPDATE tracksolid.devices SET imei = '860000000000001' WHERE imei = 'm'");
            fixture.sql("UPDATE tracksolid.live_positions SET imei = '860000000000001' WHERE imei = 'm'");
            // The trip of the description's examples.
            fixture.sql("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, source)
                VALUES ('860000000000001', '2026-03-10 09:00Z', '2026-03-10 09:20Z', ST_Point(36.8172, -1.2864, 4326),
                        ST_Point(36.8906, -1.3192, 4326), 11.4, 'poll')
                """);
            fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
            waitUntilReplayed(database, standby.url(database));
            try (var service = serve(standby.url(database));
                    var http = HttpClient.newHttpClient()) {
                askEverything(http, URI.create("http://127.0.0.1:%d".formatted(service.port())));
                assertThat(service.output()).doesNotContain("read-only transaction", "during recovery");
            }
        }
    }

    // Flushed WAL contains every commit, and only that is sent: a record without a transaction may stay unflushed.
    private static void waitUntilReplayed(TestDatabase database, String standbyUrl) {
        var written = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT pg_current_wal_flush_lsn()::text")
                        .mapTo(String.class)
                        .one());
        var url = DatabaseUrl.parse(standbyUrl);
        var replica = Jdbi.create(url.jdbcUrl(), url.user(), url.password());
        await().atMost(ENOUGH)
                .untilAsserted(() -> assertThat(replayed(replica, written)).isEqualTo("replayed"));
    }

    private static String replayed(Jdbi replica, String written) {
        return replica.withHandle(handle -> handle.createQuery("""
                SELECT CASE
                    WHEN NOT pg_is_in_recovery() THEN 'this is no replica'
                    WHEN pg_last_wal_replay_lsn() >= :written::pg_lsn THEN 'replayed'
                    ELSE format('%s of %s replayed, %s received, receiver %s', pg_last_wal_replay_lsn(), :written,
                                pg_last_wal_receive_lsn(), (SELECT status FROM pg_stat_wal_receiver))
                END
                """)
                .bind("written", written)
                .mapTo(String.class)
                .one());
    }

    private static ServiceProcess serve(String url) {
        return ServiceProcess.start(Map.of("DATABASE_URL", url, "FLEETLINE_ROLES", "read"), "serve")
                .waitHealthy();
    }

    private void askEverything(HttpClient http, URI address) throws Exception {
        var description =
                json.readTree(text(http, address.resolve("/openapi.json")).body());
        var operations = ApiOperation.of(description).stream()
                .filter(operation -> OF_ROLES_THAT_WRITE.stream().noneMatch(operation.path()::startsWith))
                .toList();
        assertThat(operations).hasSizeGreaterThan(4);
        for (var operation : operations) {
            var answers = new ArrayList<String>();
            for (var request : operation.asExamplesSay(address)) {
                var answer = http.send(request, BodyHandlers.ofString());
                answers.add("%d %s %s".formatted(answer.statusCode(), answer.uri(), answer.body()));
                assertThat(answer.statusCode()).as(answers.getLast()).isLessThan(500);
            }
            assertThat(answers)
                    .as(operation.method() + " " + operation.path())
                    .anyMatch(answer -> answer.startsWith("200 "));
        }
        var live = json.readTree(
                text(http, address.resolve("/webhook/live-positions")).body());
        assertThat(live.at("/summary/total").asInt()).isEqualTo(4);
    }

    private static HttpResponse<String> text(HttpClient http, URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
