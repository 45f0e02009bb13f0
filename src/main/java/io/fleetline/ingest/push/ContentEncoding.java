package io.fleetline.ingest.push;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes bodies, which are sent as they are or gzipped. */
final class ContentEncoding {
    private ContentEncoding() {}

    /**
     * The decompressed body.
     *
     * @throws RefusedException if it is longer than the limit, corrupt, or compressed in another way
     */
    static byte[] decoded(byte[] body, @Nullable String encoding, int limit) {
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> inflated(body, limit);
            default -> throw new RefusedException(PushReply.refusal(415, "Content-Encoding must be gzip or none", 0));
        };
    }

    private static byte[] inflated(byte[] body, int limit) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var text = gzip.readNBytes(limit);
            if (gzip.read() >= 0) {
                throw new RefusedException(PushReply.tooLarge(limit));
            }
            return text;
        } catch (IOException e) {
            // Unreadable bytes are not worth keeping, and the sender can correct them.
            throw new RefusedException(PushReply.refusal(400, "the body is not gzip", 0));
        }
    }
}
