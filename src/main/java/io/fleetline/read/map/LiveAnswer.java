package io.fleetline.read.map;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A finished answer, which any number of requests send without copying it. */
final class LiveAnswer {
    private final byte[] bytes;
    private final Buffer plain;
    private final String etag;
    private volatile @Nullable Buffer compressed;

    /** @param bytes UTF-8, which nobody changes any more */
    LiveAnswer(byte[] bytes) {
        this.bytes = bytes;
        this.plain = shared(bytes);
        this.etag = "W/\"" + digest(bytes) + "\"";
    }

    Buffer plain() {
        return plain;
    }

    /** As gzip; compressed when it is asked for first. */
    Buffer compressed() {
        var known = compressed;
        if (known == null) {
            known = gzip();
            compressed = known;
        }
        return known;
    }

    /** Weak, because it is the same for the compressed form. */
    String etag() {
        return etag;
    }

    int length() {
        return bytes.length;
    }

    private Buffer gzip() {
        var target = new ByteArrayOutputStream(bytes.length / 8 + 64);
        try (var gzip = new FastGzip(target)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shared(target.toByteArray());
    }

    /**
     * Read-only, because many connections read it at once; and outside the heap, because from inside it every single answer would be
     * copied there first: so fast that the JVM had to collect all garbage, three times a second, to give that memory back.
     */
    private static Buffer shared(byte[] bytes) {
        var direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Buffer.buffer(
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct).asReadOnly()));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** At its fastest: an answer lives for a second. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream target) throws IOException {
            super(target, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
