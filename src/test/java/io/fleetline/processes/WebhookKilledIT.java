package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fleetline.TestDatabase;
import io.fleetline.read.Right;
import io.fleetline.read.access.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The role outbox alone, killed while it delivers: the next process goes on, and no committed alarm is missing. */
class WebhookKilledIT {
    private static final int ALARMS = 60;

    private final List<String> types = new CopyOnWriteArrayList<>();

    @Test
    void everyCommittedAlarmArrivesAndNoneThatWasRolledBack() throws Exception {
        var receiver = receiver();
        try (var database = TestDatabase.create()) {
            var token = new TestTokens(database.dataSource()).makeWith(Right.ADMIN);
            try (var service = serve(database)) {
                subscribe(service, token, receiver);
                for (int i = 0; i < ALARMS / 2; i++) {
                    alarm(database, i);
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> types.size() > ALARMS / 6);
                service.kill();
            }
            for (int i = ALARMS / 2; i < ALARMS; i++) {
                alarm(database, i);
            }
            try (var service = serve(database)) {
                // A lease of the killed process must be over first.
                await().atMost(Duration.ofSeconds(90))
                        .untilAsserted(() ->
                                assertThat(types.stream().distinct().count()).isEqualTo(ALARMS));
                assertThat(service.output()).doesNotContain("whsec_", " ERROR ");
            }
            assertThat(types).noneMatch(type -> type.startsWith("rolled-back"));
        } finally {
            receiver.stop(0);
        }
    }

    private static ServiceProcess serve(TestDatabase database) {
        return ServiceProcess.start(
                        Map.of(
                                "DATABASE_URL",
                                database.url(),
                                "FLEETLINE_ROLES",
                                "outbox",
                                "OUTBOX_ALLOWED_NETWORKS",
                                "127.0.0.0/8"),
                        "serve")
                .waitHealthy();
    }

    private HttpServer receiver() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            types.add(body.replaceFirst("(?s).*\"alarm_type\" ?: ?\"([^\"]+)\".*", "$1"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void subscribe(ServiceProcess service, String token, HttpServer receiver) throws Exception {
        var body = "{\"url\": \"http://127.0.0.1:%d/hook\", \"kinds\": [\"alarm\"], \"per_second\": 20}"
                .formatted(receiver.getAddress().getPort());
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/webhooks".formatted(service.port())))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /** One that is committed, and one that is not. */
    private static void alarm(TestDatabase database, int number) {
        database.jdbi().useTransaction(handle -> {
            handle.execute(insert("rolled-back" + number));
            handle.rollback();
        });
        database.jdbi().useHandle(handle -> handle.execute(insert("a" + number)));
    }

    private static String insert(String type) {
        return """
                INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, alarm_name, severity, source)
                VALUES ('860000000000001', '%s', now(), 'Geofence', 'warning', 'push')
                """.formatted(type);
    }
}
