package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.store.StoreSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refused push is refused early and cheaply, with a reason, and leaves no trace. */
class RefusalsTest {
    private static final String TABLE = "tracksolid.position_history";
    private PushServer server = PushServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(PushSettings settings, StoreSettings bounds) {
        server.close();
        server = new PushServer(settings, bounds);
    }

    private static PushSettings limits(int bytes, int items, int itemsPerSecond, int bytesInFlight, Duration bodyTime) {
        return new PushSettings(TOKEN, bytes, items, itemsPerSecond, bytesInFlight, bodyTime, Duration.ofDays(550));
    }

    private static final Duration LONG = Duration.ofSeconds(30);

    static String fixes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"deviceImei\":\"860000000000041\",\"gpsTime\":\"%s\",\"lat\":-1.2,\"lng\":36.8}"
                        .formatted(PushServer.NOW.minusSeconds(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aWrongTokenInTheUrlIsRefusedBeforeTheBodyIsRead() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /pushgps?token=guess HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            // Not a byte of the body is sent, and the connection ends with the answer.
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 401")
                    .endsWith("{\"code\":401,\"msg\":\"wrong or missing token\"}");
        }
    }

    @Test
    void aLargeBodyIsRefusedByItsAnnouncedLength() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /pushgps HTTP/1.1\r\nHost: x\r\nContent-Length: 8388609\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 413")
                    .endsWith("{\"code\":413,\"msg\":\"a body of more than 8388608 bytes\"}");
        }
    }

    @Test
    void aLargeBodyIsRefusedWhileItArrivesAndWhenItIsInflated() throws IOException {
        restart(limits(1_000, 5_000, 0, 64 << 20, LONG), StoreSettings.DEFAULT);
        var body = ("token=" + TOKEN + "&data_list=" + " ".repeat(2_000)).getBytes(StandardCharsets.UTF_8);
        var chunked = server.send(server.request("/pushgps", "text/plain")
                .version(Version.HTTP_1_1)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            gzip.write(body);
        }
        var inflated = server.send(server.request("/pushgps", "text/plain")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bomb.toByteArray())));
        assertThat(inflated.statusCode()).isEqualTo(413);
        assertThat(server.books("/pushgps", TABLE).balance(0)).isTrue();
    }

    @Test
    void fiveThousandItemsAreTakenAndOneMoreIsNot() {
        assertThat(server.postForm("/pushgps", fixes(5_000)).statusCode()).isEqualTo(200);
        var answer = server.postJson("/pushgps", fixes(5_001));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("more than 5000 items");
        assertThat(server.books("/pushgps", TABLE).balance(5_000)).isTrue();
    }

    @Test
    void otherCompressionsAndBrokenOnesAreRefused() {
        var other = server.send(server.request("/pushgps?token=" + TOKEN, "application/json")
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("[]")));
        assertThat(other.statusCode()).isEqualTo(415);
        var broken = server.send(server.request("/pushgps?token=" + TOKEN, "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("[]")));
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void aProbeIsAnsweredAndOtherMethodsAreNot() {
        assertThat(server.send(server.request("/pushgps", "text/plain").GET()).body())
                .isEqualTo("{\"code\":0,\"msg\":\"success\"}");
        assertThat(server.send(server.request("/pushgps", "text/plain").DELETE())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aSenderWhoDribblesIsCutOff() throws IOException {
        restart(limits(8 << 20, 5_000, 0, 64 << 20, Duration.ofMillis(300)), StoreSettings.DEFAULT);
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /pushgps HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ntoken="
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 408");
        }
        assertThat(bytesInFlight()).isZero();
    }

    @Test
    void bodiesTogetherMayTakeOnlySoMuchMemory() throws IOException {
        restart(limits(8 << 20, 5_000, 0, 1_000, LONG), StoreSettings.DEFAULT);
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("POST /pushgps?token=" + TOKEN + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n"
                                    + " ".repeat(750))
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> bytesInFlight() == 750);
            tryAgainLater(server.postForm("/pushgps", fixes(1)));
        }
        await().until(() -> bytesInFlight() == 0);
        assertThat(server.postForm("/pushgps", fixes(1)).statusCode()).isEqualTo(200);
        assertThat(server.books("/pushgps", TABLE).balance(1)).isTrue();
    }

    @Test
    void soManyItemsASecondAndNoMore() {
        restart(limits(8 << 20, 20, 1, 64 << 20, LONG), StoreSettings.DEFAULT);
        assertThat(server.postForm("/pushgps", fixes(20)).statusCode()).isEqualTo(200);
        var answer = server.postForm("/pushgps", fixes(20));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(10, 20);
        assertThat(server.books("/pushgps", TABLE).balance(20)).isTrue();
    }

    @Test
    void aFullQueueIsSaidAtOnceAndWhatWasAcknowledgedIsThere() {
        // One writer, one slot in the queue: the table is locked, so one request is being written, one waits.
        restart(PushServer.settings(TOKEN), new StoreSettings(50_000, 1, 5_000, 1, 1));
        try (var handle = server.jdbi.open()) {
            handle.begin();
            handle.execute("LOCK TABLE tracksolid.position_history");
            var first = CompletableFuture.supplyAsync(() -> server.postForm("/pushgps", fixes(1)));
            await().until(() -> waitingForLock() == 1);
            var second = CompletableFuture.supplyAsync(() -> server.postForm("/pushgps", fixes(2)));
            await().until(() -> server.registry
                            .get("fleetline.store.queued.facts")
                            .tag("table", TABLE)
                            .gauge()
                            .value()
                    == 2);
            tryAgainLater(server.postForm("/pushgps", fixes(3)));
            handle.commit();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(second.join().statusCode()).isEqualTo(200);
        }
        assertThat(server.books("/pushgps", TABLE)).isEqualTo(new PushServer.Books(3, 2, 1, 0, 2, 0));
    }

    private long waitingForLock() {
        return server.jdbi.withHandle(
                handle -> handle.createQuery("""
                SELECT count(*) FROM pg_locks WHERE NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""").mapTo(Long.class).one());
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsAcknowledged() {
        assertThat(server.postForm("/pushgps", fixes(1)).statusCode()).isEqualTo(200);
        server.database.setReachable(false);
        tryAgainLater(server.postForm("/pushgps", fixes(3)));
        server.database.setReachable(true);
        await().until(() -> server.postForm("/pushgps", fixes(3)).statusCode() == 200);
        assertThat(server.count(TABLE)).isEqualTo(3);
        server.store.log().flush();
        assertThat(server.count("tracksolid.ingestion_log WHERE endpoint = '/pushgps' AND outcome = 'failed'"
                        + " AND error LIKE '%could not be written%'"))
                .isPositive();
    }

    private static void tryAgainLater(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    private double bytesInFlight() {
        return server.registry.get("fleetline.push.bytes.in.flight").gauge().value();
    }
}
