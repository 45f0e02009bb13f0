package io.fleetline.outbox.signature;

import java.security.SecureRandom;
import java.util.Base64;

/** The key by which a receiver knows that a message comes from here, as Standard Webhooks defines it: 24 to 64 bytes. */
public final class WebhookSecret {
    static final int FEWEST_BYTES = 24;
    static final int MOST_BYTES = 64;

    private static final int RANDOM_BYTES = 32;
    private static final String PREFIX = "whsec_";

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("a secret has 24 to 64 bytes, but this one has " + key.length);
        }
        this.key = key.clone();
    }

    /** @throws IllegalArgumentException if it has fewer than 24 or more than 64 bytes */
    public static WebhookSecret of(byte[] key) {
        return new WebhookSecret(key);
    }

    /** A new one, of 32 bytes. */
    public static WebhookSecret random() {
        var key = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(key);
        return new WebhookSecret(key);
    }

    /**
     * Reads what {@link #text} has written. The error never repeats the text.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a secret begins with whsec_");
        }
        try {
            return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a secret is whsec_ and 24 to 64 bytes in Base64");
        }
    }

    /** For the owner of the subscription, once. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    public byte[] key() {
        return key.clone();
    }

    /** Without the key: it may come into a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
