package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fields of a form body, decoded straight from its bytes: the list of items may be megabytes long. */
final class Form {
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
            var code = body[i] == '%' && i + 2 < to ? code(i + 1) : -1;
            if (code >= 0) {
                text[length++] = (byte) code;
                i += 2;
            } else {
                text[length++] = body[i] == '+' ? (byte) ' ' : body[i];
            }
        }
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /** -1 when these are not two hexadecimal digits. */
    private int code(int at) {
        var high = Character.digit(body[at], 16);
        var low = Character.digit(body[at + 1], 16);
        return high < 0 || low < 0 ? -1 : (high << 4) + low;
    }
}
