package io.fleetline.service.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.SettableClock;
import io.fleetline.ingest.push.PushSettings;
import io.fleetline.ingest.push.Pushes;
import io.fleetline.service.DeadLetterSummary;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The webhooks inside the service: once everything is up, and counted. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class WebhookRoutesTest {
    private static final String FIXES = """
            [{"deviceImei":"860000000000041","gpsTime":"2026-01-14 21:15:09","lat":-1.2921,"lng":36.8219},
             {"deviceImei":"860000000000041","gpsTime":"2026-01-14 21:15:09","lat":-1.2921,"lng":36.8219},
             {"deviceImei":"860000000000042","gpsTime":"2019-01-06 00:00:00","lat":-1.2921,"lng":36.8219}]""";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-14T21:30:00Z"));

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry registry;

    @Inject
    WebhookRoutes routes;

    @Test
    void pushesAreTakenOnceAllIsUpAndTheMetricsTellOfThem() {
        given().formParams("token", "t", "data_list", FIXES)
                .post("/pushgps")
                .then()
                .statusCode(503)
                .header("Retry-After", "1");
        try (var store = new Store(database, StoreSettings.DEFAULT, clock, registry)) {
            var settings =
                    new PushSettings("t", 1 << 20, 5_000, 0, 1 << 24, Duration.ofSeconds(30), Duration.ofDays(550));
            routes.lead(new Pushes(store, settings, registry, clock));
            given().formParams("token", "t", "data_list", FIXES)
                    .post("/pushgps")
                    .then()
                    .statusCode(200)
                    .body(equalTo("{\"code\":0,\"msg\":\"success\"}"));
            given().contentType("application/json")
                    .body(Map.of("token", "wrong", "data_list", "[]"))
                    .post("/pushgps")
                    .then()
                    .statusCode(401);
            assertThat(DeadLetterSummary.text(store, clock))
                    .isEqualTo("dead letters of the last 24 hours: 1 of /pushgps: time too old");
            assertThat(given().get("/q/metrics").asString())
                    .contains("fleetline_push_received_items_total{path=\"/pushgps\"} 3.0")
                    .contains("fleetline_push_stored_items_total{path=\"/pushgps\"} 1.0")
                    .contains("fleetline_push_known_items_total{path=\"/pushgps\"} 1.0")
                    .contains("fleetline_push_dead_letters_total{path=\"/pushgps\",reason=\"time too old\"} 1.0")
                    .contains("fleetline_push_requests_total{path=\"/pushgps\",status=\"401\"} 1.0")
                    .contains("fleetline_push_acknowledgement_seconds_count{path=\"/pushgps\"} 1")
                    .contains("fleetline_push_bytes_in_flight 0.0")
                    .contains("fleetline_store_batch_facts_sum{table=\"tracksolid.position_history\"} 3.0")
                    .contains("fleetline_store_commit_seconds_count{table=\"tracksolid.position_history\"} 1")
                    .contains("fleetline_store_queued_facts{table=\"tracksolid.position_history\"} 0.0");
        }
    }
}
