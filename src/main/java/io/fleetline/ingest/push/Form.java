package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fields of a form body, decoded straight from its bytes: the list of items may be megabytes long. */
final class Form {
    /** The value of a hexadecimal digit by its character; -1 for all other characters. */
    private static final byte[] DIGITS = digits();

    private final byte[] body;

    Form(byte[] body) {
        this.body = body;
    }

    @Nullable String text(String name) {
        var value = value(name);
        return value == null ? null : new String(value, UTF_8);
    }

    /** The first field of this name, percent-decoded; null when there is none. */
    byte @Nullable [] value(String name) {
        var wanted = name.getBytes(UTF_8);
        for (var start = 0; start < body.length; ) {
            var end = endOfField(start);
            if (isNamed(wanted, start, end)) {
                return decoded(start + wanted.length + 1, end);
            }
            start = end + 1;
        }
        return null;
    }

    private int endOfField(int start) {
        var end = start;
        while (end < body.length && body[end] != '&') {
            end++;
        }
        return end;
    }

    private boolean isNamed(byte[] wanted, int start, int end) {
        var equals = start + wanted.length;
        return equals < end && body[equals] == '=' && Arrays.equals(body, start, equals, wanted, 0, wanted.length);
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
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /** Negative when these are not two hexadecimal digits. */
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
