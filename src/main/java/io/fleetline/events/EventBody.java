package io.fleetline.events;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Collects the body of one request as it arrives, within the limits of length, of time, and of memory for all of them together. Runs on the request's event
 * loop, and ends in exactly one of the two ways, unless the sender disconnects.
 */
final class EventBody {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_OF_ALL = 16 << 20;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final int maxBytes;
    private final AtomicLong ofAll;
    private final Consumer<RefusedEventException> refused;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean over;

    /** @param ofAll bytes that all requests hold */
    EventBody(
            Vertx vertx,
            HttpServerRequest request,
            int maxBytes,
            AtomicLong ofAll,
            Consumer<RefusedEventException> refused) {
        this.request = request;
        this.vertx = vertx;
        this.maxBytes = maxBytes;
        this.ofAll = ofAll;
        this.refused = refused;
    }

    /** @param arrived gets the body, whose memory is released with {@link #release} */
    void collect(Consumer<byte[]> arrived) {
        timer = vertx.setTimer(
                LONGEST.toMillis(),
                _ -> fail(408, "the body did not arrive within %d s".formatted(LONGEST.toSeconds())));
        request.handler(this::add);
        request.endHandler(_ -> {
            if (!over) {
                finish();
                arrived.accept(body.getBytes());
            }
        });
        request.exceptionHandler(_ -> {
            if (!over) {
                finish();
                release();
            }
        });
    }

    void release() {
        ofAll.addAndGet(-body.length());
    }

    private void add(Buffer chunk) {
        if (over) {
            return;
        }
        if (body.length() + chunk.length() > maxBytes) {
            fail(413, "the body is longer than %d bytes".formatted(maxBytes));
        } else if (ofAll.get() + chunk.length() > MOST_OF_ALL) {
            fail(503, "too many bodies are arriving at the same time");
        } else {
            ofAll.addAndGet(chunk.length());
            body.appendBuffer(chunk);
        }
    }

    private void fail(int status, String detail) {
        if (!over) {
            finish();
            release();
            refused.accept(new RefusedEventException(status, detail));
        }
    }

    private void finish() {
        over = true;
        vertx.cancelTimer(timer);
    }
}
