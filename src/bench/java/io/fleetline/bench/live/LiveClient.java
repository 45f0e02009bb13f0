package io.fleetline.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One WebSocket to the live feed. */
final class LiveClient implements FrameReader.Listener {
    private static final int PING = 9;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int LONGEST_HEAD = 8;
    private static final int ANSWER_BYTES = 1_024;
    private static final int SLOW_RECEIVE_BYTES = 4_096;

    private final Role role;
    private final SocketChannel channel;
    private final FrameReader reader;
    private final Traffic traffic = new Traffic();
    private final @Nullable Sightings sightings;
    private boolean hasPongToSend;

    /**
     * What a client does.
     *
     * @param subscription fields of its message, after {@code "type"}
     * @param measures whether it keeps what it sees
     * @param isSlow it reads one byte a second
     */
    record Role(String subscription, boolean measures, boolean isSlow) {
        boolean isBinary() {
            return subscription.contains("\"binary\"");
        }
    }

    /** Connects and subscribes. */
    LiveClient(InetSocketAddress service, Role role) throws IOException {
        this.role = role;
        this.sightings = role.measures() ? new Sightings() : null;
        this.reader = new FrameReader(this, role.measures());
        this.channel = SocketChannel.open();
        if (role.isSlow()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BYTES);
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(service);
        upgrade(service);
        subscribe();
        channel.configureBlocking(false);
    }

    private void upgrade(InetSocketAddress service) throws IOException {
        write("""
                GET /live HTTP/1.1\r
                Host: %s:%d\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                Sec-WebSocket-Version: 13\r
                \r
                """.formatted(service.getHostString(), service.getPort()).getBytes(UTF_8));
        var answer = new StringBuilder();
        var one = ByteBuffer.allocate(1);
        while (!answer.toString().endsWith("\r\n\r\n") && answer.length() < ANSWER_BYTES) {
            if (channel.read(one.clear()) < 0) {
                break;
            }
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("the service does not open a WebSocket: " + answer);
        }
    }

    /** Masked with zeros, so the text stays as it is. */
    private void subscribe() throws IOException {
        var text = ("{\"type\":\"subscribe\"" + (role.subscription().isEmpty() ? "" : ",") + role.subscription() + "}")
                .getBytes(UTF_8);
        var head = ByteBuffer.allocate(LONGEST_HEAD).put((byte) FINAL_TEXT);
        if (text.length < TWO_BYTE_LENGTH) {
            head.put((byte) (MASKED | text.length));
        } else {
            head.put((byte) (MASKED | TWO_BYTE_LENGTH)).putShort((short) text.length);
        }
        head.putInt(0).flip();
        write(ByteBuffer.allocate(head.remaining() + text.length)
                .put(head)
                .put(text)
                .array());
    }

    private void write(byte[] bytes) throws IOException {
        var out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    Role role() {
        return role;
    }

    /** Whether the service has closed the connection, as it does when a message is not taken for two minutes. */
    boolean isEndedAfter(ByteBuffer buffer) throws IOException {
        try {
            read(buffer);
            return false;
        } catch (IOException e) {
            close();
            return true;
        }
    }

    /** @param buffer shared between clients */
    void read(ByteBuffer buffer) throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            throw new IOException("the service has closed a live connection");
        }
        reader.read(buffer.flip());
        if (hasPongToSend) {
            hasPongToSend = false;
            write(PONG);
        }
    }

    @Override
    public void frame(int opcode, long payloadBytes) {
        traffic.frame(opcode, payloadBytes);
        hasPongToSend |= opcode == PING;
    }

    @Override
    public void message(int opcode, byte[] payload) {
        if (sightings != null) {
            sightings.message(opcode, payload, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        }
    }

    Traffic traffic() {
        return traffic;
    }

    List<Sighting> sightings() {
        return sightings == null ? List.of() : sightings.all();
    }

    void close() throws IOException {
        channel.close();
    }
}
