package io.fleetline.read.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service as it is in production. */
public final class TokensRequired implements QuarkusTestProfile {
    static final String OUR_PAGE = "https://fleet.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "READ_REQUIRE_TOKEN",
                "1",
                "DASHBOARD_CORS_ORIGINS",
                OUR_PAGE,
                "quarkus.http.cors.enabled",
                "true",
                "quarkus.http.cors.origins",
                OUR_PAGE);
    }
}
