package io.fleetline.read.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.TestReadClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token of single cost centres is shown of alarms and of the pipeline. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(TokensRequired.class)
class RestrictedAnswersTest {
    private static final String SWEEP = "jimi.user.device.location.list";

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    private FleetFixture fixture;
    private TestTokens tokens;

    @BeforeEach
    void fleet() {
        fixture = new FleetFixture(database);
        fixture.clear();
        fixture.sql("TRUNCATE tracksolid.alarms");
        fixture.liveFleet();
        fixture.sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, source)
            VALUES ('m', '2026-03-10 12:00Z', '1', 'poll'), ('p', '2026-03-10 12:00Z', '1', 'poll'), ('i', '2026-03-10 11:00Z', '1', 'poll')
            """);
        tokens = new TestTokens(database);
        clock.pause();
    }

    @Test
    void alarmsOfOtherCostCentresDoNotExist() {
        var north = tokens.make("North");
        assertThat(alarms(north, "")).containsExactly("m", "i");
        assertThat(alarms(north, "&imei=p")).isEmpty();
        assertThat(alarms(north, "&cost_centre=South")).isEmpty();
        assertThat(alarms(north, "&cost_centre=South,North&limit=1")).containsExactly("m");
        assertThat(alarms(tokens.make(), "")).containsExactly("p", "m", "i");
        given().get("/alarms").then().statusCode(401);
    }

    @Test
    void thePipelineIsForCallersOfAllCostCentres() {
        failed("the account north is locked");
        var refusal = asked("/health/pipeline", tokens.make("North"))
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", containsString("needs a token without cost centres"))
                .extract()
                .asString();
        assertThat(refusal).doesNotContain("locked", SWEEP);
        given().get("/health/pipeline").then().statusCode(401);
        asked("/health/pipeline", tokens.make())
                .statusCode(200)
                .body("state", equalTo("bad"))
                .body("accounts.list[0].last_error", equalTo("the account north is locked"));
    }

    @Test
    void allWhoLookOnShareAnAnswerForTwoSeconds() {
        var token = tokens.make();
        assertThat(state(token)).isEqualTo("warn");
        clock.stop();
        assertThat(state(token)).isEqualTo("warn");
        failed("later");
        assertThat(state(token)).as("the same answer").isEqualTo("warn");
        clock.advance(Duration.ofSeconds(2));
        assertThat(state(token)).isEqualTo("bad");
        clock.go();
    }

    private String state(String token) {
        return asked("/health/pipeline", token).statusCode(200).extract().path("state");
    }

    private void failed(String error) {
        fixture.sql("""
            INSERT INTO tracksolid.ingestion_log (started_at, endpoint, account, source, outcome, error)
            VALUES (now(), '%s', 'north', 'poll', 'failed', '%s')""".formatted(SWEEP, error));
    }

    private static List<String> alarms(String token, String query) {
        return asked("/alarms?from=2026-03-10&to=2026-03-10" + query, token)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("alarms.imei", String.class);
    }

    private static ValidatableResponse asked(String path, String token) {
        return TestTokens.with(given(), token).get(path).then();
    }
}
