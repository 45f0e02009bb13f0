package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fleetline.ingest.push.form.Form;
import io.vertx.core.buffer.Buffer;
import java.util.regex.Pattern;

/**
 * Detects the token where most senders put it: at the very beginning of a form or of JSON. So it is verified before the items have
 * arrived.
 */
final class TokenInFront {
    private static final Pattern FRONT = Pattern.compile(
            "\\s*(?:token=([^&]*)&|\\{\\s*\"token\"\\s*:\\s*\"([^\"\\\\]*)\"\\s*[,}])", Pattern.CASE_INSENSITIVE);
    /** A token not found within this many bytes is not at the beginning. */
    private static final int LONGEST_PREFIX = 1_000;

    enum Match {
        RIGHT,
        WRONG,
        /** It has not arrived yet. */
        UNKNOWN,
        /** It is elsewhere, if there is one. */
        NOT_IN_FRONT
    }

    private final WebhookToken token;

    TokenInFront(WebhookToken token) {
        this.token = token;
    }

    /** @param body the part that has arrived */
    Match of(Buffer body) {
        var length = Math.min(LONGEST_PREFIX, body.length());
        var front = FRONT.matcher(body.getString(0, length, ISO_8859_1.name()));
        if (!front.lookingAt()) {
            return length < LONGEST_PREFIX ? Match.UNKNOWN : Match.NOT_IN_FRONT;
        }
        if (front.group(2) != null) {
            return verdict(front.group(2));
        }
        return verdict(Form.fields(("t=" + front.group(1)).getBytes(ISO_8859_1), null)
                .getFirst()
                .text());
    }

    private Match verdict(String given) {
        if (token.accepts(given)) {
            return Match.RIGHT;
        }
        // Non-ASCII characters are only known once the whole body is decoded.
        return given.chars().allMatch(c -> c < 128) ? Match.WRONG : Match.NOT_IN_FRONT;
    }
}
