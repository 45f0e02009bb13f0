package io.fleetline.cli;

import static io.restassured.RestAssured.given;

import io.fleetline.DatabaseResource;
import io.fleetline.ingest.push.Pushes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(WebhookRoleOffTest.Off.class)
class WebhookRoleOffTest {
    public static final class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("FLEETLINE_ROLES", "ingest,read");
        }
    }

    @Test
    void withoutTheRoleThereAreNoSuchPaths() {
        for (var path : Pushes.paths()) {
            given().formParams("token", "t", "data_list", "[]")
                    .post(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }
}
