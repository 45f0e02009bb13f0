package io.fleetline.bench.load;

import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * The result of a load.
 *
 * @param seconds the measured time
 * @param requests acknowledged while it was measured
 * @param items in these
 * @param latencies of these, microseconds
 * @param sent items sent in all, warm-up included; an item that was sent again without an answer counts once
 * @param distinct different storable fixes in them
 * @param unusable fixes in them that can only become dead letters
 * @param resent requests that were repeated without an acknowledgement
 * @param end every fix is before this time
 */
public record LoadResult(
        double seconds,
        long requests,
        long items,
        Histogram latencies,
        long sent,
        long distinct,
        long unusable,
        long resent,
        Instant end) {

    /** Acknowledged items per second. */
    public double itemsPerSecond() {
        return items / seconds;
    }

    /** Acknowledged requests per second. */
    public double requestsPerSecond() {
        return requests / seconds;
    }

    /** @param percentile 0 to 100 */
    public double latencyMs(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }
}
