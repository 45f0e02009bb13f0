package io.fleetline.ingest.push.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a form body or of a query, decoded directly from the bytes: a list of items may be megabytes long. */
public final class Form {
    /** Everything after this many fields is one field. */
    private static final int MOST_FIELDS = 1_000;
    /** The value of a hexadecimal digit by its character; -1 for all other characters. */
    private static final byte[] DIGITS = digits();

    private final byte[] body;
    private final @Nullable Charset charset;
    private final List<FormField> fields = new ArrayList<>();

    private Form(byte[] body, @Nullable Charset charset) {
        this.body = body;
        this.charset = charset;
    }

    /** @param charset the charset of the decoded values; null if none is declared */
    public static List<FormField> fields(byte[] body, @Nullable Charset charset) {
        var form = new Form(body, charset);
        form.read();
        return form.fields;
    }

    public static List<FormField> ofQuery(@Nullable String query) {
        return query == null ? List.of() : fields(query.getBytes(UTF_8), null);
    }

    private void read() {
        for (var start = 0; start < body.length; ) {
            var end = fields.size() < MOST_FIELDS - 1 ? indexOf('&', start, body.length) : body.length;
            if (end > start) {
                add(start, end);
            }
            start = end + 1;
        }
    }

    private void add(int start, int end) {
        var equals = indexOf('=', start, end);
        var name = new String(decoded(start, equals), UTF_8);
        var value = equals < end ? decoded(equals + 1, end) : new byte[0];
        fields.add(new FormField(name, value, () -> raw(start, end)));
    }

    private String raw(int start, int end) {
        return new String(Encodings.utf8(Arrays.copyOfRange(body, start, end), charset), UTF_8);
    }

    private int indexOf(char wanted, int from, int to) {
        var i = from;
        while (i < to && body[i] != wanted) {
            i++;
        }
        return i;
    }

    private byte[] decoded(int from, int to) {
        var text = new byte[to - from];
        var length = 0;
        for (var i = from; i < to; i++) {
            var b = body[i];
            var code = b == '%' && i + 2 < to ? code(i + 1) : -1;
            if (code >= 0) {
                text[length++] = (byte) code;
                i += 2;
            } else {
                text[length++] = b == '+' ? (byte) ' ' : b;
            }
        }
        return Encodings.utf8(length == text.length ? text : Arrays.copyOf(text, length), charset);
    }

    /** Negative if these are not two hexadecimal digits. */
    private int code(int at) {
        return DIGITS[body[at] & 0xff] << 4 | DIGITS[body[at + 1] & 0xff];
    }

    private static byte[] digits() {
        var digits = new byte[256];
        for (var c = 0; c < digits.length; c++) {
            digits[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
        }
        return digits;
    }
}
