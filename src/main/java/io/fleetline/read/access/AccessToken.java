package io.fleetline.read.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The format of our tokens: 32 random bytes after a prefix by which scanners for leaked secrets recognise them. */
public final class AccessToken {
    private static final int RANDOM_BYTES = 32;
    private static final String PREFIX = "flt_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private AccessToken() {}

    /** A new token. */
    public static String random() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the text has the format of our tokens. */
    static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }
}
