package io.fleetline.read.live;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A finished answer, which many requests can send without copying it. */
final class LiveAnswer {
    private final byte[] bytes;
    private final SharedBytes plain;
    private final String tag;
    private volatile @Nullable SharedBytes compressed;

    /** @param bytes UTF-8; must not be changed any more */
    LiveAnswer(byte[] bytes) {
        this.bytes = bytes;
        this.plain = new SharedBytes(bytes);
        this.tag = digest(bytes);
    }

    Buffer plain() {
        return plain.buffer();
    }

    /** As gzip; compressed on first use. */
    Buffer compressed() {
        return compress().buffer();
    }

    /** The value of the weak entity tag: it is the same for the compressed form. */
    String tag() {
        return tag;
    }

    int length() {
        return bytes.length;
    }

    /** Compressed in advance, so that the first request need not wait. */
    SharedBytes compress() {
        var known = compressed;
        if (known == null) {
            known = new SharedBytes(gzip(bytes));
            compressed = known;
        }
        return known;
    }

    private static byte[] gzip(byte[] bytes) {
        var target = new ByteArrayOutputStream(bytes.length / 8 + 64);
        try (var gzip = new FastGzip(target)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Uses the fastest level, because an answer lives for a second only. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream target) throws IOException {
            super(target, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
