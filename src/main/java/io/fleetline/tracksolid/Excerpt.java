package io.fleetline.tracksolid;

import java.util.Collection;
import java.util.regex.Pattern;

/** The beginning of untrusted text, safe for a log: short, on one line, without secrets. */
final class Excerpt {
    static final int LONGEST = 200;
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+");
    /** Matches tokens, password digests, signatures and most secrets. */
    private static final Pattern LONG_HEX = Pattern.compile("[0-9A-Fa-f]{24,}");

    private Excerpt() {}

    /** At most {@value #LONGEST} characters. */
    static String of(String text, Collection<String> secrets) {
        var clean = text;
        for (var secret : secrets) {
            if (!secret.isEmpty()) {
                clean = clean.replace(secret, "***");
            }
        }
        clean = LONG_HEX.matcher(clean).replaceAll("***");
        clean = CONTROLS.matcher(clean).replaceAll(" ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }
}
