package io.fleetline.outbox.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we sign is accepted by the reference library of Standard Webhooks. */
class WebhookSignatureTest {
    private static final String BODY = "{\"place\":\"Karatina – Marché\",\"n\":1.50}";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static HttpHeaders headers(String id, Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(String.valueOf(at.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (_, _) -> true);
    }

    private String signature(WebhookSecret... secrets) {
        return WebhookSignature.of("evt_1", now, BODY.getBytes(UTF_8), List.of(secrets));
    }

    /** The example of the specification. */
    @Test
    void theExampleOfTheSpecificationIsSignedAsItSays() {
        var secret = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var signed = WebhookSignature.of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(UTF_8),
                List.of(secret));
        assertThat(signed).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theReferenceLibraryAcceptsIt() throws Exception {
        var secret = WebhookSecret.random();
        new Webhook(secret.text()).verify(BODY, headers("evt_1", now, signature(secret)));
    }

    @Test
    void duringARotationEachOfTheTwoSecretsWillDo() throws Exception {
        var fresh = WebhookSecret.random();
        var old = WebhookSecret.random();
        var signature = signature(fresh, old);
        assertThat(signature.split(" ")).hasSize(2).allMatch(one -> one.startsWith("v1,"));
        new Webhook(fresh.text()).verify(BODY, headers("evt_1", now, signature));
        new Webhook(old.text()).verify(BODY, headers("evt_1", now, signature));
    }

    @Test
    void anotherBodyAnotherIdAnotherTimeAndAnotherSecretAreRefused() {
        var secret = WebhookSecret.random();
        var signature = signature(secret);
        var library = new Webhook(secret.text());
        assertRefused(library, BODY + " ", headers("evt_1", now, signature));
        assertRefused(library, BODY, headers("evt_2", now, signature));
        assertRefused(library, BODY, headers("evt_1", now.plusSeconds(1), signature));
        assertRefused(new Webhook(WebhookSecret.random().text()), BODY, headers("evt_1", now, signature));
    }

    private static void assertRefused(Webhook library, String body, HttpHeaders headers) {
        assertThatThrownBy(() -> library.verify(body, headers)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void anIdWithADotCouldBeReadAsAnotherTime() {
        var secrets = List.of(WebhookSecret.random());
        assertThatThrownBy(() -> WebhookSignature.of("evt.1", now, new byte[0], secrets))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretCanBeReadBackAndIsNotInItsOwnText() {
        var secret = WebhookSecret.random();
        assertThat(WebhookSecret.parse(secret.text()).key())
                .isEqualTo(secret.key())
                .hasSize(32);
        assertThat(secret).hasToString("whsec_…");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 65, 1_000})
    void aSecretThatIsTooShortOrTooLongIsRefused(int bytes) {
        assertThatThrownBy(() -> WebhookSecret.of(new byte[bytes])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theShortestAndTheLongestSecretWillDo() {
        assertThat(Stream.of(24, 64)
                        .map(bytes -> WebhookSecret.of(new byte[bytes]).key().length))
                .containsExactly(24, 64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_c2hvcnQ=",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_not-base64!-not-base64!-not-base64!"
            })
    void anUnreadableSecretIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("not-base64")
                .hasNoCause();
    }
}
