package io.fleetline.bench.live;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes the frames of a WebSocket apart, as a server sends them: not masked. */
final class FrameReader {
    private static final int CONTINUATION = 0;
    private static final int OPCODE = 0x0F;
    private static final int LENGTH = 0x7F;
    private static final int LONGEST_HEADER = 10;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int FINAL = 0x80;

    private final Listener listener;
    private final boolean keepsPayload;
    private final byte[] header = new byte[LONGEST_HEADER];
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private int headerBytes;
    private long missing;
    private int opcode;

    interface Listener {
        /** @param payload empty unless the reader keeps it */
        void message(int opcode, byte[] payload);

        void frame(int opcode, long payloadBytes);
    }

    /** @param keepsPayload otherwise only headers are read */
    FrameReader(Listener listener, boolean keepsPayload) {
        this.listener = listener;
        this.keepsPayload = keepsPayload;
    }

    void read(ByteBuffer from) {
        while (from.hasRemaining()) {
            if (missing == 0) {
                readHeader(from);
            }
            if (missing > 0) {
                readPayload(from);
            }
        }
    }

    private void readHeader(ByteBuffer from) {
        while (from.hasRemaining() && headerBytes < headerLength()) {
            header[headerBytes++] = from.get();
        }
        if (headerBytes == headerLength()) {
            int code = header[0] & OPCODE;
            opcode = code == CONTINUATION ? opcode : code;
            missing = payloadLength();
            listener.frame(code, missing);
            if (missing == 0) {
                end();
            }
        }
    }

    private int headerLength() {
        if (headerBytes < 2) {
            return 2;
        }
        return switch (header[1] & LENGTH) {
            case TWO_BYTES -> 4;
            case EIGHT_BYTES -> LONGEST_HEADER;
            default -> 2;
        };
    }

    private long payloadLength() {
        return switch (header[1] & LENGTH) {
            case TWO_BYTES -> ByteBuffer.wrap(header).getShort(2) & 0xFFFF;
            case EIGHT_BYTES -> ByteBuffer.wrap(header).getLong(2);
            default -> header[1];
        };
    }

    private void readPayload(ByteBuffer from) {
        int now = (int) Math.min(missing, from.remaining());
        if (keepsPayload) {
            payload.write(from.array(), from.position(), now);
        }
        from.position(from.position() + now);
        missing -= now;
        if (missing == 0) {
            end();
        }
    }

    private void end() {
        headerBytes = 0;
        if ((header[0] & FINAL) != 0) {
            listener.message(opcode, payload.toByteArray());
            payload.reset();
        }
    }
}
