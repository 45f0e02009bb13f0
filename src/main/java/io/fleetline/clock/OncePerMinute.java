package io.fleetline.clock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps a flood of events from becoming a flood of log lines: the first is logged at once, later ones once a minute as a count. */
public final class OncePerMinute {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong unlogged = new AtomicLong();
    private final AtomicLong dueNanos;

    public OncePerMinute() {
        this(System::nanoTime);
    }

    /** @param nanoTime steady time */
    public OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.dueNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** Counts one event. Returns how many there were since the last line, this one included, if a line is due; otherwise 0. */
    public long count() {
        unlogged.incrementAndGet();
        var now = nanoTime.getAsLong();
        var due = dueNanos.get();
        var isDue = now - due >= 0 && dueNanos.compareAndSet(due, now + MINUTE_NANOS);
        return isDue ? unlogged.getAndSet(0) : 0;
    }
}
