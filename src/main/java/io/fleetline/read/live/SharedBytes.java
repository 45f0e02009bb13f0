package io.fleetline.read.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that many connections send at the same time. Frequently requested bytes are kept off the heap, because heap buffers are
 * copied off the heap for every single answer, so fast that the JVM had to run a full collection three times a second to release
 * that memory. Rarely requested bytes stay on the heap: off-heap memory is released only when a collection finds it unused, and in
 * quiet times collections are rare.
 */
final class SharedBytes {
    private static final int OFTEN = 16;

    private final byte[] bytes;
    private int asked;
    private volatile @Nullable Buffer outside;

    /** @param bytes must not be changed any more */
    SharedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All bytes, read-only. */
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
