package io.fleetline.read.feed;

import java.time.Duration;

/** Whether a client is still there: it is asked every so often, also while it is sent much, and one that is silent for too long is gone. */
final class Presence {
    private final long askEveryNanos;
    private final long longestSilenceNanos;
    private long askNanos;
    private volatile long heardNanos = System.nanoTime();

    Presence(Duration askEvery, Duration longestSilence) {
        this.askEveryNanos = askEvery.toNanos();
        this.longestSilenceNanos = longestSilence.toNanos();
        this.askNanos = System.nanoTime() + askEveryNanos;
    }

    /** There was a sign of life; may be called by any thread. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    boolean isOver() {
        return System.nanoTime() - heardNanos > longestSilenceNanos;
    }

    /** Once each time that it is due. */
    boolean isToBeAsked() {
        var now = System.nanoTime();
        if (now - askNanos < 0) {
            return false;
        }
        askNanos = now + askEveryNanos;
        return true;
    }
}
