package io.fleetline.read.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LiveStreamTest {
    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @TestHTTPResource("/")
    URI service;

    LiveBed bed;

    @BeforeEach
    void begin() {
        bed = new LiveBed(database, feed);
    }

    @AfterEach
    void end() {
        bed.close();
    }

    private EventStream open(String query, String... headers) {
        return new EventStream(service.resolve("/live/stream" + query), headers);
    }

    @Test
    void itHasTheSameFramesAsTheSocket() {
        try (var stream = open("?cost_centre=North&bbox=36.6,-2,37,-1&kinds=position,trip")) {
            assertThat(stream.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(stream.response()
                            .headers()
                            .firstValue("Content-Encoding")
                            .orElse("identity"))
                    .isEqualTo("identity");
            stream.next("hello");
            assertThat(LiveSocket.imeis(stream.next("snapshot"))).containsExactly("m");
            bed.fix("m", 36.8, -1.3, 55);
            bed.tell();
            assertThat(stream.next("change")
                            .at("/changes/0/vehicle/properties/speed")
                            .asDouble())
                    .isEqualTo(55);
            bed.fix("m", 38, -1.3, 55);
            bed.tell();
            assertThat(stream.next("out").path("imeis").toString()).isEqualTo("[\"m\"]");
        }
    }

    @Test
    void aBrowserThatConnectsAgainGoesOnWithTheLastId() {
        String last;
        try (var stream = open("")) {
            stream.next("hello");
            stream.next("snapshot");
            bed.trip("m", 9);
            bed.tell();
            stream.next("change");
            last = stream.lastId;
        }
        bed.trip("m", 20);
        bed.tell();
        // The address still has an older cursor.
        try (var stream = open("?cursor=00000000.1.0", "Last-Event-ID", last)) {
            stream.next("hello");
            var missed = stream.next("change");
            assertThat(missed.path("changes")).hasSize(1);
            assertThat(missed.at("/changes/0/distance_km").asDouble()).isEqualTo(20);
            stream.next("snapshot");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bbox=1, bbox",
        "kinds=smell, kinds",
        "rate=-1, rate",
        "cursor=x, cursor",
        "acc_status=maybe, acc_status"
    })
    void whatIsWrongIsA400(String query, String culprit) {
        given().get("/live/stream?" + query).then().statusCode(400).body("detail", containsString(culprit));
    }

    /** A browser lets any page open a WebSocket or read a stream, so the service itself must refuse foreign ones. */
    @Test
    void whereNoTokenIsRequiredForeignPagesAreRefused() {
        given().header("Origin", "https://evil.example")
                .get("/live/stream")
                .then()
                .statusCode(403);
        given().header("Origin", "https://evil.example")
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
                .get("/live")
                .then()
                .statusCode(403);
        var ours = "http://%s:%d".formatted(service.getHost(), service.getPort());
        given().header("Origin", ours).get("/live/stream?bbox=1").then().statusCode(400);
    }
}
