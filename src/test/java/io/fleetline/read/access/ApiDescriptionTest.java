package io.fleetline.read.access;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The description of the read-API. After a change: run this test once with {@code -Dfleetline.openapi.write=true}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ApiDescriptionTest {
    private static final Path KEPT = Path.of("docs", "openapi.yaml");

    @Test
    void theOneInTheDocumentsIsWhatTheServiceServes() throws Exception {
        var served =
                get("/openapi?format=yaml").then().statusCode(200).extract().asString();
        assertThat(served).contains("- url: " + itself());
        served = served.replace("- url: " + itself(), "- url: /");
        if (Boolean.getBoolean("fleetline.openapi.write")) {
            Files.writeString(KEPT, served);
        }
        assertThat(Files.readString(KEPT))
                .as("renew it: ./mvnw test -Dtest=ApiDescriptionTest -Dfleetline.openapi.write=true")
                .isEqualTo(served);
    }

    /** The description of a running service names that service; the one in docs names none. */
    private static String itself() {
        return RestAssured.baseURI + ":" + RestAssured.port;
    }

    @Test
    void itSaysWhoseItIsAndHowToAsk() {
        get("/openapi.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("info.title", equalTo("Fleetline read-API"))
                .body("info.license.name", equalTo("Apache-2.0"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("security[0].bearer.size()", equalTo(0))
                .body("paths.'/health'.get.security.size()", equalTo(0));
    }

    @Test
    void everyOperationIsExplained() throws Exception {
        var description = new ObjectMapper().readTree(get("/openapi.json").asString());
        var lacking = new ArrayList<String>();
        for (var path : description.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                lacking(operation.getValue(), Set.of("/", "/health").contains(path.getKey()))
                        .forEach(what -> lacking.add(operation.getKey() + " " + path.getKey() + " has no " + what));
            }
        }
        assertThat(description.path("paths").size()).isGreaterThan(4);
        assertThat(lacking).isEmpty();
    }

    private static List<String> lacking(JsonNode operation, boolean open) {
        var lacking = new ArrayList<String>();
        if (operation.path("summary").asText().isBlank()) {
            lacking.add("summary");
        }
        var fine = operation.at("/responses/200");
        if (fine.isMissingNode()) {
            lacking.add("answer 200");
        }
        if (fine.findValue("example") == null && fine.findValue("examples") == null) {
            lacking.add("example");
        }
        for (var status : open ? List.<String>of() : List.of("400", "401", "429", "503")) {
            if (operation.path("responses").path(status).isMissingNode()) {
                lacking.add("answer " + status);
            }
        }
        return lacking;
    }

    @Test
    void thereIsNoMoreToSee() {
        given().redirects().follow(false).get("/swagger-ui").then().statusCode(404);
    }
}
