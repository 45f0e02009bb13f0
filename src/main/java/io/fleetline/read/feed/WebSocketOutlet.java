package io.fleetline.read.feed;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A client at a WebSocket. */
final class WebSocketOutlet implements Outlet {
    /** Of RFC 6455: a message is too long, or is not one. */
    private static final short BAD_MESSAGE = 1009;

    private static final short TOO_FAST = 1008;
    private static final Buffer PING = Buffer.buffer("fleetline");

    private final ServerWebSocket socket;
    private final Context context;
    private boolean isAnswering;
    private boolean isFull;

    /** @param context of the socket */
    WebSocketOutlet(ServerWebSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
    }

    /** Gives the client its messages, one at a time. On the context. */
    void attach(FeedClient client) {
        socket.frameHandler(_ -> {
            client.heard();
            holdWhileFull();
        });
        socket.pongHandler(_ -> client.heard());
        socket.textMessageHandler(text -> take(client, text));
        socket.binaryMessageHandler(_ -> take(client, "a binary message"));
        socket.exceptionHandler(_ -> close(BAD_MESSAGE, "the message is too long or not well-formed"));
        socket.closeHandler(_ -> client.gone());
    }

    private void take(FeedClient client, String text) {
        isAnswering = true;
        socket.pause();
        if (!client.receive(text)) {
            close(TOO_FAST, "too many messages at once");
        }
    }

    /** Vert.x answers a ping at once: one who sends pings and does not read the pongs would fill the memory. */
    private void holdWhileFull() {
        if (!isFull && socket.writeQueueFull()) {
            isFull = true;
            // Not at once: after a ping, Vert.x itself asks for another frame.
            context.runOnContext(_ -> pauseWhileFull());
            socket.drainHandler(_ -> {
                isFull = false;
                resumeIfFree();
            });
        }
    }

    private void pauseWhileFull() {
        if (isFull) {
            socket.pause();
        }
    }

    private void resumeIfFree() {
        if (!isAnswering && !isFull && !socket.isClosed()) {
            socket.resume();
        }
    }

    @Override
    public void send(FeedFrame frame) throws ClientGone {
        var binary = frame.binary();
        Waiting.until(() -> binary == null
                ? socket.writeTextMessage(frame.json())
                : socket.writeBinaryMessage(Buffer.buffer(binary)));
    }

    @Override
    public void probe() throws ClientGone {
        Waiting.until(() -> socket.writePing(PING));
    }

    @Override
    public void readOn() {
        context.runOnContext(_ -> {
            isAnswering = false;
            resumeIfFree();
        });
    }

    @Override
    public void close(Ending ending) {
        close(ending.code(), ending.words());
    }

    private void close(short code, String words) {
        context.runOnContext(_ -> {
            if (!socket.isClosed()) {
                socket.close(code, words);
            }
        });
    }
}
