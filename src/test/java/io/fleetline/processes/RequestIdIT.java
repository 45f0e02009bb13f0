package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request's id is in the answer, in the lines of a JSON log, in the dead letters and in the ingestion log. */
class RequestIdIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "hub-secret";

    @Test
    void anIdIsFollowedFromThePushToTheStore() {
        try (var database = TestDatabase.create();
                var service = serve(database)) {
            var answer = Push.send(service, "hub-42", TOKEN, Push.FROM_A_LOST_CLOCK);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Push.idOf(answer)).isEqualTo("hub-42");
            assertThat(Push.idOf(Push.send(service, "has a space", TOKEN, Push.GOOD)))
                    .matches("[0-9a-f]{16}");
            Push.send(service, "hub-43", "wrong", Push.GOOD);
            var outage = new DatabaseOutage(database);
            outage.begin();
            assertThat(Push.send(service, "hub-44", TOKEN, Push.GOOD).statusCode())
                    .isEqualTo(503);
            outage.end();
            service.stop().exitCode(Duration.ofSeconds(20));
            checkStore(database);
            checkLog(service);
        }
    }

    private static ServiceProcess serve(TestDatabase database) {
        var service = ServiceProcess.start(
                Map.of(
                        "DATABASE_URL",
                        database.url(),
                        "FLEETLINE_ROLES",
                        "webhook",
                        "FLEETLINE_LOG_FORMAT",
                        "json",
                        "JIMI_WEBHOOK_TOKEN",
                        TOKEN),
                "serve");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> HealthAnswer.of(service, "/q/health/started").status() == 200);
        return service;
    }

    private static void checkStore(TestDatabase database) {
        // The test's own connection did not survive the outage.
        await().ignoreExceptions().until(() -> ids(database, "infrastructure.dead_letters"), List.of("hub-42")::equals);
        // The request that was refused during the outage may have its own row: failed.
        assertThat(ids(database, "tracksolid.ingestion_log WHERE outcome = 'ok'"))
                .hasSize(2)
                .contains("hub-42")
                .doesNotContain("hub-43", "hub-44");
    }

    private static List<String> ids(TestDatabase database, String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT request_id FROM " + table + " ORDER BY request_id")
                        .mapTo(String.class)
                        .list());
    }

    private static void checkLog(ServiceProcess service) {
        var lines = service.stdout().lines().map(RequestIdIT::parsed).toList();
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).contains("a push was refused: 401");
            assertThat(line.at("/mdc/requestId").asText()).isEqualTo("hub-43");
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("threadName").asText()).startsWith("tracksolid.position_history-");
            assertThat(line.at("/mdc/requestId").asText()).isEqualTo("hub-44");
        });
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
