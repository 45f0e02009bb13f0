package io.fleetline.database;

import org.jspecify.annotations.Nullable;

/**
 * Texts as the database stores them. The character zero, which devices send and PostgreSQL refuses, is removed. An unpaired surrogate, which
 * UTF-8 cannot represent, becomes U+FFFD. A key made from cleaned text equals the key that the database returns.
 */
public final class Texts {

    static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    static @Nullable String clean(@Nullable String text) {
        return text == null ? null : cleaned(text);
    }

    public static String cleaned(String text) {
        return isClean(text) ? text : rewritten(text);
    }

    /** The same for JSON text, in which such a character may also be an escape. */
    public static String cleanedJson(String json) {
        var text = cleaned(json);
        return text.contains("\\u") ? new JsonEscapes(text).cleaned() : text;
    }

    /** One comparison per character finds the rare ones: the character zero, and everything from the surrogates on. */
    private static boolean isClean(String text) {
        for (var i = 0; i < text.length(); i++) {
            if ((char) (text.charAt(i) - 1) >= Character.MIN_SURROGATE - 1) {
                return text.substring(i).codePoints().noneMatch(codePoint -> codePoint == 0 || isHalf(codePoint));
            }
        }
        return true;
    }

    private static String rewritten(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(codePoint -> codePoint != 0)
                .map(codePoint -> isHalf(codePoint) ? REPLACEMENT : codePoint)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
