package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.TestReadClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers that take their answers slowly, or not at all, beside other readers. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class SlowReadersTest {
    private static final String PATH = "/test/broken-stream";
    private static final String ENDLESS = PATH + "?rowBytes=10000&goodRows=1000000";
    private static final String SHORT = PATH + "?rowBytes=1000&goodRows=900&badRows=0";
    /** The pool has eight connections: three stay free of downloads, two are reserved for short ones. */
    private static final int LONG_ONES = 3;

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    @TestHTTPResource(PATH)
    URI address;

    private final List<Socket> readers = new ArrayList<>();

    @BeforeEach
    void stopTime() {
        clock.stop();
    }

    @AfterEach
    void everythingIsFreeAgain() throws IOException {
        for (var reader : readers) {
            reader.close();
        }
        clock.go();
        await().until(() -> transactions() == 0);
    }

    @Test
    void eightThatTakeNothingKeepNobodyOut() {
        var heads = heads(8, ENDLESS);
        assertThat(heads).filteredOn(head -> head.startsWith("HTTP/1.1 200")).hasSize(LONG_ONES);
        assertThat(heads)
                .filteredOn(head -> head.startsWith("HTTP/1.1 503"))
                .hasSize(8 - LONG_ONES)
                .allMatch(head -> head.contains("\r\nRetry-After: 5\r\n"));
        assertThat(transactions()).isEqualTo(LONG_ONES);
        given().get("/analytics/fleet-summary").then().statusCode(200);
        given().get("/webhook/live-positions").then().statusCode(200);
        given().get(SHORT).then().statusCode(200);
        assertThat(transactions()).as("they are still at it").isEqualTo(LONG_ONES);
    }

    /** Time advances step by step: only the time spent waiting for the reader counts, and the buffers must be full first. */
    @Test
    void oneThatTakesNothingIsEndedAndMakesRoom() {
        heads(LONG_ONES, ENDLESS);
        assertThat(transactions()).isEqualTo(LONG_ONES);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    clock.advance(Duration.ofSeconds(20));
                    return transactions() == 0;
                });
        assertThat(heads(1, ENDLESS).getFirst()).startsWith("HTTP/1.1 200");
    }

    @Test
    void oneThatTakesForEverIsEndedToo() throws IOException {
        var reader = ask(ENDLESS);
        var taken = new AtomicLong();
        var end = CompletableFuture.runAsync(() -> readToItsEnd(reader, taken));
        // More than the slowest allowed reader takes within the time limit.
        await().atMost(Duration.ofMinutes(1)).until(() -> taken.get() > 20_000_000);
        assertThat(end).isNotDone();
        clock.advance(Duration.ofSeconds(301));
        await().until(end::isDone);
    }

    @Test
    void aShortAnswerHoldsNoConnectionWhileItIsTaken() {
        assertThat(heads(8, SHORT)).allMatch(head -> head.startsWith("HTTP/1.1 200"));
        await().until(() -> transactions() == 0);
    }

    /** The headers of each answer, all requested at once. */
    private List<String> heads(int number, String path) {
        var heads = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < number; i++) {
            heads.add(CompletableFuture.supplyAsync(
                    () -> head(path), command -> Thread.ofVirtual().start(command)));
        }
        return heads.stream().map(CompletableFuture::join).toList();
    }

    private String head(String path) {
        try {
            var in = ask(path).getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            return head.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Socket ask(String path) throws IOException {
        var reader = new Socket();
        reader.setReceiveBufferSize(4096);
        reader.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        synchronized (readers) {
            readers.add(reader);
        }
        reader.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(path).getBytes(US_ASCII));
        return reader;
    }

    private static void readToItsEnd(Socket reader, AtomicLong taken) {
        var buffer = new byte[1 << 16];
        try {
            for (int read = 0; read >= 0; read = reader.getInputStream().read(buffer)) {
                taken.addAndGet(read);
            }
        } catch (IOException e) {
            // that is an end, too
        }
    }

    private int transactions() {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
                          AND query LIKE '%repeat%'
                        """).mapTo(int.class).one());
    }
}
