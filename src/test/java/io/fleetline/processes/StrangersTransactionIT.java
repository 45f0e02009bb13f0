package io.fleetline.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.TestDatabase;
import io.fleetline.read.feed.LiveSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * A transaction of somebody else stays open: what others store goes on arriving, and its own change comes when it commits. For a few pushes; with
 * {@code -Dfleetline.stranger.seconds} for so long, 20 pushes a second. Prints how late they arrive.
 */
class StrangersTransactionIT {
    private static final Logger LOG = Logger.getLogger(StrangersTransactionIT.class);
    private static final Duration OPEN_FOR = Duration.ofSeconds(Integer.getInteger("fleetline.stranger.seconds", 0));
    private static final int FEWEST_PUSHES = 20;
    private static final int PUSH_EVERY_MS = 50;
    private static final String TOKEN = "hub-1";
    private static final String IMEI = "860000000000041";
    private static final int STRANGERS_KM = 77;
    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Instant start = Instant.now().minus(Duration.ofHours(10));
    private final List<Long> latenciesNanos = new ArrayList<>();

    @Test
    void whileItIsOpenTheChangesOfOthersGoOnArriving() throws Exception {
        try (var database = TestDatabase.create();
                var service = ServiceProcess.start(
                                Map.of(
                                        "DATABASE_URL",
                                        database.url(),
                                        "FLEETLINE_ROLES",
                                        "webhook,read",
                                        "JIMI_WEBHOOK_TOKEN",
                                        TOKEN),
                                "serve")
                        .waitHealthy();
                var http = HttpClient.newHttpClient();
                var stranger = database.direct().getConnection()) {
            service.waitUntil(Duration.ofSeconds(60), Duration.ofMillis(100), () -> push(http, service, 0) == 200);
            try (var client = LiveIT.connect(service)) {
                client.subscribe("");
                begin(stranger);
                pushAndReceive(http, service, client);
                print();
                stranger.commit();
                assertThat(client.trips(1)).containsExactly(STRANGERS_KM);
            }
        }
    }

    private static void begin(Connection stranger) throws SQLException {
        stranger.setAutoCommit(false);
        try (var insert = stranger.createStatement()) {
            insert.execute("""
                    INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, source)
                    VALUES ('%s', now() - INTERVAL '1 hour', now(), %d, 'poll')
                    """.formatted(IMEI, STRANGERS_KM));
        }
    }

    private void pushAndReceive(HttpClient http, ServiceProcess service, LiveSocket client) throws Exception {
        var due = new Semaphore(0);
        try (var pace = Executors.newSingleThreadScheduledExecutor()) {
            pace.scheduleAtFixedRate(due::release, 0, PUSH_EVERY_MS, MILLISECONDS);
            var began = System.nanoTime();
            for (int round = 1; round <= FEWEST_PUSHES || System.nanoTime() - began < OPEN_FOR.toNanos(); round++) {
                due.acquire();
                due.drainPermits();
                var sent = System.nanoTime();
                assertThat(push(http, service, round)).isEqualTo(200);
                var frame = client.nextTimed();
                while (!frame.json().path("type").asText().equals("change")) {
                    frame = client.nextTimed();
                }
                latenciesNanos.add(frame.nanos() - sent);
                assertThat(frame.json().path("changes")).hasSize(1);
                assertThat(latOf(frame.json())).isEqualTo(lat(round));
            }
            pace.shutdownNow();
        }
    }

    private static double latOf(JsonNode change) {
        return change.at("/changes/0/vehicle/geometry/coordinates/1").asDouble();
    }

    private static double lat(int round) {
        return -(100_000 + round) / 1e5;
    }

    private int push(HttpClient http, ServiceProcess service, int round) throws Exception {
        var item = "{\"deviceImei\":\"%s\",\"gpsTime\":\"%s\",\"lat\":%.5f,\"lng\":36.8219}"
                .formatted(IMEI, WIRE_TIME.format(start.plusSeconds(round)), lat(round));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/pushgps".formatted(service.port())))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\":\"%s\",\"data_list\":[%s]}".formatted(TOKEN, item)))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private void print() {
        latenciesNanos.sort(null);
        LOG.infof(
                "a transaction open for %d s: %d pushes, request to frame p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
                OPEN_FOR.toSeconds(), latenciesNanos.size(), percentileMs(0.5), percentileMs(0.99), percentileMs(1));
    }

    private double percentileMs(double share) {
        return latenciesNanos.get((int) (share * (latenciesNanos.size() - 1))) / 1e6;
    }
}
