package io.fleetline.read.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.fleetline.DatabaseResource;
import io.fleetline.read.access.TokensRequired;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a service that needs tokens: the files are open, the data are not. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(TokensRequired.class)
class ConsoleFilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/main.js",
                "/console/style/base.css",
                "/console/texts/en.json",
                "/console/outline.json",
                "/console/icon.svg",
                "/console/libraries/ol/ol.js",
                "/console/libraries/ol/LICENSE.md",
                "/console/libraries/uplot/uPlot.iife.min.js"
            })
    void theFilesAreOpen(String file) {
        given().get(file).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../webhook/live-positions",
                "/console/%2e%2e/webhook/live-positions",
                "/console//../alarms",
                "/roads"
            })
    void theDataAreNot(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(not(equalTo(200)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/index.html"})
    void thePageIsAtTheRoot(String path) {
        given().redirects().follow(false).get(path).then().statusCode(302).header("Location", "../");
    }

    @Test
    void aFileIsNotSentTwice() {
        var first = given().get("/console/main.js");
        var tag = first.header("ETag");
        assertThat(tag).startsWith("W/");
        given().header("If-None-Match", tag)
                .get("/console/main.js")
                .then()
                .statusCode(304)
                .body(equalTo(""));
        given().header("If-None-Match", tag).get("/console/pages.js").then().statusCode(200);
        given().get("/console/nothing.js").then().statusCode(404).header("ETag", nullValue());
    }

    @Test
    void theSettingsSayThatATokenIsNeeded() {
        given().get("/console/settings")
                .then()
                .statusCode(200)
                .body("token_required", equalTo(true))
                .body("time_zone", equalTo("Africa/Nairobi"))
                .body("tile_url", equalTo(""));
    }

    @Test
    void onlyTheTileServerMayBeAskedForImages() {
        var page = new ConsolePage(
                new ConsoleSettings("https://tiles.example.com:8443/{z}/{x}/{y}.png", "", ZoneId.of("UTC")));
        assertThat(page.policy()).contains("img-src 'self' data: blob: https://tiles.example.com:8443;");
        assertThat(page.policy()).contains("connect-src 'self';").doesNotContain("unsafe");
    }
}
