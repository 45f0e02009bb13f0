package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are not well-formed, mean nothing, or are made to hurt: the culprit is named, and the connection and its subscription go on. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class BadMessagesTest {
    private static final int MANY = 1_200;

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

    static Stream<Arguments> messages() {
        return Stream.of(
                        Map.entry("", "message"),
                        Map.entry(" ", "message"),
                        Map.entry("null", "message"),
                        Map.entry("\"ping\"", "message"),
                        Map.entry("7", "message"),
                        Map.entry("{\"type\":\"ping\"", "message"),
                        Map.entry("{\"type\":\"ping\"}}", "message"),
                        Map.entry("{'type':'ping'}", "message"),
                        Map.entry("{\"type\":\"ping\",}", "message"),
                        Map.entry("{\"type\":\"ping\" /* comment */}", "message"),
                        Map.entry("\uFEFF{\"type\":\"ping\"}", "message"),
                        Map.entry("{\"type\":\"ping\",\"a\":NaN}", "message"),
                        Map.entry("{\"type\":\"ping\",\"a\":-Infinity}", "message"),
                        Map.entry("{\"type\":\"ping\",\"a\":01}", "message"),
                        Map.entry("{\"type\":\"ping\",\"a\":\"\\x\"}", "message"),
                        Map.entry("{\"type\":\"ping\",\"a\":\"\n\"}", "message"),
                        Map.entry("[".repeat(16_000), "message"),
                        Map.entry("{\"a\":".repeat(3_000), "message"),
                        Map.entry("{\"type\":\"ping\",\"a\":" + "9".repeat(15_000) + "}", "message"),
                        Map.entry(subscribe("filters", "{\"imei\":\"m\",\"imei\":\"i\"}"), "message"),
                        Map.entry(subscribe("rate", "1,\"rate\":2"), "message"),
                        Map.entry("{\"type\":null}", "type"),
                        Map.entry("{\"type\":7}", "type"),
                        Map.entry("{\"type\":true}", "type"),
                        Map.entry("{\"type\":[\"ping\"]}", "type"),
                        Map.entry("{\"type\":{\"a\":\"ping\"}}", "type"),
                        Map.entry("{\"type\":\"PING\"}", "type"),
                        Map.entry("{\"type\":\"ping \"}", "type"),
                        Map.entry("{\"type\":\"pi\\u0000ng\"}", "type"),
                        Map.entry("{\"Type\":\"ping\"}", "type"),
                        Map.entry("{\"type\":\"snapshot\"}", "type"),
                        Map.entry("{\"type\":\"" + "x".repeat(15_000) + "\"}", "type"),
                        Map.entry(subscribe("filters", "null"), "filters"),
                        Map.entry(subscribe("filters", "\"cost_centre\""), "filters"),
                        Map.entry(subscribe("filters", "7"), "filters"),
                        Map.entry(subscribe("filters", "{\"imei\":null}"), "imei"),
                        Map.entry(subscribe("filters", "{\"imei\":[null]}"), "imei"),
                        Map.entry(subscribe("filters", "{\"imei\":[[\"m\"]]}"), "imei"),
                        Map.entry(subscribe("filters", "{\"imei\":" + nested(900) + "}"), "imei"),
                        Map.entry(subscribe("filters", "{\"imei\":\"\\ud800\"}"), "imei"),
                        Map.entry(subscribe("filters", "{\"driver_name\":\"a\\u0000\"}"), "driver_name"),
                        Map.entry(subscribe("filters", "{\"\":\"m\"}"), ""),
                        Map.entry(subscribe("filters", "{\"imei[]\":\"m\"}"), "imei[]"),
                        Map.entry(subscribe("filters", "{\"acc_status\":[\"on\",\"off\"]}"), "acc_status"),
                        Map.entry(subscribe("filters", "{\"acc_status\":2}"), "acc_status"),
                        Map.entry(subscribe("bbox", "[]"), "bbox"),
                        Map.entry(subscribe("bbox", "null"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,37]"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,37,-1,5]"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,37,1e999]"), "bbox"),
                        Map.entry(subscribe("bbox", "[-1e999,-2,37,1]"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,37,91]"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,181,1]"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,37,true]"), "bbox"),
                        Map.entry(subscribe("bbox", "[36,-2,37,\"NaN\"]"), "bbox"),
                        Map.entry(subscribe("bbox", "[[36,-2],[37,-1]]"), "bbox"),
                        Map.entry(subscribe("bbox", "\"36;-2;37;-1\""), "bbox"),
                        Map.entry(subscribe("kinds", "null"), "kinds"),
                        Map.entry(subscribe("kinds", "7"), "kinds"),
                        Map.entry(subscribe("kinds", "{\"trip\":true}"), "kinds"),
                        Map.entry(subscribe("kinds", "[\"TRIP\"]"), "kinds"),
                        Map.entry(subscribe("rate", "null"), "rate"),
                        Map.entry(subscribe("rate", "true"), "rate"),
                        Map.entry(subscribe("rate", "-1"), "rate"),
                        Map.entry(subscribe("rate", "1e999"), "rate"),
                        Map.entry(subscribe("rate", "1e-999"), "rate"),
                        Map.entry(subscribe("rate", "51"), "rate"),
                        Map.entry(subscribe("rate", "\"NaN\""), "rate"),
                        Map.entry(subscribe("rate", "[]"), "rate"),
                        Map.entry(subscribe("cursor", "null"), "cursor"),
                        Map.entry(subscribe("cursor", "7"), "cursor"),
                        Map.entry(subscribe("cursor", "[]"), "cursor"),
                        Map.entry(subscribe("cursor", "{}"), "cursor"),
                        Map.entry(subscribe("cursor", "\"0AF3B21C.1.0\""), "cursor"),
                        Map.entry(subscribe("cursor", "\"0af3b21c.-1.0\""), "cursor"),
                        Map.entry(subscribe("cursor", "\"0af3b21c.9999999999999999999.0\""), "cursor"),
                        Map.entry(subscribe("cursor", "\"0af3b21c.1.0000000000\""), "cursor"),
                        Map.entry(subscribe("cursor", "\"0af3b21c.1.0\\u0000\""), "cursor"),
                        Map.entry(subscribe("cursor", "\"0af3b21c.\u0661.0\""), "cursor"),
                        Map.entry(subscribe("cursor", "\"" + "0".repeat(15_000) + "\""), "cursor"),
                        Map.entry(subscribe("", "1"), ""),
                        Map.entry(subscribe("Bbox", "[36,-2,37,-1]"), "Bbox"))
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    private static String subscribe(String field, String json) {
        return "{\"type\":\"subscribe\",\"%s\":%s}".formatted(field, json);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    /** With one connection, whose subscription holds from the first to the last. */
    @Test
    void theCulpritIsNamedAndTheSubscriptionHolds() {
        try (var client = new LiveSocket(address)) {
            client.subscribe("\"filters\":{\"imei\":\"m\"},\"kinds\":[\"trip\",\"position\"]");
            messages().forEach(message -> {
                var text = (String) message.get()[0];
                client.send(text);
                var error = client.next("error");
                assertThat(error.path("culprit").asText())
                        .as(shortened(text) + " → " + error)
                        .isEqualTo(message.get()[1]);
                assertThat(error.path("detail").asText()).isNotBlank().hasSizeLessThan(400);
            });
            bed.fix("m", 36.8, -1.3, 55);
            bed.fix("i", 36.8, -1.3, 55);
            bed.tell();
            assertThat(client.changes(1)
                            .getFirst()
                            .at("/vehicle/properties/imei")
                            .asText())
                    .isEqualTo("m");
        }
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void aCursorThatTheLogDoesNotHaveIsAReset(String cursor) {
        try (var client = new LiveSocket(address)) {
            var epoch = client.next("hello").path("cursor").asText().split("\\.", 2)[0];
            client.send(subscribe("cursor", "\"" + cursor.formatted(epoch) + "\""));
            assertThat(client.next("reset").path("reason").asText()).contains(cursor.formatted(epoch));
            assertThat(client.next("snapshot").path("vehicles")).hasSize(4);
        }
    }

    static Stream<String> cursors() {
        return Stream.of(
                "00000000.1.0",
                "ffffffff.999999999999999999.999999999",
                "%s.999999999999999999.999999999",
                "%s.0.0",
                "%s.0.999999999");
    }

    @Test
    void aPlaceWithinTheOldestTickThatIsNotThereIsPassed() {
        try (var client = new LiveSocket(address)) {
            var epoch = client.next("hello").path("cursor").asText().split("\\.", 2)[0];
            bed.trip("m", 9);
            bed.tell();
            client.send(subscribe("cursor", "\"%s.1.999999999\"".formatted(epoch)));
            assertThat(client.trips(1)).containsExactly(9);
        }
    }

    @Test
    void anEmptyListOrABlankTextIsNoFilter() {
        try (var client = new LiveSocket(address)) {
            var snapshot = client.subscribe(
                    "\"filters\":{\"imei\":[],\"cost_centre\":\" \",\"acc_status\":\"\"},\"kinds\":[]");
            assertThat(snapshot.path("vehicles")).hasSize(4);
        }
    }

    @Test
    void asManyValuesAsFitIntoAMessageAreTaken() {
        var imeis = IntStream.range(0, MANY)
                .mapToObj(number -> "\"%d\"".formatted(1_000_000 + number))
                .collect(Collectors.joining(","));
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send(subscribe("filters", "{\"imei\":[%s,\"m\"]}".formatted(imeis)));
            assertThat(client.next("error").path("detail").asText()).contains("1000000");
            assertThat(LiveSocket.imeis(client.next("snapshot"))).containsExactly("m");
        }
    }

    @Test
    void anyUnicodeIsAName() {
        var name = "👩‍🚒 Ñandú ﷽ e\u0301\u200d\u202e";
        bed.sql("UPDATE tracksolid.devices SET driver_name = '%s' WHERE imei = 'm'".formatted(name));
        bed.tell();
        try (var client = new LiveSocket(address)) {
            var snapshot = client.subscribe("\"filters\":{\"driver_name\":[\"%s\"]}".formatted(name));
            assertThat(LiveSocket.imeis(snapshot)).containsExactly("m");
        }
    }
}
