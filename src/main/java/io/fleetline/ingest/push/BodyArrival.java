package io.fleetline.ingest.push;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Gathers the body of one request as it arrives, within the limits of length, memory and time. Runs on the request's event loop, and ends in
 * exactly one of the two ways, unless the sender goes away.
 */
final class BodyArrival {
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final PushSettings settings;
    private final BytesInFlight bytesInFlight;
    private final Consumer<byte[]> arrived;
    private final Consumer<Reply> failed;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean over;

    /** @param arrived gets the body, and gives its length back to the bytes in flight */
    BodyArrival(
            Vertx vertx,
            HttpServerRequest request,
            PushSettings settings,
            BytesInFlight bytesInFlight,
            Consumer<byte[]> arrived,
            Consumer<Reply> failed) {
        this.vertx = vertx;
        this.request = request;
        this.settings = settings;
        this.bytesInFlight = bytesInFlight;
        this.arrived = arrived;
        this.failed = failed;
    }

    void begin() {
        timer = vertx.setTimer(settings.bodyTime().toMillis(), id -> fail(Reply.TOO_SLOW));
        request.handler(this::add);
        request.endHandler(end -> end());
        request.exceptionHandler(problem -> giveUp());
    }

    private void add(Buffer chunk) {
        if (over) {
            return;
        }
        if (body.length() + chunk.length() > settings.maxBodyBytes()) {
            fail(Reply.tooLarge(settings.maxBodyBytes()));
        } else if (bytesInFlight.tryTake(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            fail(Reply.TRY_AGAIN);
        }
    }

    private void end() {
        if (!over) {
            finish();
            arrived.accept(body.getBytes());
        }
    }

    private void fail(Reply reply) {
        if (!over) {
            giveUp();
            failed.accept(reply);
        }
    }

    /** The sender is gone, or is about to be. */
    private void giveUp() {
        if (!over) {
            finish();
            bytesInFlight.giveBack(body.length());
        }
    }

    private void finish() {
        over = true;
        vertx.cancelTimer(timer);
    }
}
