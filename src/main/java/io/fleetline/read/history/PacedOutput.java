package io.fleetline.read.history;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Passes an answer on to its reader, and measures how fast the reader takes it; time in which the answer was not ready does not count. */
final class PacedOutput extends OutputStream {
    static final int PIECE_BYTES = 16 << 10;
    /** A phone may lose its network for a moment. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final OutputStream reader;
    private final BooleanSupplier isGone;
    private final InstantSource steady;
    private final Instant began;
    private long takenBytes;
    private Duration waited = Duration.ZERO;
    private @Nullable Instant waitsSince;

    /** @param isGone whether the reader has disconnected: the server itself would accept the rest, and drop it */
    PacedOutput(OutputStream reader, BooleanSupplier isGone, InstantSource steady) {
        this.reader = reader;
        this.isGone = isGone;
        this.steady = steady;
        this.began = steady.instant();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE_BYTES) {
            if (isGone.getAsBoolean()) {
                throw new IOException("the reader of an answer has disconnected");
            }
            int piece = Math.min(PIECE_BYTES, length - done);
            begin();
            reader.write(bytes, offset + done, piece);
            taken(piece);
        }
    }

    private synchronized void begin() {
        waitsSince = steady.instant();
    }

    private synchronized void taken(int bytes) {
        waited = waited();
        waitsSince = null;
        takenBytes += bytes;
    }

    private Duration waited() {
        return waitsSince == null ? waited : waited.plus(Duration.between(waitsSince, steady.instant()));
    }

    /** Whether the average speed, measured over more than ten seconds of waiting for the reader, is below the limit. */
    synchronized boolean isSlowerThan(int bytesPerSecond) {
        var waited = waited();
        return waited.compareTo(GRACE) > 0 && takenBytes * 1_000 < waited.toMillis() * bytesPerSecond;
    }

    boolean isOlderThan(Duration longest) {
        return Duration.between(began, steady.instant()).compareTo(longest) > 0;
    }
}
