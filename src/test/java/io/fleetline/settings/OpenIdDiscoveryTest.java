package io.fleetline.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fleetline.read.access.OpenIdSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdDiscoveryTest {
    private HttpServer provider;
    private String issuer;
    private volatile String document = "";

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort() + "/realms/fleet";
        provider.createContext("/realms/fleet/.well-known/openid-configuration", exchange -> {
            var body = document.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void theProviderSaysWhereItsKeysAre(String slash) {
        document = "{\"issuer\": \"x\", \"jwks_uri\": \"https://id.example.com/keys\"}";
        assertThat(OpenIdDiscovery.completed(new OpenIdSettings(issuer + slash, "fleetline", "", "")))
                .isEqualTo(new OpenIdSettings(issuer + slash, "fleetline", "https://id.example.com/keys", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "<html>", "", "{\"jwks_uri\": \"http://id.example.com/keys\"}"})
    void aProviderThatDoesNotSayEndsTheStart(String said) {
        document = said;
        var settings = new OpenIdSettings(issuer, "fleetline", "", "");
        assertThatThrownBy(() -> OpenIdDiscovery.completed(settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("OIDC_ISSUER");
    }

    @Test
    void aProviderThatIsAwayEndsTheStart() {
        var away = new OpenIdSettings("http://127.0.0.1:1", "fleetline", "", "");
        assertThatThrownBy(() -> OpenIdDiscovery.completed(away))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("OIDC_JWKS_URL");
    }

    @Test
    void whoKnowsTheKeysAsksNobody() {
        var settings = new OpenIdSettings("http://127.0.0.1:1", "fleetline", "https://id.example.com/keys", "");
        assertThat(OpenIdDiscovery.completed(settings)).isSameAs(settings);
    }
}
