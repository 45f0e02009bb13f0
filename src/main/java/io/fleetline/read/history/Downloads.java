package io.fleetline.read.history;

import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The streamed answers in progress, each bounded in memory, speed and time, so that slow readers can never hold all connections of
 * the reading pool: some always remain for analytics, the live map and token checks.
 */
@Singleton
final class Downloads {
    private static final int LEFT_FOR_OTHERS = 3;
    /** Long downloads leave some places free for short ones, which a slow reader cannot delay. */
    private static final int LEFT_FOR_SHORT_ONES = 2;

    /** Up to a sixteenth of the heap may buffer answers for readers. */
    private static final int PART_OF_HEAP = 16;

    private static final int FEWEST_AT_ONCE = 8;

    private final Places atOnce;
    private final Places reading;
    private final Places longOnes;
    private final Duration longest;
    private final int leastBytesPerSecond;
    private final Vertx vertx;
    private final InstantSource steady;

    /**
     * For one pool.
     *
     * @param connections the size of the reading pool
     */
    Downloads(
            @ConfigProperty(name = "quarkus.datasource.read.jdbc.max-size") int connections,
            DownloadSettings settings,
            Vertx vertx,
            @Identifier("steady") InstantSource steady) {
        this.atOnce = new Places(Math.clamp(
                Runtime.getRuntime().maxMemory() / PART_OF_HEAP / ReadAhead.MOST_BYTES, FEWEST_AT_ONCE, 10_000));
        this.reading = new Places(Math.max(1, connections - LEFT_FOR_OTHERS));
        this.longOnes = new Places(Math.max(1, connections - LEFT_FOR_OTHERS - LEFT_FOR_SHORT_ONES));
        this.longest = settings.longest();
        this.leastBytesPerSecond = settings.leastBytesPerSecond();
        this.vertx = vertx;
        this.steady = steady;
    }

    /** Reads from the database while holding a connection. */
    interface Content {
        void into(OutputStream out) throws IOException;
    }

    /**
     * Returns when the reader has received everything, except for what the server still buffers.
     *
     * @param request null: the reader is not watched
     * @throws jakarta.ws.rs.ServiceUnavailableException if too many are in progress; nothing has been sent then
     */
    void send(OutputStream client, @Nullable HttpServerRequest request, Content reading) throws IOException {
        try (var _ = atOnce.take()) {
            var paced = new PacedOutput(
                    client, () -> request != null && request.response().closed(), steady);
            var watch = request == null ? null : new DownloadWatch(vertx, request, () -> problem(paced));
            try {
                // A row is a few hundred bytes: passed on one by one, each would cost two clock readings.
                var pieces = new BufferedOutputStream(paced, PacedOutput.PIECE_BYTES);
                readAhead(pieces, reading).passOn();
                pieces.flush();
            } finally {
                if (watch != null) {
                    watch.close();
                }
            }
        }
    }

    /** Afterwards the connection has been returned, and the buffered rest is still to be passed on. */
    private ReadAhead readAhead(OutputStream reader, Content work) throws IOException {
        try (var _ = reading.take();
                var ahead = new ReadAhead(reader, longOnes)) {
            work.into(ahead);
            return ahead;
        }
    }

    private @Nullable String problem(PacedOutput reader) {
        if (reader.isOlderThan(longest)) {
            return "it took more than %d s".formatted(longest.toSeconds());
        }
        return reader.isSlowerThan(leastBytesPerSecond)
                ? "its reader received fewer than %d bytes per second".formatted(leastBytesPerSecond)
                : null;
    }
}
