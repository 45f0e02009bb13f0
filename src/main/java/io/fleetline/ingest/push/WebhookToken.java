package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secret that senders share with us. Compared in a time that does not tell how much of a guess was right. */
final class WebhookToken {
    /** The name of its field, in lower case. */
    static final String NAME = "token";

    private static final String MASK = "[token]";
    private static final Pattern IN_JSON =
            Pattern.compile("(\"token\"\\s{0,20}:\\s{0,20})\"(?:[^\"\\\\]|\\\\.){0,500}+\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_FORM = Pattern.compile(
            "((?:^|[?&])(?:t|%74)(?:o|%6f)(?:k|%6b)(?:e|%65)(?:n|%6e)=)[^&]*", Pattern.CASE_INSENSITIVE);

    private final String secret;

    /** @param secret empty: everybody may push */
    WebhookToken(String secret) {
        this.secret = secret;
    }

    boolean isAskedFor() {
        return !secret.isEmpty();
    }

    boolean accepts(@Nullable String given) {
        return secret.isEmpty()
                || (given != null && MessageDigest.isEqual(secret.getBytes(UTF_8), given.getBytes(UTF_8)));
    }

    /** Of several, one must be right. */
    void check(Collection<String> given) {
        if (isAskedFor() && given.stream().noneMatch(this::accepts)) {
            throw new RefusedException(PushReply.WRONG_TOKEN);
        }
    }

    /** The text without the secret in it, and without what stands where a token stands. */
    String masked(String text) {
        var known = secret.isEmpty() ? text : text.replace(secret, MASK);
        var inJson = IN_JSON.matcher(known).replaceAll("$1\"" + MASK + "\"");
        return IN_FORM.matcher(inJson).replaceAll("$1" + MASK);
    }
}
