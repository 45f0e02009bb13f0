package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TableContents;
import io.fleetline.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A process that only reads: with a login that cannot write, and with tokens. */
class ReadOnlyIT {
    private static final Duration ENOUGH = Duration.ofSeconds(180);
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void end() {
        DATABASE.close();
    }

    @Test
    void aLoginThatCannotWriteIsEnoughAndNothingIsWritten() throws Exception {
        var before = TableContents.of(DATABASE.jdbi());
        try (var login = new ReaderLogin(DATABASE);
                var service = serve(Map.of(
                        "DATABASE_URL", login.url(DATABASE.url()),
                        "FLEET_TIME_ZONE", "Africa/Lagos",
                        "VTRIPS_REFRESH_INTERVAL_S", "1"))) {
            service.waitHealthy();
            assertThat(status(service, "/webhook/live-positions", "")).isEqualTo(200);
            assertThat(status(service, "/health/ingest", "")).isEqualTo(200);
            assertThat(service.output()).doesNotContain("ERROR", "permission denied", "read-only transaction");
        }
        assertThat(TableContents.of(DATABASE.jdbi())).isEqualTo(before);
    }

    @Test
    void aReadingLoginThatIsNotAReaderIsRefusedAtTheStart() {
        try (var stranger = new TemporaryLogin(DATABASE, "");
                var service = serve(Map.of("READ_DATABASE_URL", stranger.url()))) {
            assertThat(service.exitCode(ENOUGH)).isEqualTo(2);
            assertThat(service.stderr())
                    .startsWith("fleetline: READ_DATABASE_URL")
                    .contains("permission denied to set role");
        }
    }

    @Test
    void whoStartsWithoutATokenIsToldHowToMakeOne() throws Exception {
        var required = Map.of("READ_REQUIRE_TOKEN", "1");
        assertRefused("READ_REQUIRE_TOKEN is 1", required, "serve");
        var made = command("token", "create", "ops", "--cost-centre", "North", "--cost-centre", "South", "--days", "7");
        var token = made.strip();
        assertThat(token).matches("flt_[A-Za-z0-9_-]{43}");
        assertRefused("the token 'ops' already exists", Map.of(), "token", "create", "ops");
        assertThat(command("token", "list"))
                .containsPattern("ops +good .*North, South")
                .doesNotContain(token);
        try (var service = serve(required).waitHealthy()) {
            assertThat(status(service, "/webhook/live-positions", "")).isEqualTo(401);
            assertThat(status(service, "/webhook/live-positions", token)).isEqualTo(200);
            assertThat(service.output()).doesNotContain(token);
        }
        command("token", "revoke", "ops");
        assertThat(command("token", "list")).containsPattern("ops +revoked");
        assertRefused("there is no valid token 'ops' to revoke", Map.of(), "token", "revoke", "ops");
        assertRefused("READ_REQUIRE_TOKEN is 1", required, "serve");
    }

    private static ServiceProcess serve(Map<String, String> settings) {
        return start(settings, "serve");
    }

    private static ServiceProcess start(Map<String, String> settings, String... command) {
        var environment = new HashMap<>(Map.of("DATABASE_URL", DATABASE.url(), "FLEETLINE_ROLES", "read"));
        environment.putAll(settings);
        return ServiceProcess.start(environment, command);
    }

    private static String command(String... command) {
        try (var process = start(Map.of(), command)) {
            assertThat(process.exitCode(ENOUGH)).as(process.output()).isZero();
            return process.stdout();
        }
    }

    private static void assertRefused(String said, Map<String, String> settings, String... command) {
        try (var process = start(settings, command)) {
            assertThat(process.exitCode(ENOUGH)).isEqualTo(2);
            assertThat(process.stderr().lines())
                    .singleElement()
                    .asString()
                    .startsWith("fleetline: ")
                    .contains(said);
        }
    }

    private static int status(ServiceProcess service, String path, String token)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(service.port(), path)))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
