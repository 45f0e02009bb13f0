package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secret shared with senders. Compared in constant time, so that the time reveals nothing about a guess. */
final class WebhookToken {
    /** The name of its field, in lower case. */
    static final String NAME = "token";

    private static final String MASK = "[token]";
    private static final Pattern IN_JSON =
            Pattern.compile("(\"token\"\\s{0,20}:\\s{0,20})\"(?:[^\"\\\\]|\\\\.){0,500}+\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_FORM = Pattern.compile(
            "((?:^|[?&])(?:t|%74)(?:o|%6f)(?:k|%6b)(?:e|%65)(?:n|%6e)=)[^&]*", Pattern.CASE_INSENSITIVE);

    private final String secret;

    /** @param secret empty: everyone may push */
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

    /** Of several tokens, one must be right. */
    void check(Collection<String> given) {
        if (isAskedFor() && given.stream().noneMatch(this::accepts)) {
            throw new RefusedException(PushReply.WRONG_TOKEN);
        }
    }

    /** The text with the secret, and any value in the place of a token, masked. */
    String masked(String text) {
        var known = secret.isEmpty() ? text : text.replace(secret, MASK);
        var inJson = IN_JSON.matcher(known).replaceAll("$1\"" + MASK + "\"");
        return IN_FORM.matcher(inJson).replaceAll("$1" + MASK);
    }
}
