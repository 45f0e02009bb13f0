package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import io.fleetline.read.access.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine's clock is set forward by an hour, back, and back by another hour, while the service polls, accepts pushes and
 * answers readers with tokens.
 */
class ClockMovedIT {
    private static final Duration ENOUGH = Duration.ofSeconds(180);
    private static final String SWEEP = "jimi.user.device.location.list";
    /** One per second and account. */
    private static final int SWEEPS = 12;
    /** Tolerance for a windowed job of each kind and account that happens to be due; an hour's worth of them would be hundreds. */
    private static final int OTHER_CALLS = 30;

    /** Far fewer than one caller may send per second. */
    private static final int READERS = 20;

    private static final String PUSHED_IMEI = "860000000000001";
    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final ObjectMapper json = new ObjectMapper();
    private String token;
    private int pushed;
    private int moves;

    @TempDir
    Path folder;

    @Test
    void aClockThatIsMovedChangesNothing() throws Exception {
        var library = library();
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create();
                var http = HttpClient.newHttpClient()) {
            moveClock("+0");
            token = makeToken(database);
            var revoked = makeToken(database);
            var environment = cloud.environment(database.url());
            environment.put("READ_REQUIRE_TOKEN", "1");
            environment.put("LD_PRELOAD", library.toString());
            environment.put("FAKETIME_TIMESTAMP_FILE", clockFile().toString());
            environment.put("FAKETIME_CACHE_DURATION", "1");
            environment.put("DONT_FAKE_MONOTONIC", "1");
            // Otherwise each timed wait returns at once, and every waiting thread of the JVM spins.
            environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
            try (var service = ServiceProcess.start(environment, "serve").waitHealthy()) {
                var progress = new Progress(database.jdbi());
                progress.waitForAll(cloud.accounts().size(), service);
                var leases = progress.one("SELECT count(*) FROM infrastructure.leases", Long.class);
                for (var move : List.of("+3600 +1 h 0 min 0 s", "+0 -1 h 0 min 0 s", "-3600 -1 h 0 min 0 s")) {
                    moveClock(move.substring(0, move.indexOf(' ')));
                    waitUntilSaid(service, "this machine's clock has moved by" + move.substring(move.indexOf(' ')));
                    assertThat(answered(service, http, revoked)).isEqualTo(200);
                    goesOn(cloud, service, http);
                }
                assertThat(progress.one(
                                "SELECT count(*) FROM infrastructure.leases WHERE expires_at > clock_timestamp()",
                                Long.class))
                        .isEqualTo(leases);
                assertThat(moves(service)).hasSize(3);
                isSane(live(service, http));
                revokedTokensEnd(database, service, http, revoked);
                gaugesGoOn(database, service);
                assertThat(service.stop().exitCode(Duration.ofSeconds(90))).isIn(0, 143);
                assertThat(progress.one(
                                "SELECT count(*) FROM tracksolid.position_history WHERE imei = '%s'"
                                        .formatted(PUSHED_IMEI),
                                Integer.class))
                        .isEqualTo(pushed);
                assertThat(progress.one("SELECT count(*) FROM infrastructure.dead_letters", Long.class))
                        .isZero();
            }
            assertThat(cloud.simulator().counts().tokenRequests()).isEqualTo(1);
        }
    }

    /** Polls at their pace, and pushes with the current time. */
    private void goesOn(StandingFleet cloud, ServiceProcess service, HttpClient http) throws Exception {
        var counts = cloud.simulator().counts();
        var sweeps = counts.calls(SWEEP);
        var others = counts.calls() - sweeps;
        push(service, http);
        for (int i = 0; i < READERS; i++) {
            assertThat(answered(service, http, token)).isEqualTo(200);
        }
        await().atMost(ENOUGH).until(() -> counts.calls(SWEEP) >= sweeps + SWEEPS);
        assertThat(counts.calls() - counts.calls(SWEEP) - others)
                .as("other calls")
                .isLessThan(OTHER_CALLS);
        push(service, http);
    }

    private void push(ServiceProcess service, HttpClient http) throws Exception {
        pushed++;
        var item = """
                {"data_list":[{"deviceImei":"%s","gpsTime":"%s","lat":-1.2864,"lng":36.8172,"gpsSpeed":42,"direction":90,"acc":"1"}]}""".formatted(PUSHED_IMEI, WIRE_TIME.format(Instant.now()));
        var request = HttpRequest.newBuilder(address(service, "/pushgps"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(item))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private JsonNode live(ServiceProcess service, HttpClient http) throws Exception {
        return json.readTree(ask(service, http, token).body());
    }

    private static int answered(ServiceProcess service, HttpClient http, String token) throws Exception {
        return ask(service, http, token).statusCode();
    }

    private static HttpResponse<String> ask(ServiceProcess service, HttpClient http, String token) throws Exception {
        var request = HttpRequest.newBuilder(address(service, "/webhook/live-positions"))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String makeToken(TestDatabase database) {
        var made = AccessToken.random();
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.access_tokens (name, token_sha256, expires_at)
                VALUES (gen_random_uuid()::text, sha256(convert_to(?, 'UTF8')), now() + interval '1 hour')
                """, made));
        return made;
    }

    /** Within the minute, and not when the clock has caught up. */
    private static void revokedTokensEnd(
            TestDatabase database, ServiceProcess service, HttpClient http, String revoked) {
        database.jdbi().useHandle(handle -> handle.execute("""
                UPDATE infrastructure.access_tokens SET revoked_at = now()
                WHERE token_sha256 = sha256(convert_to(?, 'UTF8'))
                """, revoked));
        await().atMost(ENOUGH).until(() -> answered(service, http, revoked) == 401);
    }

    private static void gaugesGoOn(TestDatabase database, ServiceProcess service) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.dead_letters (source, reason, payload) VALUES ('push', 'of this test', '')
                """));
        await().atMost(ENOUGH)
                .until(() -> HealthAnswer.of(service, "/q/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("fleetline_dead_letters_backlog")
                                && line.contains("source=\"push\"")
                                && line.endsWith(" 1.0")));
        database.jdbi().useHandle(handle -> handle.execute("DELETE FROM infrastructure.dead_letters"));
    }

    private static void isSane(JsonNode live) {
        assertThat(live.at("/summary/total").asInt()).isEqualTo(StandingFleet.VEHICLES + 1);
    }

    private static URI address(ServiceProcess service, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(service.port(), path));
    }

    private void waitUntilSaid(ServiceProcess service, String words) {
        moves++;
        await().atMost(ENOUGH).until(() -> moves(service).size() >= moves);
        assertThat(moves(service).getLast()).contains(words);
    }

    private static List<String> moves(ServiceProcess service) {
        return service.output()
                .lines()
                .filter(line -> line.contains("clock has moved") || line.contains("the database's clock is"))
                .toList();
    }

    private Path clockFile() {
        return folder.resolve("clock");
    }

    /** @param shift in seconds from the true time, with its sign */
    private void moveClock(String shift) throws IOException {
        Files.writeString(clockFile(), shift + "\n");
    }

    private static Path library() throws IOException {
        try (var folders = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (var candidate : folders) {
                var library = candidate.resolve("faketime/libfaketime.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        assumeTrue(
                false,
                "libfaketime is missing (Debian's package faketime), so no process can be given a clock to move");
        throw new AssertionError();
    }
}
