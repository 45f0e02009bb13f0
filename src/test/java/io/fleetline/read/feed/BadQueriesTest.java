package io.fleetline.read.feed;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscriptions of server-sent events that mean nothing: 400, which names the culprit. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class BadQueriesTest {
    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @TestHTTPResource("/live")
    URI address;

    LiveBed bed;

    @BeforeEach
    void begin() {
        bed = new LiveBed(database, feed);
    }

    @AfterEach
    void end() {
        bed.close();
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("bbox", "36,-2,37,1e999"),
                Arguments.of("bbox", "36,-2,37,NaN"),
                Arguments.of("bbox", "36,-1,37,-2"),
                Arguments.of("kinds", "trip,smell"),
                Arguments.of("rate", "1e999"),
                Arguments.of("rate", "NaN"),
                Arguments.of("rate", "0"),
                Arguments.of("cursor", "yesterday"),
                Arguments.of("cursor", "0af3b21c.9999999999999999999.0"),
                Arguments.of("driver_name", "a\u0000b"),
                Arguments.of("acc_status", "maybe"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void overServerSentEventsItIsA400(String name, String value) {
        given().queryParam(name, value)
                .get("/live/stream")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith(name));
    }

    @Test
    void aParameterThatIsGivenTwiceWithTwoValuesIsA400() {
        given().queryParam("rate", 1, 2)
                .get("/live/stream")
                .then()
                .statusCode(400)
                .body("detail", startsWith("rate"));
    }

    @Test
    void aLastEventIdThatIsNoneIsA400AndOneOfAnotherLogIsAReset() {
        given().header("Last-Event-ID", "yesterday")
                .get("/live/stream")
                .then()
                .statusCode(400)
                .body("detail", startsWith("cursor"));
        try (var stream = new EventStream(URI.create(address + "/stream"), "Last-Event-ID", "ffffffff.5.1")) {
            stream.next("hello");
            stream.next("reset");
            stream.next("snapshot");
        }
    }

    @Test
    void aBlankLastEventIdIsNone() {
        try (var stream = new EventStream(URI.create(address + "/stream"), "Last-Event-ID", " ")) {
            stream.next("hello");
            stream.next("snapshot");
        }
    }
}
