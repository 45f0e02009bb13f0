package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams during which the database fails, or the client disconnects. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class StreamTroubleTest {
    private static final String PATH = "/test/broken-stream";

    @Inject
    AgroalDataSource database;

    @TestHTTPResource(PATH)
    URI address;

    @AfterEach
    void everyConnectionIsGivenBack() {
        await().until(() -> transactions() == 0);
    }

    @Test
    void anErrorBeforeTheFirstByteIsAProblem() {
        given().get(PATH + "?goodRows=0&rowBytes=1000").then().statusCode(500).contentType("application/problem+json");
    }

    /** An answer shorter than a mebibyte is buffered until it is complete. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000})
    void anErrorBeforeAnythingIsSentIsAProblemToo(int goodRows) {
        given().get(PATH + "?rowBytes=1000&goodRows=" + goodRows)
                .then()
                .statusCode(500)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_100, 1_200, 20_000})
    void anErrorAfterTheFirstByteCutsTheConnection(int goodRows) {
        var request = HttpRequest.newBuilder(URI.create(address + "?rowBytes=1000&goodRows=" + goodRows))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoGoesAwayHoldsNoConnection() throws Exception {
        try (var client = new Socket(address.getHost(), address.getPort())) {
            client.getOutputStream()
                    .write(("GET " + PATH + "?rowBytes=1000&goodRows=1000000 HTTP/1.1\r\nHost: test\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(10_000)).hasSize(10_000);
            assertThat(transactions()).isEqualTo(1);
        }
    }

    private int transactions() {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
                        """).mapTo(int.class).one());
    }
}
