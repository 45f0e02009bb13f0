package io.fleetline.ingest.push;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one request as it arrives, within the limits of length, memory and time. Runs on the request's event loop, and ends in
 * exactly one of the two ways, unless the sender disconnects.
 */
final class BodyArrival {
    private static final int READ_AND_DROPPED = 64 << 10;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final PushSettings settings;
    private final BodyMemory.Share memory;
    private final TokenInFront token;
    private final Consumer<byte[]> arrived;
    private final Consumer<PushReply> failed;
    private final Buffer body = Buffer.buffer();
    private boolean lookingForToken;
    /** The rest is short: it is read and discarded, and then this answer is sent. */
    private @Nullable PushReply answerAtEnd;

    private long timer;
    private boolean over;

    /** @param arrived receives the body, and releases its memory */
    BodyArrival(
            Vertx vertx,
            HttpServerRequest request,
            PushSettings settings,
            BodyMemory.Share memory,
            TokenInFront token,
            Consumer<byte[]> arrived,
            Consumer<PushReply> failed) {
        this.vertx = vertx;
        this.request = request;
        this.settings = settings;
        this.memory = memory;
        this.token = token;
        this.arrived = arrived;
        this.failed = failed;
        this.lookingForToken = !memory.isKnown();
    }

    void begin() {
        timer = vertx.setTimer(settings.bodyTime().toMillis(), id -> fail(PushReply.TOO_SLOW));
        request.handler(this::add);
        request.endHandler(end -> end());
        request.exceptionHandler(problem -> giveUp());
    }

    private void add(Buffer chunk) {
        if (over || answerAtEnd != null) {
            return;
        }
        if (body.length() + chunk.length() > settings.maxBodyBytes()) {
            fail(PushReply.tooLarge(settings.maxBodyBytes()));
        } else if (lookingForToken) {
            addWithToken(chunk);
        } else if (memory.tryTake(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            fail(PushReply.TRY_AGAIN);
        }
    }

    /** Until it is known whether the body begins with the token, up to a thousand bytes are held without being counted. */
    private void addWithToken(Buffer chunk) {
        body.appendBuffer(chunk);
        var verdict = token.of(body);
        if (verdict == TokenInFront.Match.UNKNOWN) {
            return;
        }
        lookingForToken = false;
        if (verdict == TokenInFront.Match.WRONG) {
            failWithoutReset(PushReply.WRONG_TOKEN);
            return;
        }
        if (verdict == TokenInFront.Match.RIGHT) {
            memory.tokenIsRight();
        }
        if (!memory.tryTake(body.length())) {
            fail(PushReply.TRY_AGAIN);
        }
    }

    /** If a connection is closed while bytes of the sender are unread, it is reset, and the sender may never see the answer. */
    private void failWithoutReset(PushReply reply) {
        var length = request.getHeader("Content-Length");
        if (length != null && length.length() < 6 && Integer.parseInt(length) <= READ_AND_DROPPED) {
            answerAtEnd = reply;
        } else {
            fail(reply);
        }
    }

    private void end() {
        if (answerAtEnd != null) {
            fail(answerAtEnd);
        } else if (!over) {
            finish();
            arrived.accept(body.getBytes());
        }
    }

    private void fail(PushReply reply) {
        if (!over) {
            giveUp();
            failed.accept(reply);
        }
    }

    /** The sender has disconnected, or is about to. */
    private void giveUp() {
        if (!over) {
            finish();
            memory.giveBack();
        }
    }

    private void finish() {
        over = true;
        vertx.cancelTimer(timer);
    }
}
