package io.fleetline.read.feed;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LiveSocketTest {
    private static final int ROUNDS = 40;

    /** More than the buffers of both systems hold. */
    private static final long MOST_PING_BYTES = 200_000_000;

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

    @Test
    void aClientHasTheMapAndWhatChangesOnIt() {
        try (var client = new LiveSocket(address)) {
            var snapshot = client.subscribe("\"filters\":{\"cost_centre\":\"North\"}");
            assertThat(LiveSocket.imeis(snapshot)).containsExactly("i", "m");
            assertThat(snapshot.path("last").asBoolean()).isTrue();

            bed.fix("m", 36.8, -1.3, 55);
            bed.fix("p", 39.6, -4.1, 55); // of another cost centre
            bed.tell();
            var change = client.changes(1).getFirst();
            assertThat(change.path("kind").asText()).isEqualTo("position");
            assertThat(change.at("/vehicle/properties/imei").asText()).isEqualTo("m");
            assertThat(change.at("/vehicle/properties/speed").asDouble()).isEqualTo(55);
            assertThat(change.at("/vehicle/geometry/coordinates/0").asDouble()).isEqualTo(36.8);
            client.send("{\"type\":\"ping\"}");
            client.next("pong");
        }
    }

    @Test
    void aVehicleThatLeavesTheBoxIsOut() {
        try (var client = new LiveSocket(address)) {
            assertThat(LiveSocket.imeis(client.subscribe("\"bbox\":[36,-2,37,-1]")))
                    .containsExactly("i", "m");
            bed.fix("m", 38, -1.3, 55);
            bed.tell();
            assertThat(client.next("out").path("imeis").toString()).isEqualTo("[\"m\"]");
            bed.fix("m", 36.9, -1.3, 55);
            bed.tell();
            assertThat(client.next("change")
                            .at("/changes/0/vehicle/properties/imei")
                            .asText())
                    .isEqualTo("m");
        }
    }

    @Test
    void aVehicleThatIsRenamedExcludedOrStandsIsReported() {
        try (var client = new LiveSocket(address)) {
            client.subscribe("\"kinds\":[\"status\"]");
            bed.fix("m", 36.8, -1.3, 60);
            bed.tell();
            bed.fix("m", 36.8, -1.3, 0);
            bed.tell();
            var change = client.changes(1).getFirst();
            assertThat(change.path("kind").asText()).isEqualTo("status");
            assertThat(change.at("/vehicle/properties/status").asText()).isEqualTo("idle");

            bed.sql("UPDATE tracksolid.devices SET driver_name = 'Zuri' WHERE imei = 'm'"); // no status
            bed.tell();
            bed.sql("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('North')");
            bed.tell();
            assertThat(client.outs(2)).containsExactly("i", "m");
            bed.sql("DELETE FROM reporting.excluded_cost_centres");
            bed.tell();
            assertThat(client.changes(2).toString()).contains("Zuri");
        }
    }

    @Test
    void tripsAndAlarmsComeOnceEachAlsoAfterTheConnectionWasLost() {
        String cursor;
        try (var client = new LiveSocket(address)) {
            client.subscribe("");
            bed.trip("m", 9);
            bed.alarm("m", "144");
            bed.tell();
            var changes = client.changes(2);
            var trip = changes.getFirst();
            assertThat(trip.path("kind").asText()).isEqualTo("trip");
            assertThat(trip.path("state").asText()).isEqualTo("ended");
            assertThat(trip.path("distance_km").asDouble()).isEqualTo(9);
            assertThat(trip.path("end").toString()).isEqualTo("[36.5,-1.5]");
            assertThat(changes.getLast().path("kind").asText()).isEqualTo("alarm");
            assertThat(changes.getLast().path("alarm_type").asText()).isEqualTo("144");
            cursor = client.cursor();
        }
        bed.trip("m", 20);
        bed.tell();
        bed.alarm("p", "145");
        bed.fix("p", 39.6, -4.1, 20);
        bed.tell();
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send("{\"type\":\"subscribe\",\"cursor\":\"%s\"}".formatted(cursor));
            var missed = client.changes(2);
            assertThat(missed.getFirst().path("distance_km").asDouble()).isEqualTo(20);
            assertThat(missed.getLast().path("alarm_type").asText()).isEqualTo("145");
            assertThat(client.next("snapshot").path("vehicles")).hasSize(4);
            bed.trip("i", 30);
            bed.tell();
            assertThat(client.next("change").at("/changes/0/distance_km").asDouble())
                    .isEqualTo(30);
        }
    }

    @Test
    void aTripThatIsRemovedIsReported() {
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send("{\"type\":\"subscribe\",\"kinds\":\"trip\"}");
            client.send("{\"type\":\"ping\"}");
            client.next("pong");
            bed.trip("m", 9);
            bed.tell();
            client.next("change");
            bed.sql("DELETE FROM tracksolid.trips");
            bed.tell();
            assertThat(client.next("change").at("/changes/0/state").asText()).isEqualTo("removed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff.5.1", "%s.999999.0"})
    void aCursorOfAnotherLogIsAReset(String cursor) {
        try (var client = new LiveSocket(address)) {
            var epoch = client.next("hello").path("cursor").asText().split("\\.", 2)[0];
            client.send("{\"type\":\"subscribe\",\"cursor\":\"%s\"}".formatted(cursor.formatted(epoch)));
            assertThat(client.next("reset").path("reason").asText()).contains(cursor.formatted(epoch));
            assertThat(client.next("snapshot").path("vehicles")).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nonsense                                                             | message
            [1]                                                                  | message
            {"type":"ping"} {}                                                   | message
            {"type":"ping","type":"ping"}                                        | message
            {}                                                                   | type
            {"type":"fly"}                                                       | type
            {"type":"subscribe","bbox":"1,2,3"}                                  | bbox
            {"type":"subscribe","bbox":[36,-2,37,"north"]}                       | bbox
            {"type":"subscribe","bbox":[36,-1,37,-2]}                            | bbox
            {"type":"subscribe","bbox":{"west":1}}                               | bbox
            {"type":"subscribe","kinds":["position","smell"]}                    | kinds
            {"type":"subscribe","rate":0}                                        | rate
            {"type":"subscribe","rate":"fast"}                                   | rate
            {"type":"subscribe","rate":[1,2]}                                    | rate
            {"type":"subscribe","cursor":"yesterday"}                            | cursor
            {"type":"subscribe","filters":["North"]}                             | filters
            {"type":"subscribe","filters":{"colour":"red"}}                      | colour
            {"type":"subscribe","filters":{"cost_centre":{"a":1}}}               | cost_centre
            {"type":"subscribe","filters":{"cost_centre":"a\\u0000b"}}           | cost_centre
            {"type":"subscribe","filters":{"acc_status":"maybe"}}                | acc_status
            {"type":"subscribe","filters":{"vehicle_number":"KDA 001A,KDZ 9"}}   | vehicle_number
            {"type":"subscribe","positions":"xml"}                               | positions
            {"type":"subscribe","positions":["json","binary"]}                   | positions
            {"type":"subscribe","speed":1}                                       | speed
            """)
    void whatIsWrongIsNamedAndTheConnectionGoesOn(String message, String culprit) {
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send(message);
            var error = client.next("error");
            assertThat(error.path("culprit").asText()).as(error.toString()).isEqualTo(culprit);
            assertThat(error.path("detail").asText()).isNotBlank();
            client.send("{\"type\":\"ping\"}");
            while (!client.next().path("type").asText().equals("pong")) {}
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() {
        try (var client = new LiveSocket(address)) {
            client.next("hello");
            client.send("{\"type\":\"" + "x".repeat(20_000) + "\"}");
            assertThat(client.closeCode()).isIn(1002, 1009, -1);
        }
    }

    @Test
    void oneThatDoesNotReadDelaysNobodyAndThenHasTheNewestState() {
        var imeis = List.of("i", "m", "o", "p");
        try (var slow = new LiveSocket(address, false);
                var quick = new LiveSocket(address)) {
            // All rounds together are more than the buffers of both systems hold.
            bed.sql("UPDATE tracksolid.devices SET vehicle_name = repeat('x', 100000)");
            bed.tell();
            slow.send("{\"type\":\"subscribe\"}");
            quick.next("hello");
            quick.send("{\"type\":\"subscribe\"}");
            var seenByQuick = new HashMap<String, Double>();
            for (int round = 1; round <= ROUNDS; round++) {
                for (var imei : imeis) {
                    bed.fix(imei, 36.8, -1.3, round);
                }
                bed.tell();
                while (!seenByQuick.equals(allAt(imeis, round))) {
                    look(quick.next(), seenByQuick);
                }
            }
            slow.read();
            var seen = new HashMap<String, Double>();
            int states = 0;
            while (!seen.equals(allAt(imeis, ROUNDS))) {
                states += look(slow.next(), seen);
            }
            assertThat(states).as("states that it was sent").isLessThan(ROUNDS * imeis.size());
        }
    }

    private static Map<String, Double> allAt(List<String> imeis, double speed) {
        return imeis.stream().collect(Collectors.toMap(imei -> imei, _ -> speed));
    }

    /** Takes the speeds from a frame; returns how many there were. */
    private static int look(JsonNode frame, Map<String, Double> speeds) {
        var vehicles = new ArrayList<JsonNode>();
        frame.path("vehicles").forEach(vehicles::add);
        frame.path("changes").forEach(change -> vehicles.add(change.path("vehicle")));
        vehicles.forEach(vehicle -> speeds.put(
                vehicle.at("/properties/imei").asText(),
                vehicle.at("/properties/speed").asDouble()));
        return vehicles.size();
    }

    @Test
    void anUnsubscribedClientHearsNothing() {
        try (var client = new LiveSocket(address)) {
            client.subscribe("");
            client.send("{\"type\":\"unsubscribe\"}");
            client.send("{\"type\":\"ping\"}");
            client.next("pong");
            bed.fix("m", 36.8, -1.3, 55);
            bed.tell();
            client.send("{\"type\":\"ping\"}");
            client.next("pong");
        }
    }

    /** The service answers each ping; the pongs would fill its memory. */
    @Test
    void oneThatSendsPingsAndReadsNothingIsHeld() throws Exception {
        var ping = ByteBuffer.allocate(131 * 500);
        while (ping.hasRemaining()) {
            ping.put((byte) 0x89).put((byte) (0x80 | 125)).putInt(0).position(ping.position() + 125);
        }
        try (var channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
                var selector = Selector.open()) {
            upgrade(channel);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_WRITE);
            long sent = 0;
            ping.flip();
            while (sent < MOST_PING_BYTES && selector.select(2_000) > 0) {
                selector.selectedKeys().clear();
                sent += channel.write(ping);
                if (!ping.hasRemaining()) {
                    ping.rewind();
                }
            }
            assertThat(sent).as("bytes that the service took").isLessThan(MOST_PING_BYTES);
        }
    }

    private static void upgrade(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap("""
                GET /live HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                Sec-WebSocket-Version: 13\r
                \r
                """.getBytes(US_ASCII)));
        var answer = ByteBuffer.allocate(4_096);
        while (!new String(answer.array(), 0, answer.position(), US_ASCII).contains("\r\n\r\n")) {
            assertThat(channel.read(answer)).isPositive();
        }
        assertThat(new String(answer.array(), US_ASCII)).startsWith("HTTP/1.1 101");
    }

    @Test
    void whatEndedLongAgoIsNoEvent() {
        try (var client = new LiveSocket(address)) {
            client.subscribe("");
            bed.trip("m", 3_000);
            bed.trip("m", 9);
            bed.tell();
            assertThat(client.trips(1)).containsExactly(9);
        }
    }

    @Test
    void withoutTheLogThereIsNoFeed() {
        bed.close();
        given().get("/live/stream").then().statusCode(503);
    }

    @Test
    void anOrdinaryRequestIsToldWhatThisIs() {
        given().get("/live").then().statusCode(426);
    }

    @Test
    void theLogThatBeginsAnewIsAReset() {
        try (var client = new LiveSocket(address)) {
            client.subscribe("");
            // In one transaction: a reader that saw the log switched off would end the connection.
            bed.sql(
                    "DO $$ BEGIN PERFORM infrastructure.fn_close_change_log(); PERFORM infrastructure.fn_open_change_log(); END $$");
            feed.turn();
            assertThat(feed.position()).as("it waits for the first tick").isNotNull();
            await().until(() -> {
                bed.tell();
                return feed.position() != null && client.waiting() > 0;
            });
            client.next("reset");
            client.next("snapshot");
        }
    }
}
