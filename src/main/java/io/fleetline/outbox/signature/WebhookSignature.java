package io.fleetline.outbox.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code webhook-signature} of Standard Webhooks, version 1: one signature for each secret that is good. */
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * Signs one attempt.
     *
     * @param id of the message; the same for all attempts; without a dot, which separates it from the time
     * @param at the time of the attempt; signed in whole seconds
     * @param secrets the newest first
     */
    public static String of(String id, Instant at, byte[] body, List<WebhookSecret> secrets) {
        if (id.indexOf('.') >= 0) {
            throw new IllegalArgumentException("the id of a message must not hold a dot: " + id);
        }
        var head = "%s.%d.".formatted(id, at.getEpochSecond()).getBytes(UTF_8);
        return secrets.stream().map(secret -> "v1," + sign(secret, head, body)).collect(Collectors.joining(" "));
    }

    private static String sign(WebhookSecret secret, byte[] head, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
