package io.fleetline.read.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;

/** A client at {@code /live} that writes every byte itself, also what no client should. */
public final class RawSocket implements AutoCloseable {
    /** The first bytes of frames: the last of a message, and its kind. */
    static final int TEXT = 0x81;

    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    /** The same without the bit that says that a frame is the last one of its message. */
    static final int FIRST_TEXT = 0x01;

    static final int MIDDLE = 0x00;
    static final int LAST = 0x80;

    public static final String HANDSHAKE = """
            GET /live HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            Sec-WebSocket-Version: 13
            """;

    /** The connection has ended without a close frame. */
    static final int NO_CODE = 1006;

    private static final int PATIENCE_MS = 20_000;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket;
    private final DataInputStream in;

    /** @param first the first byte of the frame, which is not masked */
    record Frame(int first, byte[] payload) {
        String text() {
            return new String(payload, UTF_8);
        }

        /** Of a close frame; 1005: it gives none. */
        int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private RawSocket(URI address) {
        try {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(PATIENCE_MS);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That has sent its handshake, and may not have been answered. */
    public static RawSocket connect(URI address) {
        return new RawSocket(address).write((HANDSHAKE.replace("\n", "\r\n") + "\r\n").getBytes(US_ASCII));
    }

    /** After its handshake. */
    public static RawSocket open(URI address) {
        var opened = connect(address);
        assertThat(opened.head()).startsWith("HTTP/1.1 101 ");
        return opened;
    }

    /** After it has been sent a `hello`. */
    static RawSocket greeted(URI address) {
        var opened = open(address);
        opened.nextJson("hello");
        return opened;
    }

    /** The head of the answer to a request, whose lines are given without the empty one at the end; empty: there was none. */
    public static String answer(URI address, String request) {
        try (var opened = new RawSocket(address)) {
            opened.write((request.replace("\n", "\r\n") + "\r\n").getBytes(US_ASCII));
            return opened.head();
        }
    }

    private String head() {
        var head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
        } catch (EOFException | SocketException e) {
            // Refused without an answer, or before the request was read.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head.toString();
    }

    RawSocket send(int first, byte... payload) {
        return write(frame(first, payload));
    }

    RawSocket send(int first, String payload) {
        return send(first, payload.getBytes(UTF_8));
    }

    /** A frame with a mask. */
    static byte[] frame(int first, byte... payload) {
        var frame = head(first, 0x80, payload.length).put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return bytes(frame);
    }

    static byte[] unmasked(int first, byte... payload) {
        return bytes(head(first, 0, payload.length).put(payload));
    }

    private static ByteBuffer head(int first, int mask, int length) {
        var frame = ByteBuffer.allocate(14 + length).put((byte) first);
        return length < 126
                ? frame.put((byte) (mask | length))
                : frame.put((byte) (mask | 126)).putShort((short) length);
    }

    private static byte[] bytes(ByteBuffer frame) {
        var bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    /** What the service no longer takes, because it has ended the connection, is dropped. */
    RawSocket write(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The answer says why.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Frame next() {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            return new Frame(first, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void sendText(String message) {
        send(TEXT, message);
    }

    /** The next text message, which may come in fragments; control frames are passed over. Fails once the connection has ended. */
    public String nextText() {
        var text = new ByteArrayOutputStream();
        while (true) {
            var frame = next();
            if (frame.first() == CLOSE) {
                throw new UncheckedIOException(new EOFException("closed with " + frame.closeCode()));
            } else if (frame.first() != PING && frame.first() != PONG) {
                text.writeBytes(frame.payload());
                if ((frame.first() & LAST) != 0) {
                    return text.toString(UTF_8);
                }
            }
        }
    }

    JsonNode nextJson(String type) {
        var frame = next();
        assertThat(frame.first()).as(frame.text()).isEqualTo(TEXT);
        var json = LiveSocket.tree(frame.text());
        assertThat(json.path("type").asText()).as(frame.text()).isEqualTo(type);
        return json;
    }

    /** The code with which the service ends the connection; pongs and errors before are passed over. */
    int closeCode() {
        try {
            while (true) {
                var frame = next();
                assertThat(frame.text()).as("instead of a close").doesNotContain("\"tick\"");
                if (frame.first() == CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (UncheckedIOException e) {
            assertThat(e.getCause()).isInstanceOfAny(EOFException.class, SocketException.class);
            return NO_CODE;
        }
    }

    /** Whether the service has closed the connection, and not only said so. */
    boolean isAtEnd() {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
