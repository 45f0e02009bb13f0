package io.fleetline.read.feed;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

/** A client at a WebSocket. */
final class WebSocketOutlet implements Outlet {
    private static final Buffer PING = Buffer.buffer("fleetline");

    private final ServerWebSocket socket;
    private final Context context;
    private final IncomingMessage incoming = new IncomingMessage();
    private boolean isAnswering;
    private boolean isFull;

    /** @param context of the socket */
    WebSocketOutlet(ServerWebSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
    }

    /** Gives the client its messages, one at a time. On the context. */
    void attach(FeedClient client) {
        socket.frameHandler(frame -> {
            if (!socket.isClosed()) {
                client.heard();
                read(client, frame);
                holdWhileFull();
            }
        });
        socket.pongHandler(_ -> client.heard());
        socket.exceptionHandler(problem -> closeNow(Ending.of(problem)));
        socket.closeHandler(_ -> client.gone());
    }

    private void read(FeedClient client, WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            try {
                var message = incoming.add(frame);
                if (message != null) {
                    take(client, message);
                }
            } catch (IncomingMessage.UnreadableMessage e) {
                close(e.ending());
            }
        }
    }

    private void take(FeedClient client, String text) {
        isAnswering = true;
        socket.pause();
        if (!client.receive(text)) {
            close(Ending.TOO_FAST);
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
        context.runOnContext(_ -> closeNow(ending));
    }

    /** On the context. After a frame that cannot be read Vert.x itself closes the connection, so this must not wait. */
    private void closeNow(Ending ending) {
        if (!socket.isClosed()) {
            socket.close(ending.code(), ending.words());
        }
    }
}
