package io.fleetline.read.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** How a token of ours looks: 32 random bytes behind a prefix by which scanners for leaked secrets know it. */
public final class AccessToken {
    private static final int RANDOM_BYTES = 32;
    private static final String PREFIX = "flt_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private AccessToken() {}

    /** One that nobody has had. */
    public static String random() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether it can be one of ours at all. */
    static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }
}
