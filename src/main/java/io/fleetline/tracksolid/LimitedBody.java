package io.fleetline.tracksolid;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/** Collects the bytes of one reply and fails as soon as the limit is exceeded. */
final class LimitedBody implements BodyCodec<byte[]> {
    /** The reply exceeds the limit; the rest of it is not read. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException(int most) {
            super("the reply is longer than %d bytes".formatted(most));
        }
    }

    private final int most;
    private volatile boolean begun;

    /** @param most bytes */
    LimitedBody(int most) {
        this.most = most;
    }

    /** Whether the response headers have arrived. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void create(Handler<AsyncResult<BodyStream<byte[]>>> handler) {
        begun = true;
        handler.handle(Future.succeededFuture(new Collector(most)));
    }

    private static final class Collector implements BodyStream<byte[]> {
        private final Promise<byte[]> whole = Promise.promise();
        private final int most;
        private Buffer collected = Buffer.buffer();

        Collector(int most) {
            this.most = most;
        }

        @Override
        public Future<byte[]> result() {
            return whole.future();
        }

        @Override
        public Future<Void> write(Buffer part) {
            if ((long) collected.length() + part.length() > most) {
                collected = Buffer.buffer();
                return Future.failedFuture(new TooLongException(most));
            }
            collected.appendBuffer(part);
            return Future.succeededFuture();
        }

        @Override
        public void write(Buffer part, @Nullable Handler<AsyncResult<Void>> handler) {
            tell(write(part), handler);
        }

        @Override
        public void end(@Nullable Handler<AsyncResult<Void>> handler) {
            whole.tryComplete(collected.getBytes());
            tell(Future.succeededFuture(), handler);
        }

        private static void tell(Future<Void> outcome, @Nullable Handler<AsyncResult<Void>> handler) {
            if (handler != null) {
                outcome.onComplete(handler);
            }
        }

        @Override
        public void handle(Throwable failure) {
            whole.tryFail(failure);
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
