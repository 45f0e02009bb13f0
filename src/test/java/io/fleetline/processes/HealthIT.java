package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code /q/health} of a started process is correct, role by role, while the database fails and returns. */
@Isolated("two seconds are not much beside others")
class HealthIT {
    private static final String AWAY = "the database does not answer";
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void aProcessOfTheReadRoleAnswersForItselfOnly() {
        flips("read", Map.of("FLEETLINE_ROLES", "read", "READ_REQUIRE_TOKEN", "0"));
    }

    @Test
    void aProcessOfTheWebhookRoleAnswersForItselfOnly() {
        flips("webhook", Map.of("FLEETLINE_ROLES", "webhook", "JIMI_WEBHOOK_TOKEN", "hub-secret"));
    }

    @Test
    void aVendorThatIsAwayDoesNotMakeTheIngestRoleUnready() {
        try (var cloud = new StandingFleet()) {
            var environment = new HashMap<>(cloud.environment("unused"));
            environment.put("TRACKSOLID_API_URL", "http://127.0.0.1:1/route/rest");
            environment.put("FLEETLINE_ROLES", "ingest");
            flips("ingest", environment);
        }
    }

    private static void flips(String role, Map<String, String> settings) {
        try (var database = TestDatabase.create();
                var service = serve(database, settings)) {
            untilStatus(service, "/q/health/started", 200, Duration.ofSeconds(90));
            untilStatus(service, "/q/health/ready", 200, SOON);
            onlyTheReadRoleShowsVehicles(service, role);
            var outage = new DatabaseOutage(database);
            outage.begin();
            untilStatus(service, "/q/health/ready", 503, SOON);
            assertThat(HealthAnswer.of(service, "/q/health/ready").condition(role))
                    .isEqualTo(AWAY);
            assertThat(HealthAnswer.of(service, "/q/health/live").status()).isEqualTo(200);
            assertThat(HealthAnswer.of(service, "/q/health/started").status()).isEqualTo(200);
            outage.end();
            untilStatus(service, "/q/health/ready", 200, SOON);
            checkWords(HealthAnswer.of(service, "/q/health"), role);
        }
    }

    private static void onlyTheReadRoleShowsVehicles(ServiceProcess service, String role) {
        for (var path : List.of("/webhook/live-positions", "/analytics/filters", "/ogc", "/webhook/fleet-dashboard")) {
            assertThat(HealthAnswer.of(service, path).status()).as(path).isEqualTo(role.equals("read") ? 200 : 404);
        }
        assertThat(HealthAnswer.of(service, "/live").status()).as("/live").isEqualTo(role.equals("read") ? 426 : 404);
    }

    private static ServiceProcess serve(TestDatabase database, Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("DATABASE_URL", database.url());
        return ServiceProcess.start(environment, "serve").waitHealthy();
    }

    private static void untilStatus(ServiceProcess service, String path, int status, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(HealthAnswer.of(service, path).status())
                        .as("%s of a service that said %s", path, service.output())
                        .isEqualTo(status));
    }

    private static void checkWords(HealthAnswer all, String role) {
        assertThat(all.body())
                .contains("\"live\"", "\"started\"", "\"ready\"", role)
                .doesNotContain("secret", "password", "postgresql", "127.0.0.1");
        for (var other : new String[] {"read", "webhook", "ingest"}) {
            assertThat(all.body().contains("\"" + other + "\"")).isEqualTo(other.equals(role));
        }
    }
}
