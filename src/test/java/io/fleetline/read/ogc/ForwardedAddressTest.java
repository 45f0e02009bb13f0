package io.fleetline.read.ogc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.startsWith;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a trusted proxy: links are URLs that the client can reach. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(ForwardedAddressTest.BehindAProxy.class)
class ForwardedAddressTest {
    /** The effect of TRUSTED_PROXIES=127.0.0.1. */
    public static final class BehindAProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.trusted-proxies", "127.0.0.1",
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true",
                    "quarkus.http.proxy.enable-forwarded-host", "true",
                    "quarkus.http.proxy.enable-forwarded-prefix", "true");
        }
    }

    private static final Map<String, String> FORWARDED = Map.of(
            "X-Forwarded-Proto", "https",
            "X-Forwarded-Host", "fleet.example",
            "X-Forwarded-Prefix", "/telematics",
            "X-Forwarded-For", "203.0.113.7");

    @ParameterizedTest
    @ValueSource(
            strings = {"/ogc", "/ogc/collections", "/ogc/collections/trips", "/ogc/collections/trips/items?limit=1"})
    void linksBeginAsTheClientAsked(String path) {
        given().headers(FORWARDED)
                .get(path)
                .then()
                .statusCode(200)
                .body("links.href", everyItem(startsWith("https://fleet.example/telematics/o")));
    }

    @Test
    void theDescriptionNamesTheServerThatTheClientAsked() {
        given().headers(FORWARDED)
                .get("/openapi.json")
                .then()
                .statusCode(200)
                .body("servers[0].url", equalTo("https://fleet.example/telematics"));
    }

    @Test
    void withoutAPrefixThereIsNone() {
        given().header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "fleet.example")
                .get("/ogc")
                .then()
                .body("links[0].href", equalTo("https://fleet.example/ogc"));
    }

    @Test
    void whatIsForOperatorsStaysInside() {
        assertThat(given().headers(FORWARDED).get("/q/metrics").statusCode()).isEqualTo(404);
        assertThat(given().header("X-Forwarded-For", "127.0.0.1")
                        .get("/q/health")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
    }
}
