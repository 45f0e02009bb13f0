package io.fleetline.ingest.push.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields and files of a multipart body; the items may be in either. No byte of the body is lost: text outside of a part, and a part
 * without a name, are fields without a name. (Netty's decoder drops a truncated part.)
 */
public final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";,\\s]{1,70})", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEAD = Pattern.compile("^(?:[^\\r\\n]+\\r?\\n)+\\r?\\n");
    private static final Pattern NAME = Pattern.compile(
            "^content-disposition:[^\\r\\n]*[;\\s]name=\"?([^\"\\r\\n;]*)",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private Multipart() {}

    public static boolean is(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Null if the body does not match its Content-Type. */
    public static @Nullable List<FormField> fields(byte[] body, String contentType) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return null;
        }
        // ISO 8859-1, one character per byte, so that no byte changes.
        var text = new String(body, ISO_8859_1);
        var delimiter = "--" + boundary.group(1);
        if (!text.contains(delimiter)) {
            return null;
        }
        var fields = new ArrayList<FormField>();
        for (var part : text.split(Pattern.quote(delimiter), 1_000)) {
            if (!part.isBlank() && !part.strip().equals("--")) {
                fields.add(field(part.replaceFirst("^\\r?\\n", "").replaceFirst("\\r?\\n$", "")));
            }
        }
        return fields;
    }

    private static FormField field(String part) {
        var head = HEAD.matcher(part);
        var name = NAME.matcher(head.find() ? head.group() : "");
        if (!name.find()) {
            var value = utf8(part, "");
            return new FormField("", value, () -> new String(value, UTF_8));
        }
        var named = new String(name.group(1).getBytes(ISO_8859_1), UTF_8);
        var value = utf8(part.substring(head.end()), head.group());
        return new FormField(named, value, () -> named + "=" + new String(value, UTF_8));
    }

    private static byte[] utf8(String part, String head) {
        return Encodings.utf8(part.getBytes(ISO_8859_1), Encodings.declared(head));
    }
}
