package io.fleetline.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.SettableClock;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gatekeeper of the simulated cloud over real HTTP: signatures, times and tokens. */
class SimulatorTest {
    private static final Instant NOON = Instant.parse("2026-01-15T09:00:00Z");
    private static final SimulatorSettings SETTINGS = SimulatorSettings.demo();
    private static final SettableClock CLOCK = new SettableClock(NOON);
    private static Simulator simulator;

    private VendorCaller caller;

    @BeforeAll
    static void start() {
        var fleet = new SyntheticFleet(80, SyntheticFleet.accountNames(3), 1);
        simulator = Simulator.start(SETTINGS, fleet, CLOCK, CLOCK);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void logInWithAFreshMinute() {
        CLOCK.advance(Duration.ofMinutes(2));
        caller = new VendorCaller(simulator, CLOCK, SETTINGS).loggedIn();
    }

    @Test
    void acceptsTheResearchersFirstVectorLiterally() {
        var vector = new TreeMap<>(Map.of(
                "expires_in", "7200",
                "format", "json",
                "method", "jimi.oauth.token.get",
                "sign_method", "md5",
                "timestamp", "2026-01-15 08:30:00",
                "user_id", "fleetdemo",
                "v", "1.0",
                "app_key", "AAAABBBBCCCCDDDD0000111122223333",
                "user_pwd_md5", "ec5858520d3ef00dc774068ef9aa8f2d",
                "sign", "08552AF8A1EE0124516C3BA6096BB81F"));
        var clock = SettableClock.at("2026-01-15T08:35:00Z");
        try (var other = Simulator.start(SETTINGS, fleetOfThree(), clock, clock)) {
            var sender = new VendorCaller(other, clock, SETTINGS);
            assertThat(code(sender.send(vector))).isZero();
            vector.put("sign", "08552AF8A1EE0124516C3BA6096BB81E");
            assertThat(code(sender.send(vector))).isEqualTo(1001);
        }
    }

    @Test
    void refusesALowerCaseSignature() {
        var params = caller.signed(caller.params("jimi.user.device.list", "target", "demo-nairobi"));
        params.put("sign", params.get("sign").toLowerCase(java.util.Locale.ROOT));
        assertThat(code(caller.send(params))).isEqualTo(1001);
    }

    @Test
    void doesNotLookAtTheSignatureOfVersion09() {
        var params = caller.params("jimi.user.device.list", "target", "demo-nairobi");
        params.put("v", "0.9");
        assertThat(code(caller.send(params))).isZero();
    }

    @Test
    void toleratesTenMinutesEitherWay() {
        assertThat(codeAtOffset("-PT10M")).isZero();
        assertThat(codeAtOffset("PT10M")).isZero();
        assertThat(codeAtOffset("-PT10M1S")).isEqualTo(1001);
        assertThat(codeAtOffset("PT10M1S")).isEqualTo(1001);
    }

    @Test
    void checksInTheOrderOfTheVendor() {
        assertThat(code(caller.call("jimi.no.such.method", "app_key", "x"))).isEqualTo(1007);
        assertThat(code(caller.send(new HashMap<>()))).isEqualTo(1001);
        assertThat(code(caller.call("jimi.user.device.list", "access_token", "0".repeat(32))))
                .isEqualTo(1004);
        assertThat(code(caller.call("jimi.user.device.list")))
                .as("target missing")
                .isEqualTo(1001);
        assertThat(code(caller.call("jimi.user.device.list", "target", "stranger")))
                .isEqualTo(1002);
        assertThat(code(caller.call("jimi.user.device.list", "target", "fleetdemo")))
                .isZero();
    }

    @Test
    void acceptsFormQueryAndAMixOfBoth() throws IOException {
        var params = caller.signed(caller.params("jimi.user.device.list", "target", "demo-nairobi"));
        assertThat(caller.postInQuery(params).body()).startsWith("{\"code\":0");
        var mixed = URI.create(simulator.apiUrl() + "?target=" + params.remove("target"));
        var form = new StringBuilder();
        params.forEach((name, value) ->
                form.append(name).append('=').append(value.replace(" ", "+")).append('&'));
        var request = HttpRequest.newBuilder(mixed)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build();
        assertThat(caller.exchange(request).body()).startsWith("{\"code\":0");
    }

    @Test
    void answersGetOnlyWhenAllowed() throws IOException {
        var params = caller.signed(caller.params("jimi.user.device.list", "target", "demo-nairobi"));
        assertThat(caller.get(params).statusCode()).isEqualTo(405);
        var settings = SETTINGS.withGetAllowed(true);
        try (var open = Simulator.start(settings, fleetOfThree(), CLOCK, CLOCK)) {
            var other = new VendorCaller(open, CLOCK, settings).loggedIn();
            params = other.signed(other.params("jimi.user.device.list", "target", "demo-nairobi"));
            assertThat(other.get(params).body()).startsWith("{\"code\":0");
        }
    }

    @Test
    void givesATokenOnceAMinute() {
        assertThat(code(caller.tokenGet())).isEqualTo(1006);
        CLOCK.advance(Duration.ofSeconds(59));
        assertThat(code(caller.tokenGet())).isEqualTo(1006);
        CLOCK.advance(Duration.ofSeconds(1));
        var answer = caller.tokenGet();
        assertThat(code(answer)).isZero();
        assertThat(answer.at("/result/accessToken").asText()).matches("[0-9a-f]{32}");
        assertThat(answer.at("/result/expiresIn").asInt()).isEqualTo(7200);
    }

    @Test
    void endsTokensAfterTheirTimeAndWhenANewOneIsGiven() {
        CLOCK.advance(Duration.ofSeconds(7199));
        assertThat(code(caller.call("jimi.user.device.list", "target", "demo-nairobi")))
                .isZero();
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(code(caller.call("jimi.user.device.list", "target", "demo-nairobi")))
                .isEqualTo(1004);
        var old = new VendorCaller(simulator, CLOCK, SETTINGS).loggedIn();
        CLOCK.advance(Duration.ofMinutes(1));
        caller.loggedIn();
        assertThat(code(old.call("jimi.user.device.list", "target", "demo-nairobi")))
                .isEqualTo(1004);
    }

    @Test
    void refreshesATokenAgainstItsRefreshToken() {
        CLOCK.advance(Duration.ofMinutes(1));
        var first = caller.tokenGet().path("result");
        var wrong = caller.call(
                "jimi.oauth.token.refresh",
                "access_token",
                first.path("accessToken").asText(),
                "refresh_token",
                "0".repeat(32),
                "expires_in",
                "7200");
        assertThat(code(wrong)).isEqualTo(1004);
        var second = caller.call(
                "jimi.oauth.token.refresh",
                "access_token",
                first.path("accessToken").asText(),
                "refresh_token",
                first.path("refreshToken").asText(),
                "expires_in",
                "60");
        assertThat(code(second)).isZero();
        assertThat(second.at("/result/expiresIn").asInt()).isEqualTo(60);
    }

    @Test
    void refusesAWrongPasswordAndAWrongLifetime() {
        CLOCK.advance(Duration.ofMinutes(1));
        var params = caller.tokenParams();
        params.put("expires_in", "7201");
        assertThat(code(caller.send(caller.signed(params)))).isEqualTo(1001);
        params = caller.tokenParams();
        params.put("user_pwd_md5", "0".repeat(32));
        assertThat(code(caller.send(caller.signed(params)))).isEqualTo(1002);
    }

    @Test
    void limitsTheCallsForAnAccountInAMinute() {
        var settings = SETTINGS.withCallsPerMinutePerAccount(3);
        try (var strict = Simulator.start(settings, fleetOfThree(), CLOCK, CLOCK)) {
            var other = new VendorCaller(strict, CLOCK, settings).loggedIn();
            for (var i = 0; i < 3; i++) {
                assertThat(code(other.call("jimi.user.device.list", "target", "demo-nairobi")))
                        .isZero();
            }
            assertThat(code(other.call("jimi.user.device.list", "target", "demo-nairobi")))
                    .isEqualTo(1006);
            assertThat(code(other.call("jimi.user.device.list", "target", "demo-kampala")))
                    .isZero();
            CLOCK.advance(Duration.ofMinutes(1));
            assertThat(code(other.call("jimi.user.device.list", "target", "demo-nairobi")))
                    .isZero();
            assertThat(strict.counts().calls("jimi.user.device.list")).isEqualTo(6);
            assertThat(strict.counts().refusals(1006)).isEqualTo(1);
            assertThat(strict.counts().tokenRequests()).isEqualTo(1);
        }
    }

    @Test
    void saysThatItIsWell() throws IOException {
        var health = simulator.apiUrl().resolve("/health");
        var answer = caller.exchange(HttpRequest.newBuilder(health).build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    }

    private static SyntheticFleet fleetOfThree() {
        return new SyntheticFleet(3, SyntheticFleet.accountNames(3), 1);
    }

    private int codeAtOffset(String offset) {
        var params = caller.params("jimi.user.device.list", "target", "demo-nairobi");
        var shifted = new VendorCaller(simulator, () -> CLOCK.instant().plus(Duration.parse(offset)), SETTINGS);
        params.put("timestamp", shifted.params("any").get("timestamp"));
        return code(caller.send(caller.signed(params)));
    }

    private static int code(JsonNode answer) {
        return answer.path("code").asInt(Integer.MIN_VALUE);
    }
}
