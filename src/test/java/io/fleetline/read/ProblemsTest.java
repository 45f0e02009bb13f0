package io.fleetline.read;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ProblemsTest {
    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/webhook/nowhere", "/health/nowhere"})
    void aPathThatIsNone(String path) {
        problem(given().accept("application/json").get(path).then(), 404, "Not Found");
        problem(given().accept("text/html").get(path).then(), 404, "Not Found");
    }

    @Test
    void aMethodThatThePathDoesNotHave() {
        problem(given().delete("/webhook/fleet-dashboard").then(), 405, "Method Not Allowed");
    }

    @Test
    void anAnswerThatTheCallerDoesNotTake() {
        problem(given().accept("text/csv").get("/webhook/live-positions").then(), 406, "Not Acceptable");
    }

    @Test
    void aQuestionThatTheDatabaseRefuses() {
        var fixture = new FleetFixture(database);
        fixture.sql("ALTER FUNCTION reporting.fn_health_ingest RENAME TO fn_away");
        try {
            problem(given().get("/health/ingest").then(), 500, "Internal Server Error")
                    .body("detail", not(containsString("fn_health_ingest")));
        } finally {
            fixture.sql("ALTER FUNCTION reporting.fn_away RENAME TO fn_health_ingest");
        }
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String title) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", equalTo(title));
    }
}
