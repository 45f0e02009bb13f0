package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.fleetline.TestDatabase;
import io.fleetline.read.FleetFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** A started service that accepts the JWTs of a provider, whose keys it finds through the discovery document. */
class OpenIdIT {
    private static final String CLAIM = "fleet_cost_centres";

    @Test
    void aJwtShowsWhatItsClaimNames() throws Exception {
        var key = key();
        var provider = provider(key);
        var issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
        try (var database = TestDatabase.create()) {
            new FleetFixture(database.dataSource()).liveFleet();
            try (var service = serve(database, issuer).waitHealthy()) {
                assertThat(imeis(service, jwt(key, issuer, List.of("North")))).containsExactlyInAnyOrder("m", "i");
                assertThat(imeis(service, jwt(key, issuer, List.of("North", "South"))))
                        .containsExactlyInAnyOrder("m", "i", "p");
                assertThat(imeis(service, jwt(key, issuer, List.of()))).isEmpty();
                assertThat(ask(service, jwt(key(), issuer, List.of("North"))).statusCode())
                        .as("signed by somebody else")
                        .isEqualTo(401);
                assertThat(ask(service, jwt(key, "https://elsewhere.example.com", List.of("North")))
                                .statusCode())
                        .as("of another issuer")
                        .isEqualTo(401);
            }
        } finally {
            provider.stop(0);
        }
    }

    private static ServiceProcess serve(TestDatabase database, String issuer) {
        return ServiceProcess.start(
                Map.of(
                        "DATABASE_URL",
                        database.url(),
                        "FLEETLINE_ROLES",
                        "read",
                        "READ_REQUIRE_TOKEN",
                        "1",
                        "OIDC_ISSUER",
                        issuer,
                        "OIDC_AUDIENCE",
                        "fleetline",
                        "OIDC_COST_CENTRES_CLAIM",
                        CLAIM),
                "serve");
    }

    private static HttpServer provider(RsaJsonWebKey key) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var keys = "http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort());
        publish(server, "/.well-known/openid-configuration", "{\"jwks_uri\":\"%s\"}".formatted(keys));
        publish(server, "/keys", new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        server.start();
        return server;
    }

    private static void publish(HttpServer server, String path, String document) {
        server.createContext(path, exchange -> {
            var body = document.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    private static RsaJsonWebKey key() throws JoseException {
        var key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("one");
        return key;
    }

    private static String jwt(RsaJsonWebKey key, String issuer, List<String> costCentres) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience("fleetline");
        claims.setSubject("amina");
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setStringListClaim(CLAIM, costCentres);
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }

    private static List<String> imeis(ServiceProcess service, String jwt) throws IOException, InterruptedException {
        var answer = ask(service, jwt);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("geojson").findValuesAsText("imei");
    }

    private static HttpResponse<String> ask(ServiceProcess service, String jwt)
            throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:%d/webhook/live-positions".formatted(service.port()));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + jwt)
                    .build();
            return http.send(request, BodyHandlers.ofString());
        }
    }
}
