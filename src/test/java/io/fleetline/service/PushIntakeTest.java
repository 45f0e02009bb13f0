package io.fleetline.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The webhooks inside the service: once everything is up, and counted. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class PushIntakeTest {
    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Inject
    FactStore store;

    @Inject
    PushIntake pushes;

    @Inject
    InstantSource clock;

    /** Of a minute ago, twice, and one that is too old. */
    private String fixes() {
        return """
                [{"deviceImei":"860000000000041","gpsTime":"%1$s","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000041","gpsTime":"%1$s","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000042","gpsTime":"2019-01-06 00:00:00","lat":-1.2921,"lng":36.8219}]""".formatted(WIRE_TIME.format(clock.instant().minusSeconds(60)));
    }

    @Test
    void pushesAreTakenOnceAllIsUpAndTheMetricsTellOfThem() {
        var fixes = fixes();
        given().formParams("token", "t", "data_list", fixes)
                .post("/pushgps")
                .then()
                .statusCode(503)
                .header("Retry-After", "1");
        try (var part = store) {
            part.start();
            pushes.start();
            given().formParams("token", "t", "data_list", fixes)
                    .post("/pushgps")
                    .then()
                    .statusCode(200)
                    .body(equalTo("{\"code\":0,\"msg\":\"success\"}"));
            given().contentType("application/json")
                    .body(Map.of("token", "wrong", "data_list", "[]"))
                    .post("/pushgps")
                    .then()
                    .statusCode(401);
            assertThat(DeadLetterSummary.text(store.store(), clock))
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
