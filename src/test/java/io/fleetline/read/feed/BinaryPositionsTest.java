package io.fleetline.read.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.CoreMatchers.containsString;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that gets binary positions from a running service knows what a client knows that gets JSON. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class BinaryPositionsTest {
    private static final int ROUNDS = 6;
    private static final int STEPS = 10;
    private static final List<String> IMEIS = List.of("i", "m", "o", "p");

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void bothFormatsTellTheSame(long seed) {
        var subscription = "\"filters\":{\"cost_centre\":\"North\"}";
        try (var json = new LiveSocket(address);
                var binary = new LiveSocket(address)) {
            var asJson = new ShownVehicles(json, subscription);
            var asBinary = new ShownVehicles(binary, "\"positions\":\"binary\"," + subscription);
            var chance = new Random(seed);
            for (int round = 0; round < ROUNDS; round++) {
                for (int step = 0; step < STEPS; step++) {
                    change(chance);
                    bed.tell();
                }
                bed.sql("UPDATE tracksolid.devices SET vehicle_name = 'Round %d', cost_centre = 'North'"
                        .formatted(round));
                bed.tell();
                assertThat(asBinary.afterRound(round, IMEIS.size())).isEqualTo(asJson.afterRound(round, IMEIS.size()));
            }
        }
    }

    private void change(Random chance) {
        var imei = IMEIS.get(chance.nextInt(IMEIS.size()));
        switch (chance.nextInt(6)) {
            case 0 ->
                bed.sql("UPDATE tracksolid.devices SET driver_name = 'Driver %d' WHERE imei = '%s'"
                        .formatted(chance.nextInt(3), imei));
            case 1 ->
                bed.sql("UPDATE tracksolid.devices SET cost_centre = '%s' WHERE imei = '%s'"
                        .formatted(chance.nextBoolean() ? "North" : "Coast", imei));
            case 2 -> {
                bed.sql(
                        "UPDATE tracksolid.live_positions SET speed = NULL, direction = NULL, acc_status = NULL, odometer_km = NULL WHERE imei = '%s'"
                                .formatted(imei));
                bed.sql("UPDATE tracksolid.devices SET vehicle_name = 'V%d' WHERE imei = '%s'"
                        .formatted(chance.nextInt(), imei));
            }
            case 3 -> {
                bed.sql("UPDATE tracksolid.live_positions SET direction = %d, odometer_km = %d.125 WHERE imei = '%s'"
                        .formatted(chance.nextInt(361), chance.nextInt(1_000_000), imei));
                bed.fix(imei, 180, 90, 0);
            }
            default ->
                bed.fix(
                        imei,
                        Math.round(chance.nextDouble(-180, 180) * 1e6) / 1e6,
                        Math.round(chance.nextDouble(-90, 90) * 1e6) / 1e6,
                        chance.nextInt(2_000) / 10.0);
        }
    }

    @Test
    void itNeedsAWebSocket() {
        given().get("/live/stream?positions=binary")
                .then()
                .statusCode(400)
                .body("detail", containsString("positions as binary frames need a WebSocket"));
    }

    @Test
    void theCursorOfABinaryMessageIsAPlaceToGoOn() {
        String cursor;
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send("{\"type\":\"subscribe\",\"positions\":\"binary\"}");
            var frames = new BinaryFrames();
            frames.learn(client.next("dictionary"));
            cursor = frames.decode(client.nextBinary()).path("cursor").asText();
            bed.trip("m", 9);
            bed.tell();
            assertThat(client.trips(1)).containsExactly(9);
        }
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send("{\"type\":\"subscribe\",\"positions\":\"binary\",\"cursor\":\"%s\"}".formatted(cursor));
            assertThat(client.trips(1)).as("it had not got this one").containsExactly(9);
        }
    }
}
