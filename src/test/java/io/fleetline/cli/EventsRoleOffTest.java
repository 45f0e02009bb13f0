package io.fleetline.cli;

import static io.restassured.RestAssured.given;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Right;
import io.fleetline.read.access.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(EventsRoleOffTest.Off.class)
class EventsRoleOffTest {
    public static final class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("FLEETLINE_ROLES", "ingest,webhook,read", "fleetline.events.off", "true");
        }
    }

    @Inject
    AgroalDataSource database;

    @Test
    void withoutTheRoleThereAreNoSuchPaths() {
        var token = new TestTokens(database).makeWith(Right.ADMIN);
        TestTokens.with(given(), token)
                .body("{}")
                .post("/ingest/health")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        for (var path : List.of("/events", "/events/rules", "/events/rules/health_emergency/dry-run")) {
            TestTokens.with(given(), token).get(path).then().statusCode(404);
        }
    }
}
