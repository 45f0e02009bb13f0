package io.fleetline.ingest.push;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory the bodies of all requests under way may take together. */
final class BytesInFlight {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    BytesInFlight(long most) {
        this.most = most;
    }

    boolean areExhausted() {
        return taken.get() >= most;
    }

    /** False, and nothing taken, when there is not so much left. */
    boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
