package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.read.Right;
import io.fleetline.read.access.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The role of city events as a process of its own, with the change log. */
class EventsIT {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int SENDERS = 16;
    private static final int BEFORE_THE_KILL = 500;

    private static String token;

    @BeforeAll
    static void token() {
        token = new TestTokens(DATABASE.dataSource()).makeWith(Right.EVENTS, Right.DISPATCH);
    }

    @AfterAll
    static void close() {
        HTTP.close();
        DATABASE.close();
    }

    private static ServiceProcess serve() {
        return ServiceProcess.start(
                        Map.of("DATABASE_URL", DATABASE.url(), "FLEETLINE_ROLES", "events", "READ_REQUIRE_TOKEN", "0"),
                        "serve")
                .waitHealthy();
    }

    private static HttpRequest.Builder request(ServiceProcess service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(service.port(), path)))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(ServiceProcess service, String path, String body) throws Exception {
        var request = request(service, path).POST(BodyPublishers.ofString(body)).build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static String get(ServiceProcess service, String path) throws Exception {
        return HTTP.send(request(service, path).build(), BodyHandlers.ofString())
                .body();
    }

    private static List<String> rows(String sql) {
        return DATABASE.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void anEmergencyBringsAVehicleAndAnAlarmBecomesAnEvent() throws Exception {
        DATABASE.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO tracksolid.devices (imei, vehicle_number) VALUES ('861', 'KDA 001A')");
            handle.execute("""
                    INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, acc_status, source, gps_time)
                    VALUES ('861', 36.83, -1.29, ST_Point(36.83, -1.29, 4326), 0, false, 'push', now())""");
        });
        try (var service = serve()) {
            var answer = send(service, "/ingest/health", """
                    {"patient_id": 1, "alert": "emergency", "location": "-1.2921,36.8219"}""");
            assertThat(answer.statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(service, "/dispatches?state=assigned").contains("\"KDA 001A\""));
            DATABASE.jdbi().useHandle(handle -> handle.execute("""
                    INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, alarm_name, severity)
                    VALUES ('861', now(), '1', 'SOS', 'critical')"""));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(service, "/events?service=fleet").contains("\"SOS\""));
            assertThat(send(service, "/ingest/fleet", "{}").statusCode()).isEqualTo(404);
            assertThat(get(service, "/alarms")).contains("\"status\":404");
        }
    }

    /** What was acknowledged is there; what was not is sent again under its key, and is one event. */
    @Test
    void killedAmidLoadItLosesNothingAndDoublesNothing() throws Exception {
        var acknowledged = new ConcurrentHashMap<String, String>();
        var next = new AtomicInteger();
        try (var service = serve();
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < SENDERS; i++) {
                senders.submit(() -> sendUntilItDies(service, next, acknowledged));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= BEFORE_THE_KILL);
            service.kill();
        }
        try (var service = serve()) {
            for (var n = 0; n < next.get(); n++) {
                var again = send(service, path(n), body(n));
                assertThat(again.statusCode()).isEqualTo(200);
                assertThat(again.body()).isEqualTo(acknowledged.getOrDefault(path(n), again.body()));
            }
        }
        assertThat(rows("SELECT count(*) FROM events.events WHERE service = 'energy'"))
                .containsExactly(String.valueOf(next.get()));
        assertThat(rows("SELECT count(*) FROM events.events WHERE origin = 'energy' AND service = 'security'"))
                .containsExactly(String.valueOf(next.get()));
        assertThat(rows("""
                SELECT count(*) FROM events.dedupe d
                WHERE d.key LIKE '%load%' AND NOT EXISTS (SELECT FROM events.events e WHERE e.id = d.event_id)""")).containsExactly("0");
    }

    private static void sendUntilItDies(ServiceProcess service, AtomicInteger next, Map<String, String> acknowledged) {
        try {
            while (true) {
                var n = next.getAndIncrement();
                var answer = send(service, path(n), body(n));
                if (answer.statusCode() == 200) {
                    acknowledged.put(path(n), answer.body());
                }
            }
        } catch (IOException e) {
            // it was killed
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String path(int n) {
        return "/ingest/energy?dedupe_key=load-" + n;
    }

    private static String body(int n) {
        return "{\"energy\": 501, \"neighborhood\": \"load-%d\"}".formatted(n);
    }
}
