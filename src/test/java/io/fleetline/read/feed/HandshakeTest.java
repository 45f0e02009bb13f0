package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Requests that should open a WebSocket, and do not. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class HandshakeTest {
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

    static Stream<Arguments> handshakes() {
        var good = RawSocket.HANDSHAKE;
        return Stream.of(
                Arguments.of(good, "101"),
                Arguments.of(good.replace("Upgrade: websocket\n", ""), "426"),
                Arguments.of(good.replace("Upgrade: websocket", "Upgrade: h2c"), "400"),
                Arguments.of(good.replace("Connection: Upgrade\n", ""), "400"),
                Arguments.of(good.replaceFirst("Sec-WebSocket-Key.*\n", ""), "400"),
                Arguments.of(good.replaceFirst("Sec-WebSocket-Key.*\n", "Sec-WebSocket-Key:\n"), "400"),
                Arguments.of(good.replaceFirst("Sec-WebSocket-Key.*\n", "Sec-WebSocket-Key: short\n"), "400"),
                Arguments.of(good.replace("Version: 13", "Version: 12"), "426"),
                Arguments.of(good.replaceFirst("Sec-WebSocket-Version.*\n", ""), "426"),
                Arguments.of(good.replaceFirst("GET", "POST") + "Content-Length: 0\n", "404"),
                Arguments.of(good.replaceFirst("HTTP/1.1", "HTTP/1.0"), "426"),
                Arguments.of(good + "X-Long: " + "x".repeat(30_000) + "\n", "431"),
                Arguments.of(good.replaceFirst("/live", "/live?ticket=" + "x".repeat(17_000)), "414"),
                Arguments.of(good.replaceFirst("/live", "/live/nowhere"), "404"),
                Arguments.of(good.replaceFirst("HTTP/1.1", "NONSENSE"), "400"));
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void aHandshakeThatIsNoneIsRefused(String request, String status) {
        assertThat(RawSocket.answer(address, request)).matches("(?s)HTTP/1\\.[01] " + status + " .*");
    }

    @Test
    void anOlderClientIsToldTheVersion() {
        assertThat(RawSocket.answer(address, RawSocket.HANDSHAKE.replace("Version: 13", "Version: 8")))
                .containsIgnoringCase("Sec-WebSocket-Version: 13");
    }
}
