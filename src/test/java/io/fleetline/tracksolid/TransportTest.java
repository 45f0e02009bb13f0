package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fleetline.tracksolid.FakeCloud.Reply;
import io.fleetline.tracksolid.TracksolidException.Kind;
import io.fleetline.wire.MileageUnit;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransportTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final int MOST_BYTES = 100_000;

    private final FakeCloud cloud = new FakeCloud();
    private final Transport transport = new Transport(VERTX, cloud.url(), settings(Duration.ofSeconds(20)));

    @AfterEach
    void close() {
        transport.close();
        cloud.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void postsAForm() {
        cloud.replies("m", "{'code':0}");
        var reply = transport.post(
                call(30_000),
                Map.of("method", "m", "device_name", "Grüner Käfer & Söhne = 7+", "time", "2026-01-15 08:30:00"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"code\":0}");
        var request = cloud.requests().getFirst();
        assertThat(request.headers().getFirst("Content-Type"))
                .isEqualTo("application/x-www-form-urlencoded; charset=UTF-8");
        assertThat(request.headers().getFirst("Content-Length")).isNotNull();
        assertThat(request.form())
                .isEqualTo(Map.of(
                        "method", "m", "device_name", "Grüner Käfer & Söhne = 7+", "time", "2026-01-15 08:30:00"));
    }

    @Test
    void anyStatusIsAReply() {
        cloud.replies("m", new Reply(502, "<html>Bad gateway</html>"));

        assertThat(transport.post(call(30_000), Map.of("method", "m")).status()).isEqualTo(502);
    }

    @Test
    void aReplyWithoutBody() {
        cloud.replies("m", new Reply(204, ""));

        assertThat(transport.post(call(30_000), Map.of("method", "m")).body()).isEmpty();
    }

    @Test
    void noAnswerInTime() {
        cloud.replies("m", FakeCloud.SILENCE);
        var e = failure(() -> transport.post(call(300), Map.of("method", "m")));

        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(e).hasMessage("jimi.some.method for account north: no answer within 300 ms");
    }

    @Test
    void aCallWhoseConnectionIsClosedBeforeAnyAnswerGoesOutOnceMore() {
        cloud.replies("m", FakeCloud.CLOSED, new Reply(200, "there"));

        assertThat(transport.post(call(30_000), Map.of("method", "m")).body()).hasSize(5);
        assertThat(cloud.requests("m")).hasSize(2);
    }

    @Test
    void butNotAgainAndAgain() {
        cloud.replies("m", FakeCloud.CLOSED);
        var e = failure(() -> transport.post(call(30_000), Map.of("method", "m")));

        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(e).hasMessageEndingWith("no answer: the connection was lost");
        assertThat(cloud.requests("m")).hasSize(2);
    }

    @Test
    void nobodyThere() throws IOException {
        int port;
        try (var unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        try (var lost =
                new Transport(VERTX, URI.create("http://127.0.0.1:" + port + "/"), settings(Duration.ofSeconds(20)))) {
            var e = failure(() -> lost.post(call(30_000), Map.of("method", "m")));

            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(e).hasMessageContaining("no answer: the host refused the connection");
        }
    }

    /** A listener whose queue is full silently drops further attempts. */
    @Test
    void theConnectionHasATimeoutOfItsOwn() throws IOException {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket();
                var second = new Socket()) {
            first.connect(full.getLocalSocketAddress());
            second.connect(full.getLocalSocketAddress());
            var url = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
            try (var hanging = new Transport(VERTX, url, settings(Duration.ofSeconds(1)))) {
                var start = System.nanoTime();
                var e = failure(() -> hanging.post(call(20_000), Map.of("method", "m")));

                assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void aReplyUpToTheLimitIsRead() {
        cloud.replies("m", new Reply(200, "x".repeat(MOST_BYTES)));

        assertThat(transport.post(call(30_000), Map.of("method", "m")).body()).hasSize(MOST_BYTES);
    }

    @Test
    void aLongerReplyIsRefusedAndTheNextCallIsNot() {
        cloud.replies("m", new Reply(200, "x".repeat(MOST_BYTES + 1)), new Reply(200, "short"));
        var e = failure(() -> transport.post(call(30_000), Map.of("method", "m")));

        assertThat(e.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(e).hasMessageContaining("the reply is longer than 100000 bytes");
        assertThat(transport.post(call(30_000), Map.of("method", "m")).body()).hasSize(5);
    }

    @Test
    void anInterruptEndsTheWait() {
        cloud.replies("m", FakeCloud.SILENCE);
        var failure = new AtomicReference<TracksolidException>();
        var stillInterrupted = new AtomicBoolean();
        var caller = Thread.startVirtualThread(() -> {
            failure.set(failure(() -> transport.post(call(50_000), Map.of("method", "m"))));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        await().until(() -> !cloud.requests().isEmpty());
        caller.interrupt();
        await().until(() -> !caller.isAlive());

        assertThat(failure.get().kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(stillInterrupted).isTrue();
    }

    private static TracksolidException failure(ThrowingCallable call) {
        return catchThrowableOfType(TracksolidException.class, call);
    }

    private static Call call(long timeoutMillis) {
        return new Call("jimi.some.method", "north", Map.of(), Duration.ofMillis(timeoutMillis), false);
    }

    private static ClientSettings settings(Duration connectTimeout) {
        var second = Duration.ofSeconds(1);
        return new ClientSettings(connectTimeout, second, second, 0, 4, MileageUnit.METRES, second, MOST_BYTES);
    }
}
