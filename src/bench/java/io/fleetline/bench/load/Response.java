package io.fleetline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The part of an HTTP/1.1 response that has arrived. */
final class Response {
    private static final String LENGTH = "\r\ncontent-length:";
    private static final int STATUS_AT = 9;

    private final ByteBuffer bytes = ByteBuffer.allocate(8_192);

    /** The buffer for more of it. */
    ByteBuffer room() {
        return bytes;
    }

    void clear() {
        bytes.clear();
    }

    /** Whether it is complete: the headers, and a body of the announced length. */
    boolean isWhole() {
        var text = text();
        var end = text.indexOf("\r\n\r\n");
        return end >= 0 && text.length() >= end + 4 + bodyLength(text.substring(0, end + 2));
    }

    int status() {
        return Integer.parseInt(text().substring(STATUS_AT, STATUS_AT + 3));
    }

    /** For a message to people. */
    @Override
    public String toString() {
        return text();
    }

    private String text() {
        return new String(bytes.array(), 0, bytes.position(), US_ASCII);
    }

    private static int bodyLength(String head) {
        var at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            return 0;
        }
        var from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }
}
