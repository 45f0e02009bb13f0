package io.fleetline.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection with at most one request in progress. A request is repeated until it is acknowledged, also over a new
 * connection, as the hub does.
 */
final class PushConnection {
    private static final long PAUSE_NANOS = 100_000_000;

    private final Selector selector;
    private final InetSocketAddress target;
    private final RequestTemplate request;
    private final FixStream fixes;
    private final FixListener listener;
    private final Response response = new Response();
    private final ByteBuffer out;
    private @Nullable SocketChannel channel;
    private long due;
    private long repeatAt;
    private long resent;

    PushConnection(Selector selector, Load load, FixStream fixes, FixListener listener) {
        this.selector = selector;
        this.target = load.target();
        this.request = new RequestTemplate(load);
        this.fixes = fixes;
        this.listener = listener;
        this.out = ByteBuffer.wrap(request.bytes());
    }

    FixStream fixes() {
        return fixes;
    }

    /** When the current request was due. */
    long due() {
        return due;
    }

    /** Requests that had to be sent again. */
    long resent() {
        return resent;
    }

    /** @param dueNanos when it is due; the latency of the acknowledgement is measured from this time */
    void send(long dueNanos) {
        due = dueNanos;
        request.fill(fixes, listener);
        start();
    }

    /** True once the complete answer is an acknowledgement; a 503 is handled here. */
    boolean proceed(SelectionKey key, long now) {
        try {
            if (key.isConnectable()) {
                connected();
            } else if (key.isWritable()) {
                write();
            } else if (key.isReadable()) {
                return read(now);
            }
        } catch (IOException e) {
            disconnect();
            repeatLater(now);
        }
        return false;
    }

    /** Repeats the unacknowledged request once its pause is over. */
    void repeatWhenTime(long now) {
        if (repeatAt != 0 && now >= repeatAt) {
            repeatAt = 0;
            resent++;
            start();
        }
    }

    void disconnect() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It is no longer usable either way.
            }
            channel = null;
        }
    }

    private void start() {
        out.clear();
        response.clear();
        try {
            if (channel == null) {
                connect();
            } else {
                write();
            }
        } catch (IOException e) {
            disconnect();
            repeatLater(System.nanoTime());
        }
    }

    private void connect() throws IOException {
        var opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.register(selector, SelectionKey.OP_CONNECT, this);
        opened.connect(target);
    }

    private void connected() throws IOException {
        open().finishConnect();
        write();
    }

    private void write() throws IOException {
        open().write(out);
        open().keyFor(selector).interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private boolean read(long now) throws IOException {
        if (open().read(response.room()) < 0) {
            throw new IOException("the service has closed the connection");
        }
        if (!response.isWhole()) {
            return false;
        }
        return switch (response.status()) {
            case 200 -> true;
            case 429, 503 -> {
                repeatLater(now);
                yield false;
            }
            default -> throw new IllegalStateException("the service answers: " + response);
        };
    }

    private SocketChannel open() throws IOException {
        if (channel == null) {
            throw new IOException("not connected");
        }
        return channel;
    }

    private void repeatLater(long now) {
        repeatAt = now + PAUSE_NANOS;
    }
}
