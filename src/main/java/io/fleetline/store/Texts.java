package io.fleetline.store;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Devices send the character zero, and PostgreSQL refuses it: it is left out. */
final class Texts {

    private static final Pattern ESCAPED_ZERO = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private Texts() {}

    static @Nullable String clean(@Nullable String text) {
        return text == null ? null : cleaned(text);
    }

    static String cleaned(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** Also as an escape within JSON text. */
    static String cleanedJson(String json) {
        return json.contains("\\u0000") ? ESCAPED_ZERO.matcher(cleaned(json)).replaceAll("$1") : cleaned(json);
    }
}
