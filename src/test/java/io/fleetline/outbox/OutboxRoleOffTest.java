package io.fleetline.outbox;

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
@TestProfile(OutboxRoleOffTest.Off.class)
class OutboxRoleOffTest {
    public static final class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("FLEETLINE_ROLES", "read", "fleetline.outbox.off", "true");
        }
    }

    @Inject
    AgroalDataSource database;

    @Test
    void withoutTheRoleThereAreNoSuchPaths() {
        var token = new TestTokens(database).makeWith(Right.ADMIN);
        for (var path : List.of("/webhooks", "/webhooks/0f8fad5b-d9cb-469f-a165-70867728950e/events")) {
            given().header("Authorization", "Bearer " + token)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }
}
