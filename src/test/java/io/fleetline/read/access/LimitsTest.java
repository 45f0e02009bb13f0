package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Requests that are too long are refused before any of our code runs. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LimitsTest {
    @TestHTTPResource
    URI address;

    @Test
    void anAddressThatIsTooLong() throws Exception {
        var path = "/webhook/live-positions?cost_centre=";
        assertThat(status(HttpRequest.newBuilder(address.resolve(path + "x".repeat(15_000)))))
                .isEqualTo(200);
        assertThat(status(HttpRequest.newBuilder(address.resolve(path + "x".repeat(20_000)))))
                .isEqualTo(414);
    }

    @Test
    void aHeaderThatIsTooLong() throws Exception {
        var request = HttpRequest.newBuilder(address.resolve("/webhook/live-positions"));
        assertThat(status(request.header("X-Long", "x".repeat(40_000)))).isEqualTo(431);
    }

    @Test
    void aBodyThatIsTooLong() throws Exception {
        var request = HttpRequest.newBuilder(address.resolve("/webhook/fleet-dashboard"))
                .header("Content-Type", "application/json")
                .expectContinue(true) // so that nothing is under way any more when the connection is closed
                .POST(BodyPublishers.ofByteArray(new byte[11 << 20]));
        assertThat(status(request)).isEqualTo(413);
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
