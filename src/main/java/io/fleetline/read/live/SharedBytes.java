package io.fleetline.read.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that any number of connections send at the same time. What is asked for often lies outside the heap, because from inside it each
 * single answer is copied there first: so fast that the JVM had to collect all garbage, three times a second, to give that memory back. What is asked for
 * now and then stays inside: memory outside comes back only when a collection finds that nobody needs it, and at a quiet time there are few.
 */
final class SharedBytes {
    private static final int OFTEN = 16;

    private final byte[] bytes;
    private int asked;
    private volatile @Nullable Buffer outside;

    /** @param bytes which nobody changes any more */
    SharedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Read-only, all of them. */
    Buffer buffer() {
        var known = outside;
        return known == null ? counted() : known;
    }

    private synchronized Buffer counted() {
        var known = outside;
        if (known != null) {
            return known;
        } else if (++asked <= OFTEN) {
            return readOnly(Unpooled.wrappedBuffer(bytes));
        }
        var copy = readOnly(Unpooled.wrappedBuffer(
                ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
        outside = copy;
        return copy;
    }

    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to take a buffer of Netty's
    private static Buffer readOnly(ByteBuf buffer) {
        return Buffer.buffer(Unpooled.unreleasableBuffer(buffer.asReadOnly()));
    }
}
