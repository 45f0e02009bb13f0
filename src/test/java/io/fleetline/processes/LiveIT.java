package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.read.feed.LiveSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A live client of a real process, which is killed, starts again, and stops. */
class LiveIT {
    private static final String TOKEN = "hub-1";
    private static final String IMEI = "860000000000041";
    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Test
    void aPushedFixArrivesAndNoTripIsLostOrDoubledOverAKillAndAStopSaysGoodbye() {
        try (var database = TestDatabase.create()) {
            String cursor;
            try (var service = serve(database)) {
                try (var client = connect(service)) {
                    client.subscribe("");
                    push(service, -1.2921);
                    var fix = client.changes(1).getFirst();
                    assertThat(fix.at("/vehicle/properties/imei").asText()).isEqualTo(IMEI);
                    assertThat(fix.at("/vehicle/geometry/coordinates/1").asDouble())
                            .isEqualTo(-1.2921);
                    trip(database, 50);
                    assertThat(client.changes(1).getFirst().path("distance_km").asInt())
                            .isEqualTo(50);
                    cursor = client.cursor();
                }
                service.kill();
            }
            trip(database, 40);
            try (var service = serve(database)) {
                trip(database, 30);
                try (var client = connect(service)) {
                    client.next("hello");
                    client.send("{\"type\":\"subscribe\",\"cursor\":\"%s\"}".formatted(cursor));
                    assertThat(client.trips(2)).containsExactly(40, 30);
                    trip(database, 20);
                    assertThat(client.trips(1)).containsExactly(20);
                    var stopped = service.stop();
                    assertThat(client.closeCode()).isEqualTo(1001);
                    assertThat(stopped.exitCode(Duration.ofSeconds(10))).isZero();
                }
            }
        }
    }

    private static ServiceProcess serve(TestDatabase database) {
        return ServiceProcess.start(
                        Map.of(
                                "DATABASE_URL",
                                database.url(),
                                "FLEETLINE_ROLES",
                                "webhook,read",
                                "JIMI_WEBHOOK_TOKEN",
                                TOKEN),
                        "serve")
                .waitHealthy();
    }

    /** The feed is there a little later than the service. */
    static LiveSocket connect(ServiceProcess service) {
        var client = new AtomicReference<LiveSocket>();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            client.set(new LiveSocket(URI.create("http://127.0.0.1:%d/live".formatted(service.port()))));
            return true;
        });
        return client.get();
    }

    private static void push(ServiceProcess service, double lat) {
        var item = "{\"deviceImei\":\"%s\",\"gpsTime\":\"%s\",\"lat\":%s,\"lng\":36.8219}"
                .formatted(IMEI, WIRE_TIME.format(Instant.now()), lat);
        assertThat(Push.send(service, "live", TOKEN, item).statusCode()).isEqualTo(200);
    }

    /** @param minutesAgo also its distance in kilometres */
    private static void trip(TestDatabase database, int minutesAgo) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, source)
                VALUES ('%s', now() - %2$d * INTERVAL '1 minute', now() - (%2$d - 5) * INTERVAL '1 minute', %2$d, 'poll')
                """.formatted(IMEI, minutesAgo)));
    }
}
