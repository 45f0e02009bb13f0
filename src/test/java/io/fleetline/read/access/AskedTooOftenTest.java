package io.fleetline.read.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.TestReadClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(AskedTooOftenTest.FiveASecond.class)
class AskedTooOftenTest {
    public static final class FiveASecond implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("READ_REQUIRE_TOKEN", "1", "READ_REQUESTS_PER_SECOND", "5");
        }
    }

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    private TestTokens tokens;

    @BeforeEach
    void stopTime() {
        tokens = new TestTokens(database);
        clock.stop();
        // Permits used by another test have been replenished by now.
        clock.advance(Duration.ofMinutes(2));
    }

    @AfterEach
    void goOn() {
        clock.go();
    }

    @Test
    void oneTokenComesFiveTimesASecondAndAnotherIsFree() {
        var token = tokens.make();
        assertThat(answered(token, 7)).isEqualTo(5);
        ask(token)
                .then()
                .statusCode(429)
                .header("Retry-After", "1")
                .contentType("application/problem+json")
                .body("title", equalTo("Too Many Requests"));
        assertThat(answered(tokens.make(), 1)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(answered(token, 7)).isEqualTo(5);
    }

    @Test
    void aClockThatIsPutBackKeepsNobodyOut() {
        var token = tokens.make();
        assertThat(answered(token, 5)).isEqualTo(5);
        clock.putBack(Duration.ofHours(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(answered(token, 5)).isEqualTo(5);
        assertThat(answered(tokens.make(), 1)).as("one that is looked up").isEqualTo(1);
    }

    @Test
    void whoGuessesIsNotLookedUpAnyMoreButAKnownTokenGoesOn() {
        var known = tokens.make();
        assertThat(answered(known, 1)).isEqualTo(1);
        for (int i = 0; i < AccessLimits.WRONG_TOKENS_AT_ONCE; i++) {
            assertThat(ask(AccessToken.random()).statusCode()).isEqualTo(401);
        }
        ask(AccessToken.random()).then().statusCode(429).header("Retry-After", "1");
        assertThat(answered(known, 1)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(answered(tokens.make(), 1)).as("a new one, a while later").isEqualTo(1);
    }

    @Test
    void goodTokensUseNothingUp() {
        for (int i = 0; i < AccessLimits.WRONG_TOKENS_AT_ONCE + 5; i++) {
            assertThat(ask(tokens.make()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void healthIsAnsweredAlways() {
        for (int i = 0; i < 20; i++) {
            given().get("/health").then().statusCode(200);
        }
    }

    private static int answered(String token, int times) {
        int answered = 0;
        for (int i = 0; i < times; i++) {
            answered += ask(token).statusCode() == 200 ? 1 : 0;
        }
        return answered;
    }

    private static Response ask(String token) {
        return TestTokens.with(given(), token).get("/webhook/live-positions");
    }
}
