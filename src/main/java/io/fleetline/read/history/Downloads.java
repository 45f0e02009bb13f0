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
 * The answers of any length that are under way, each bounded in memory, speed and time, so that slow readers can never hold all connections of the reading
 * pool: some are always left for analytics, the live map and tokens.
 */
@Singleton
final class Downloads {
    private static final int LEFT_FOR_OTHERS = 3;
    /** Long ones leave some places for short ones, which no reader can keep waiting. */
    private static final int LEFT_FOR_SHORT_ONES = 2;

    /** A sixteenth of the heap may be held back for readers. */
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
     * @param connections of the reading pool
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

    /** What is read with a connection in hand. */
    interface Reading {
        void into(OutputStream out) throws IOException;
    }

    /**
     * Returns when the reader has taken all of it, but for what the server itself has still in hand.
     *
     * @param request null: nobody watches over the reader
     * @throws jakarta.ws.rs.ServiceUnavailableException when too many are under way; nothing has been sent then
     */
    void send(OutputStream client, @Nullable HttpServerRequest request, Reading reading) throws IOException {
        try (var _ = atOnce.take()) {
            var paced = new PacedOutput(
                    client, () -> request != null && request.response().closed(), steady);
            var watch = request == null ? null : new DownloadWatch(vertx, request, () -> problem(paced));
            try {
                // A row is a few hundred bytes: handed over one by one, each would cost two looks at the clock.
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

    /** Afterwards there is no connection in hand any more, and what came back is still to be passed on. */
    private ReadAhead readAhead(OutputStream reader, Reading work) throws IOException {
        try (var _ = reading.take();
                var ahead = new ReadAhead(reader, longOnes)) {
            work.into(ahead);
            return ahead;
        }
    }

    private @Nullable String problem(PacedOutput reader) {
        if (reader.isOlderThan(longest)) {
            return "it took longer than %d s".formatted(longest.toSeconds());
        }
        return reader.isSlowerThan(leastBytesPerSecond)
                ? "its reader took less than %d bytes a second".formatted(leastBytesPerSecond)
                : null;
    }
}
