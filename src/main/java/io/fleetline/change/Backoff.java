package io.fleetline.change;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after failures: twice as long each time, and of random length, so that replicas do not all try at once.
 *
 * @param first the longest pause after one failure
 * @param longest however many failures there were
 */
record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 20;

    /** @param failures in a row; at least 1 */
    Duration pause(int failures) {
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        long nanos = Math.min(doubled.toNanos(), longest.toNanos());
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos));
    }
}
