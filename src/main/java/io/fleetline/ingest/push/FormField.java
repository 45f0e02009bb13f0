package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One field of a form, of a query or of a multipart body, in UTF-8.
 *
 * @param raw as it stood in the body
 */
record FormField(String name, byte[] value, Supplier<String> raw) {
    private static final Pattern INDEX = Pattern.compile("\\[\\d*]$");

    /** Names count without regard to case, and without anything but letters and digits: {@code dataList[]} is {@code data_list}. */
    static String plain(String name) {
        var plain = new StringBuilder(name.length());
        withoutIndex(name).chars().filter(FormField::isAlphanumeric).forEach(c -> plain.append((char) c));
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static String withoutIndex(String name) {
        return name.endsWith("]") ? INDEX.matcher(name).replaceFirst("") : name;
    }

    private static boolean isAlphanumeric(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    boolean isNamed(String plainName) {
        return plain(name).equals(plainName);
    }

    /** Whether it looks like JSON that holds items. */
    boolean holdsJson() {
        for (var b : value) {
            if (b > ' ') {
                return b == '[' || b == '{';
            }
        }
        return false;
    }

    String text() {
        return new String(value, UTF_8);
    }
}
