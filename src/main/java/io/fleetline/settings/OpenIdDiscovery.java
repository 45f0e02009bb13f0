package io.fleetline.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.read.access.OpenIdSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks an OpenID provider where it publishes its keys. */
final class OpenIdDiscovery {
    private static final String LOOPBACK = "127\\.0\\.0\\.1|localhost|\\[::1]";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private OpenIdDiscovery() {}

    /** Whether no third party can replace the keys on the way: https, or this machine. */
    static boolean isSafe(String address) {
        try {
            var url = URI.create(address);
            var host = url.getHost();
            return host != null
                    && ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && host.matches(LOOPBACK)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The same with the address of the keys, asked for if it is not set.
     *
     * @throws BadSetting if the provider does not name it
     */
    static OpenIdSettings completed(OpenIdSettings known) {
        if (!known.keysUrl().isEmpty()) {
            return known;
        }
        var document = URI.create(known.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration");
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(document).timeout(PATIENCE).build();
            var keys = new ObjectMapper()
                    .readTree(http.send(request, BodyHandlers.ofString()).body())
                    .path("jwks_uri")
                    .asText();
            if (!isSafe(keys)) {
                throw new BadSetting(Setting.OIDC_ISSUER, "%s names no https address as jwks_uri".formatted(document));
            }
            return new OpenIdSettings(known.issuer(), known.audience(), keys, known.costCentresClaim());
        } catch (IOException e) {
            throw new BadSetting(
                    Setting.OIDC_ISSUER,
                    "%s %s; %s would do without it"
                            .formatted(
                                    document,
                                    e instanceof JsonProcessingException ? "is no JSON" : "does not answer",
                                    Setting.OIDC_JWKS_URL));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadSetting(Setting.OIDC_ISSUER, "was not asked: the start was broken off");
        }
    }
}
