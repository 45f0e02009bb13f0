package io.fleetline.read.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that every answer has, and those that none has. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(TokensRequired.class)
class HeadersTest {
    private static final List<String> BANNERS = List.of("quarkus", "vert.x", "netty", "jackson", "resteasy", "java");

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @CsvSource({
        "GET, /health, 200",
        "GET, /openapi, 200",
        "GET, /webhook/live-positions, 401",
        "GET, /nowhere, 401",
        "TRACE, /health, 405",
        "DELETE, /health, 405",
        "POST, /pushgps, 503",
        "GET, /q/nowhere, 404",
        "GET, /q/, 404",
        "OPTIONS, /health, 200"
    })
    void everyAnswerTellsBrowsersWhatNotToDo(String method, String path, int status) {
        var answer = given().request(method, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().getValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().getValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().getValues("Cache-Control")).containsExactly("private, no-cache");
        tellsNoProduct(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /%zz HTTP/1.1", "GET /health?x=%zz HTTP/1.1", "GARBAGE", "GET / HTTP/9.9", "GET x HTTP/1.1"
            })
    void nothingThatIsNoHttpMakesItTellWhatItIs(String request) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write((request + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/");
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain(BANNERS).doesNotContain("server:", "<html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook/live-positions?cost_centre=%00", "/q/dev-ui", "/.git/config"})
    void nothingMalformedMakesItTellWhatItIs(String path) {
        tellsNoProduct(given().urlEncodingEnabled(false).get(path));
    }

    private static void tellsNoProduct(Response answer) {
        assertThat(answer.headers().hasHeaderWithName("Server")).isFalse();
        assertThat(answer.headers().hasHeaderWithName("X-Powered-By")).isFalse();
        if (answer.statusCode() >= 400) {
            assertThat((answer.headers() + answer.asString()).toLowerCase(Locale.ROOT))
                    .doesNotContain(BANNERS)
                    .doesNotContain("<html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
    void metricsAreNotForWhoComesThroughAProxy(String header) {
        given().get("/q/metrics").then().statusCode(200);
        given().header(header, "127.0.0.1").get("/q/metrics").then().statusCode(404);
    }

    @Test
    void plainHttpPromisesNoTls() {
        assertThat(given().get("/health").headers().hasHeaderWithName("Strict-Transport-Security"))
                .isFalse();
    }
}
