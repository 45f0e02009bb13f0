package io.fleetline.read;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ProblemsTest {
    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URI address;

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

    @Test
    void aDatabaseThatIsAway() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");
        var trouble = catchThrowableOfType(JdbiException.class, () -> Jdbi.open(nowhere));
        assertThat(new Problems().ofDatabase(trouble).getStatus()).isEqualTo(503);
    }

    @Test
    void anErrorOfOursIsNotShownToTheCaller() {
        var answer = new Problems().ofAnythingElse(new IllegalStateException("secret"));
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getEntity().toString()).doesNotContain("secret");
    }

    /** Before, there was no answer, and the caller waited until its timeout. */
    @Test
    void anErrorIsAnsweredToo() {
        problem(given().get("/test/error").then(), 500, "Internal Server Error")
                .body("detail", not(containsString("secret")));
    }

    @Test
    void aQueryThatIsBadlyEncoded() throws Exception {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("""
                GET /webhook/live-positions?cost_centre=%zz HTTP/1.0\r
                \r
                """.getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.0 400");
        }
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String title) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", equalTo(title));
    }
}
