package io.fleetline.read.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fleetline.SettableClock;
import io.fleetline.read.access.Verdict.Welcome;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider with real keys behind real HTTP. */
class OpenIdProviderTest {
    private static final String ISSUER = "https://id.example.com/";
    private static final String AUDIENCE = "fleetline";
    private static final String CLAIM = "fleet_cost_centres";

    private static RsaJsonWebKey key;
    private static HttpServer server;
    private static volatile String published;
    private static OpenIdProvider provider;

    @BeforeAll
    static void start() throws Exception {
        key = newKey("first");
        publish(key);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            var body = published.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        provider = newProvider(CLAIM);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void aGoodTokenSeesTheCostCentresThatItsClaimNames() throws Exception {
        var welcome = (Welcome) provider.verdict(signed(claims(c -> c.setStringListClaim(CLAIM, "North", "South"))));
        assertThat(welcome.caller().name()).isEqualTo("amina");
        assertThat(welcome.caller().costCentres()).containsExactlyInAnyOrder("North", "South");
        assertThat(costCentres(c -> c.setStringClaim(CLAIM, "North"))).containsExactly("North");
        assertThat(costCentres(c -> {})).as("without the claim").isEmpty();
    }

    @Test
    void withoutAClaimToLookAtEveryTokenSeesAll() throws Exception {
        var welcome = (Welcome) newProvider(null).verdict(signed(claims(c -> {})));
        assertThat(welcome.caller().costCentres()).isNull();
    }

    @Test
    void whatIsNotForUsOrNotNowIsRefused() throws Exception {
        refused(c -> c.setIssuer("https://id.example.com"));
        refused(c -> c.setAudience("another"));
        refused(c -> c.unsetClaim("aud"));
        refused(c -> c.unsetClaim("exp"));
        refused(c -> c.unsetClaim("sub"));
        refused(c -> c.setExpirationTime(fromNow(-120)));
        refused(c -> c.setNotBefore(fromNow(120)));
        refused(c -> c.setClaim(CLAIM, List.of(1, 2)));
    }

    @Test
    void aClockMayBeAMinuteOff() throws Exception {
        assertThat(provider.verdict(signed(claims(c -> c.setExpirationTime(fromNow(-30))))))
                .isInstanceOf(Welcome.class);
        assertThat(provider.verdict(signed(claims(c -> c.setNotBefore(fromNow(30))))))
                .isInstanceOf(Welcome.class);
    }

    @Test
    void whatIsValidNowGoesByTheServicesClockAndNotByTheMachines() throws Exception {
        var anHourAhead = newProvider(CLAIM, () -> Instant.now().plusSeconds(3600), Instant::now);
        assertThat(anHourAhead.verdict(signed(claims(c -> {})))).isEqualTo(Verdict.REFUSED);
        assertThat(anHourAhead.verdict(signed(claims(c -> c.setNotBefore(fromNow(3000))))))
                .as("of the time to come")
                .isEqualTo(Verdict.REFUSED);
        assertThat(anHourAhead.verdict(signed(claims(c -> {
                    c.setNotBefore(fromNow(3000));
                    c.setExpirationTime(fromNow(4000));
                }))))
                .isInstanceOf(Welcome.class);
    }

    @Test
    void aSignatureOfSomebodyElseIsRefused() throws Exception {
        var sameName = newKey("first");
        assertThat(provider.verdict(signature(claims(c -> {}), sameName).getCompactSerialization()))
                .isEqualTo(Verdict.REFUSED);
        var good = signed(claims(c -> {}));
        var otherClaims = signed(claims(c -> c.setSubject("root"))).split("\\.")[1];
        assertThat(provider.verdict(good.replaceFirst("\\.[^.]*\\.", "." + otherClaims + ".")))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void noneAndSecretsThatEverybodyKnowsAreNoSignatures() throws Exception {
        var none = new JsonWebSignature();
        none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        none.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        none.setPayload(claims(c -> {}).toJson());
        assertThat(provider.verdict(none.getCompactSerialization())).isEqualTo(Verdict.REFUSED);

        var publicKeyAsSecret = new JsonWebSignature();
        publicKeyAsSecret.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        publicKeyAsSecret.setKeyIdHeaderValue("first");
        publicKeyAsSecret.setKey(new HmacKey(key.getRsaPublicKey().getEncoded()));
        publicKeyAsSecret.setPayload(claims(c -> {}).toJson());
        assertThat(provider.verdict(publicKeyAsSecret.getCompactSerialization()))
                .isEqualTo(Verdict.REFUSED);
        assertThat(provider.verdict("a.b.c")).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void aProviderThatIsAwayIsNotARefusal() throws Exception {
        var away = new OpenIdProvider(
                ISSUER, AUDIENCE, keys("http://127.0.0.1:1/keys", Instant::now), CLAIM, Instant::now);
        var token = signed(claims(c -> {}));
        assertThatThrownBy(() -> away.verdict(token)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void anotherKeyIsFetchedWhenTheProviderChangesIt() throws Exception {
        var rotating = newProvider(CLAIM);
        var second = newKey("second");
        publish(second);
        try {
            assertThat(rotating.verdict(signature(claims(c -> {}), second).getCompactSerialization()))
                    .isInstanceOf(Welcome.class);
        } finally {
            publish(key);
        }
    }

    /** Cached for an hour of steady time, unless the provider says otherwise; an unknown key is fetched after five seconds. */
    @Test
    void keysAreKeptBySteadyTime() throws Exception {
        var steady = SettableClock.at("1970-01-01T00:00:00Z");
        var keeping = newProvider(CLAIM, Instant::now, steady);
        var token = signed(claims(c -> {}));
        assertThat(keeping.verdict(token)).isInstanceOf(Welcome.class);
        var second = newKey("second");
        publish(second);
        try {
            var itsToken = signature(claims(c -> {}), second).getCompactSerialization();
            steady.advance(Duration.ofSeconds(4));
            assertThat(keeping.verdict(itsToken)).isEqualTo(Verdict.REFUSED);
            assertThat(keeping.verdict(token)).as("the first is still trusted").isInstanceOf(Welcome.class);
            steady.advance(Duration.ofSeconds(1));
            assertThat(keeping.verdict(itsToken)).isInstanceOf(Welcome.class);
            publish(key);
            steady.advance(Duration.ofMinutes(60));
            assertThat(keeping.verdict(itsToken)).as("withdrawn for an hour").isEqualTo(Verdict.REFUSED);
        } finally {
            publish(key);
        }
    }

    private static OpenIdProvider newProvider(String claim) {
        return newProvider(claim, Instant::now, Instant::now);
    }

    private static OpenIdProvider newProvider(String claim, InstantSource clock, InstantSource steady) {
        return new OpenIdProvider(ISSUER, AUDIENCE, keys(address(), steady), claim, clock);
    }

    private static String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    private static ProviderKeys keys(String address, InstantSource steady) {
        return new ProviderKeys(address, steady);
    }

    private static RsaJsonWebKey newKey(String id) throws JoseException {
        var made = RsaJwkGenerator.generateJwk(2048);
        made.setKeyId(id);
        return made;
    }

    private static void publish(RsaJsonWebKey published) {
        OpenIdProviderTest.published = new JsonWebKeySet(published).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject("amina");
        claims.setExpirationTimeMinutesInTheFuture(10);
        change.accept(claims);
        return claims;
    }

    private static NumericDate fromNow(long seconds) {
        var date = NumericDate.now();
        date.addSeconds(seconds);
        return date;
    }

    private static String signed(JwtClaims claims) throws JoseException {
        return signature(claims, key).getCompactSerialization();
    }

    private static JsonWebSignature signature(JwtClaims claims, RsaJsonWebKey with) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(with.getKeyId());
        signature.setKey(with.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature;
    }

    private static java.util.Set<String> costCentres(Consumer<JwtClaims> change) throws JoseException {
        return ((Welcome) provider.verdict(signed(claims(change)))).caller().costCentres();
    }

    private static void refused(Consumer<JwtClaims> change) throws JoseException {
        assertThat(provider.verdict(signed(claims(change)))).isEqualTo(Verdict.REFUSED);
    }
}
