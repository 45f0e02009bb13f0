package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestCertificate;
import io.fleetline.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with its own certificate. */
class TlsIT {
    private static final Duration ENOUGH = Duration.ofSeconds(90);
    private static final TestCertificate FIRST = TestCertificate.make("EC", 0, 2);

    @TempDir
    Path folder;

    @Test
    void itSpeaksTlsOnlyAndTakesUpARenewedCertificate() throws Exception {
        write(FIRST, FIRST);
        try (var database = TestDatabase.create();
                var service = serve(database.url())) {
            await().atMost(ENOUGH)
                    .ignoreExceptions()
                    .until(() -> health(service, FIRST, "https").statusCode() == 200);
            assertThat(health(service, FIRST, "https").headers().allValues("Strict-Transport-Security"))
                    .containsExactly("max-age=31536000");
            assertThatThrownBy(() -> health(service, FIRST, "http")).isInstanceOf(IOException.class);
            var second = TestCertificate.make("RSA", 0, 2);
            assertThatThrownBy(() -> health(service, second, "https")).isInstanceOf(SSLHandshakeException.class);
            write(second, second);
            await().atMost(ENOUGH)
                    .ignoreExceptions()
                    .until(() -> health(service, second, "https").statusCode() == 200);
        }
    }

    @Test
    void aKeyOfAnotherCertificateEndsTheStart() throws Exception {
        write(FIRST, TestCertificate.make("EC", 0, 2));
        try (var service = serve("postgresql://nobody@127.0.0.1:1/nothing")) {
            assertThat(service.exitCode(ENOUGH)).isEqualTo(2);
            assertThat(service.stderr().lines())
                    .singleElement()
                    .asString()
                    .startsWith("fleetline: TLS_KEY_FILE names " + folder.resolve("key.pem"));
        }
    }

    private void write(TestCertificate certificate, TestCertificate key) throws IOException {
        Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
        Files.writeString(folder.resolve("key.pem"), key.keyPem());
    }

    private ServiceProcess serve(String database) {
        return ServiceProcess.start(
                Map.of(
                        "DATABASE_URL",
                        database,
                        "FLEETLINE_ROLES",
                        "read",
                        "TLS_CERTIFICATE_FILE",
                        folder.resolve("cert.pem").toString(),
                        "TLS_KEY_FILE",
                        folder.resolve("key.pem").toString(),
                        "QUARKUS_TLS_WEB_RELOAD_PERIOD",
                        "30S"),
                "serve");
    }

    private static HttpResponse<Void> health(ServiceProcess service, TestCertificate trusted, String scheme)
            throws IOException, InterruptedException {
        SSLContext trust = trusted.trust();
        try (var http = HttpClient.newBuilder().sslContext(trust).build()) {
            var address = URI.create("%s://127.0.0.1:%d/health".formatted(scheme, service.port()));
            return http.send(HttpRequest.newBuilder(address).timeout(ENOUGH).build(), BodyHandlers.discarding());
        }
    }
}
