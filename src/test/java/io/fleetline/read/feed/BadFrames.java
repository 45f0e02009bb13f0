package io.fleetline.read.feed;

import static io.fleetline.read.feed.RawSocket.FIRST_TEXT;
import static io.fleetline.read.feed.RawSocket.LAST;
import static io.fleetline.read.feed.RawSocket.MIDDLE;
import static io.fleetline.read.feed.RawSocket.TEXT;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes that no client should send. */
final class BadFrames {
    private BadFrames() {}

    static byte[] joined(byte[]... frames) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(frames).forEach(all::writeBytes);
        return all.toByteArray();
    }

    static byte[] tooLongTogether() {
        return joined(
                RawSocket.frame(FIRST_TEXT, new byte[6_000]),
                RawSocket.frame(MIDDLE, new byte[6_000]),
                RawSocket.frame(LAST, new byte[6_000]));
    }

    /** 5 bytes, in the form for more than 125. */
    static byte[] longForm() {
        return new byte[] {(byte) TEXT, (byte) 0xfe, 0, 5, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
    }

    static byte[] negativeLength() {
        return new byte[] {(byte) TEXT, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
    }

    static byte[] code(int code, int... reason) {
        var payload = new byte[2 + reason.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        for (int i = 0; i < reason.length; i++) {
            payload[2 + i] = (byte) reason[i];
        }
        return payload;
    }
}
