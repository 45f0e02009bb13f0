package io.fleetline.ingest.push.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One field of a form, of a query or of a multipart body, in UTF-8.
 *
 * @param raw as received in the body
 */
public record FormField(String name, byte[] value, Supplier<String> raw) {
    private static final Pattern USUAL = Pattern.compile("[\\w.\\[\\]-]{1,64}");
    private static final Pattern INDEX = Pattern.compile("\\[\\d*]$");

    /** Names are compared ignoring case and everything but letters and digits: {@code dataList[]} equals {@code data_list}. */
    public static String plain(String name) {
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

    public boolean isNamed(String plainName) {
        return plain(name).equals(plainName);
    }

    /** Whether the name has only letters, digits and the usual separators, and a usual length. */
    public boolean hasUsualName() {
        return USUAL.matcher(name).matches();
    }

    /** Whether it looks like JSON that holds items. */
    public boolean holdsJson() {
        var first = Encodings.firstCharacter(value);
        return first == '[' || first == '{';
    }

    /** Whether it looks like a list of items that name their devices. */
    public boolean holdsDevices() {
        return Encodings.firstCharacter(value) == '['
                && text().toLowerCase(Locale.ROOT).contains("imei");
    }

    public String text() {
        return new String(value, UTF_8);
    }
}
