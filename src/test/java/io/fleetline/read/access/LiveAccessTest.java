package io.fleetline.read.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.feed.LiveBed;
import io.fleetline.read.feed.LiveConnections;
import io.fleetline.read.feed.LiveFeed;
import io.fleetline.read.feed.LiveSocket;
import io.fleetline.read.feed.RawSocket;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(LiveAccessTest.FewConnections.class)
class LiveAccessTest {
    private static final int MOST = 3;

    public static final class FewConnections implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(new TokensRequired().getConfigOverrides());
            settings.put("READ_LIVE_CONNECTIONS", String.valueOf(MOST));
            return settings;
        }
    }

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @Inject
    LiveConnections connections;

    @Inject
    MeterRegistry registry;

    @TestHTTPResource("/live")
    URI address;

    LiveBed bed;
    TestTokens tokens;

    @BeforeEach
    void begin() {
        await().until(() -> registry.get("fleetline.live.connections").gauge().value() == 0);
        bed = new LiveBed(database, feed);
        tokens = new TestTokens(database);
    }

    @AfterEach
    void end() {
        bed.close();
    }

    private LiveSocket with(String token) {
        return new LiveSocket(address, "Authorization", "Bearer " + token);
    }

    @Test
    void withoutATokenNobodyConnects() {
        assertThatThrownBy(() -> new LiveSocket(address)).isInstanceOf(CompletionException.class);
        given().get("/live/stream").then().statusCode(401);
        given().queryParam("access_token", tokens.make())
                .get("/live/stream")
                .then()
                .statusCode(401);
        given().post("/live/ticket").then().statusCode(401);
    }

    @Test
    void aTicketIsGoodOnceAndSeesWhatItsTokenSees() {
        String ticket = TestTokens.with(given(), tokens.make("North"))
                .post("/live/ticket")
                .then()
                .statusCode(200)
                .extract()
                .path("ticket");
        var withTicket = URI.create(address + "?ticket=" + ticket);
        try (var client = new LiveSocket(withTicket)) {
            assertThat(LiveSocket.imeis(client.subscribe(""))).containsExactly("i", "m");
        }
        assertThatThrownBy(() -> new LiveSocket(withTicket)).isInstanceOf(CompletionException.class);
        given().queryParam("ticket", ticket).get("/live/stream").then().statusCode(401);
        given().queryParam("ticket", "x").get("/live/stream").then().statusCode(401);
        given().queryParam("ticket", ticket)
                .get("/webhook/live-positions")
                .then()
                .statusCode(401);
    }

    /** All that a browser can add to a WebSocket; good at each of several processes, as a ticket is not. */
    @Test
    void aWebSocketMayGiveItsTokenAsASubprotocol() {
        var token = tokens.make("North");
        var answer = handshake("fleetline, bearer." + token);
        assertThat(answer).startsWith("HTTP/1.1 101 ").containsIgnoringCase("Sec-WebSocket-Protocol: fleetline\r\n");
        assertThat(answer).doesNotContain(token);
        assertThat(handshake("fleetline, bearer.flt_" + "x".repeat(43))).startsWith("HTTP/1.1 401 ");
        assertThat(handshake("fleetline")).startsWith("HTTP/1.1 401 ");
        assertThat(handshake("fleetline, bearer." + token + ", bearer." + tokens.make()))
                .startsWith("HTTP/1.1 401 ");
        given().header("Sec-WebSocket-Protocol", "fleetline, bearer." + token)
                .get("/live/stream")
                .then()
                .statusCode(401);
        given().header("Sec-WebSocket-Protocol", "fleetline, bearer." + token)
                .get("/webhook/live-positions")
                .then()
                .statusCode(401);
    }

    private String handshake(String protocols) {
        return RawSocket.answer(address, RawSocket.HANDSHAKE + "Sec-WebSocket-Protocol: " + protocols + "\n");
    }

    @Test
    void aVehicleThatGetsAnotherCostCentreIsSeenNoMore() {
        try (var north = with(tokens.make("North"));
                var south = with(tokens.make("South"))) {
            north.subscribe("");
            assertThat(LiveSocket.imeis(south.subscribe(""))).containsExactly("p");
            bed.sql("UPDATE tracksolid.devices SET cost_centre = 'South' WHERE imei = 'm'");
            bed.tell();
            assertThat(north.next("out").path("imeis").toString()).isEqualTo("[\"m\"]");
            assertThat(south.next("change")
                            .at("/changes/0/vehicle/properties/imei")
                            .asText())
                    .isEqualTo("m");
            bed.fix("m", 36.8, -1.3, 55);
            bed.alarm("m", "144");
            bed.tell();
            bed.fix("i", 36.8, -1.3, 55);
            bed.tell();
            assertThat(north.changes(1).toString()).doesNotContain("\"m\"").contains("\"i\"");
        }
    }

    @Test
    void anotherCostCentreThanOnesOwnIsEmptyAndSoIsItsError() {
        try (var north = with(tokens.make("North"))) {
            north.next("hello");
            north.send("{\"type\":\"subscribe\",\"filters\":{\"cost_centre\":[\"South\"]}}");
            assertThat(north.next("error").path("culprit").asText()).isEqualTo("cost_centre");
            assertThat(north.next("snapshot").path("vehicles")).isEmpty();
        }
    }

    @Test
    void aRevokedTokenOrOneWithOtherCostCentresEndsTheConnection() {
        var revoked = tokens.make();
        var changed = tokens.make("North");
        try (var first = with(revoked);
                var second = with(changed);
                var third = with(tokens.make())) {
            third.subscribe("");
            first.next("hello");
            second.next("hello");
            tokens.revoke(revoked);
            bed.sql("UPDATE infrastructure.access_tokens SET cost_centres = '{South}' WHERE cost_centres = '{North}'");
            connections.check();
            assertThat(first.closeCode()).isEqualTo(1008);
            assertThat(second.closeCode()).isEqualTo(1008);
            third.send("{\"type\":\"ping\"}");
            third.next("pong");
        }
    }

    @Test
    void oneTokenHasAFewConnectionsAtATime() {
        var token = tokens.make();
        var open = new ArrayList<LiveSocket>();
        for (int number = 0; number < MOST; number++) {
            open.add(with(token));
            open.getLast().next("hello");
        }
        TestTokens.with(given(), token).get("/live/stream").then().statusCode(429);
        open.removeLast().close();
        await().until(() -> {
            try (var again = with(token)) {
                return true;
            } catch (CompletionException e) {
                return false;
            }
        });
        open.forEach(LiveSocket::close);
    }
}
