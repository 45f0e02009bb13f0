package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.store.StoreSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The memory for bodies in progress: senders with the token have their own share, others only a small one. */
class BodySharesTest {
    private static final int MAX_BODY = 512 << 10;
    private static final int ALL_BODIES = 4 << 20;
    private final PushServer server = new PushServer(
            new PushSettings(TOKEN, MAX_BODY, 5_000, 0, ALL_BODIES, Duration.ofSeconds(30), Duration.ofDays(550)),
            StoreSettings.DEFAULT);

    @AfterEach
    void stop() {
        server.close();
    }

    /** Nine times half a megabyte would fill the four megabytes. */
    @Test
    void nineSlowConnectionsWithoutATokenKeepNoPushOut() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 9; i++) {
                var socket = new Socket("127.0.0.1", server.port());
                sockets.add(socket);
                send(socket, "POST /pushgps HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(MAX_BODY));
                sendUnlessRefused(socket, "data_list=" + " ".repeat(MAX_BODY - 100));
            }
            await().until(() -> inFlight() > MAX_BODY / 2);
            for (var i = 0; i < 5; i++) {
                var second = RefusalsTest.fixes(1).replace("21:30:00", "21:29:%02d".formatted(i));
                assertThat(server.postForm("/pushgps", second).statusCode()).isEqualTo(200);
                assertThat(server.postJson("/pushgps", second).statusCode()).isEqualTo(200);
                assertThat(server.post("/pushgps?token=" + TOKEN, "application/json", second)
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(inFlight()).isLessThanOrEqualTo(ALL_BODIES / 4.0);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        await().until(() -> inFlight() == 0);
    }

    @Test
    void aWrongTokenInFrontOfABodyEndsItAtOnce() throws IOException {
        for (var start :
                new String[] {"token=guess&data_list=", "{\"token\":\"guess\",", "{ \"token\" : \"guess\" , \"data"}) {
            try (var socket = new Socket("127.0.0.1", server.port())) {
                send(socket, "POST /pushgps HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + start);
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 401");
            }
        }
    }

    @Test
    void aShortBodyWithAWrongTokenIsReadToItsEndSoThatTheAnswerArrives() {
        for (var i = 0; i < 20; i++) {
            assertThat(server.post("/pushgps", "text/plain", "token=guess&data_list=" + " ".repeat(40_000))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aBodyIsAskedForOnceTheTokenIsKnownToBeRight() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            var body = "[]";
            send(
                    socket,
                    "POST /pushgps?token=%s HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"
                            .formatted(TOKEN));
            var answer = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue".length());
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue");
            send(socket, body);
            await().until(() -> socket.getInputStream().available() > 100);
        }
        try (var socket = new Socket("127.0.0.1", server.port())) {
            send(
                    socket,
                    "POST /pushgps?token=guess HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void aQueryThatIsNotWellEncodedIsAQuery() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            send(
                    socket,
                    "POST /pushgps?x=%%zz&token=%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            .formatted(TOKEN));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(server.row("SELECT reason, payload FROM infrastructure.dead_letters"))
                .isEqualTo("\"not understood\",x=%zz");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        var answer = server.send(server.request("/pushgps", "text/plain").DELETE());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
    }

    /** Once the share of strangers is used up, the service answers and closes the connection without waiting for the body. */
    private static void sendUnlessRefused(Socket socket, String text) throws IOException {
        try {
            send(socket, text);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private double inFlight() {
        return server.registry.get("fleetline.push.bytes.in.flight").gauge().value();
    }
}
