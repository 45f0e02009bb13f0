package io.fleetline.read;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class HealthResourceTest {
    private static final String SWEEP = "jimi.user.device.location.list";

    @Inject
    AgroalDataSource database;

    FleetFixture fixture;

    @BeforeEach
    void nothingHasRun() {
        fixture = new FleetFixture(database);
        fixture.clear();
    }

    @Test
    void theServiceIsUp() {
        get("/health").then().statusCode(200).body("status", equalTo("ok")).body("size()", equalTo(1));
    }

    @Test
    void aPipelineThatHasNeverRunSaysSo() {
        assertThat(status()).isEqualTo("never");
    }

    @Test
    void switchedOffEndpointsAndPushesThatNeverCameDoNotCount() {
        allPollsRan();
        assertThat(status()).isEqualTo("ok");
        fixture.sql("UPDATE infrastructure.endpoints SET optional = false WHERE endpoint = '/pushgps'");
        assertThat(status()).isEqualTo("ok");
        fixture.sql("UPDATE infrastructure.endpoints SET optional = false WHERE endpoint = 'jimi.device.obd.list'");
        assertThat(status()).isEqualTo("never");
        fixture.sql(
                "UPDATE infrastructure.endpoints SET optional = true WHERE endpoint IN ('/pushgps', 'jimi.device.obd.list')");
    }

    @Test
    void theWholeIsAsBadAsItsWorstPart() {
        fixture.sql("""
            INSERT INTO reporting.refresh_log (view_name, source, started_at, finished_at, rows, outcome)
            SELECT 'reporting.v_trips', 'dashboard_api', at, at, 3, 'ok' FROM (SELECT now() - INTERVAL '16 minutes') t(at)
            """);
        assertThat(status()).as("stale is worse than never").isEqualTo("stale");
        allPollsRan();
        assertThat(status()).as("stale is worse than ok").isEqualTo("stale");
        run("/pushgps", null, "10 seconds", "failed");
        assertThat(status()).as("failing is worse than stale").isEqualTo("failing");
    }

    @Test
    void anEndpointShowsItsFigures() {
        run(SWEEP, "north", "50 seconds", "ok");
        run(SWEEP, "south", "10 minutes", "ok");
        run(SWEEP, "north", "2 minutes", "limited");
        var answer = get("/health/ingest")
                .then()
                .statusCode(200)
                .body("endpoints", hasSize(21))
                .extract()
                .jsonPath();
        assertThat(OffsetDateTime.parse(answer.getString("as_of"))).isNotNull();
        var sweep = answer.<String, Object>getMap("endpoints.find { it.endpoint == '" + SWEEP + "' }");
        assertThat(sweep)
                .containsAllEntriesOf(Map.of(
                        "source",
                        "poll",
                        "status",
                        "ok",
                        "runs_24h",
                        3,
                        "rows_24h",
                        15,
                        "failures_24h",
                        1,
                        "last_error",
                        "because",
                        "accounts_behind",
                        List.of("south")))
                .containsOnlyKeys(
                        "endpoint",
                        "source",
                        "status",
                        "last_success",
                        "age_s",
                        "runs_24h",
                        "rows_24h",
                        "failures_24h",
                        "last_error",
                        "last_error_at",
                        "accounts_behind");
        assertThat((Integer) sweep.get("age_s")).isBetween(50, 80);
        var failedAt = OffsetDateTime.parse((String) sweep.get("last_error_at")).toInstant();
        var asOf = OffsetDateTime.parse(answer.getString("as_of")).toInstant();
        assertThat(Duration.between(failedAt, asOf).toSeconds()).isBetween(120L, 150L);
    }

    @Test
    void anErrorOfARefreshHasItsTimeToo() {
        fixture.sql(
                """
            INSERT INTO reporting.refresh_log (view_name, source, started_at, finished_at, outcome, error)
            VALUES ('reporting.v_trips', 'dashboard_api', TIMESTAMPTZ '%1$s' - INTERVAL '2 hours', TIMESTAMPTZ '%1$s' - INTERVAL '1 hour', 'failed', 'older'),
                   ('reporting.v_trips', 'dashboard_api', '%1$s', '%1$s', 'failed', 'newer')
            """.formatted(OffsetDateTime.now(ZoneOffset.UTC).minusHours(1).truncatedTo(ChronoUnit.SECONDS)));
        var refresh = get("/health/ingest")
                .then()
                .extract()
                .jsonPath()
                .<String, Object>getMap("endpoints.find { it.endpoint == 'reporting.v_trips' }");
        assertThat(refresh).containsEntry("last_error", "newer");
        assertThat((String) refresh.get("last_error_at")).isNotNull();
        assertThat(get("/health/ingest")
                        .then()
                        .extract()
                        .jsonPath()
                        .<Object>getList("endpoints.findAll { it.last_error == null && it.last_error_at != null }"))
                .isEmpty();
    }

    private void allPollsRan() {
        fixture.sql("""
            INSERT INTO tracksolid.ingestion_log (started_at, endpoint, account, source, outcome)
            SELECT now() - INTERVAL '5 seconds', endpoint, 'north', 'poll', 'ok'
            FROM infrastructure.endpoints WHERE source = 'poll' AND NOT optional
            """);
    }

    private void run(String endpoint, String account, String ago, String outcome) {
        fixture.sql("""
            INSERT INTO tracksolid.ingestion_log (started_at, endpoint, account, source, rows_received, rows_inserted, outcome, error)
            VALUES (now() - INTERVAL '%s', '%s', %s, '%s', 9, 5, '%s', %s)
            """.formatted(
                        ago,
                        endpoint,
                        account == null ? "NULL" : "'" + account + "'",
                        account == null ? "push" : "poll",
                        outcome,
                        outcome.equals("ok") ? "NULL" : "'because'"));
    }

    private static String status() {
        return get("/health/ingest").then().statusCode(200).extract().path("status");
    }
}
