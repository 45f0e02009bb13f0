package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret that senders share with us. Compared in a time that does not tell how much of a guess was right. */
final class WebhookToken {
    private static final String MASK = "[token]";

    private final String secret;

    /** @param secret empty: everybody may push */
    WebhookToken(String secret) {
        this.secret = secret;
    }

    boolean accepts(@Nullable String given) {
        return secret.isEmpty()
                || (given != null && MessageDigest.isEqual(secret.getBytes(UTF_8), given.getBytes(UTF_8)));
    }

    void check(@Nullable String given) {
        if (!accepts(given)) {
            throw new Refused(Reply.WRONG_TOKEN);
        }
    }

    /** The text without the secret in it. */
    String masked(String text) {
        return secret.isEmpty() ? text : text.replace(secret, MASK);
    }
}
