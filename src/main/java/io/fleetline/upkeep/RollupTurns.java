package io.fleetline.upkeep;

import io.fleetline.clock.Rest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Decides at each turn whether to roll up: after the interval in any case, and sooner if something has changed and the last run was short. */
public final class RollupTurns {
    /** The pause between two turns: something that has changed is rolled up after that time. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private final Rollup rollup;
    private final Duration interval;
    private final LongSupplier nanoTime;
    private final AtomicBoolean touched = new AtomicBoolean();
    private long nextNanos;
    private long restUntilNanos;

    /** @param interval between two runs that are logged */
    public RollupTurns(Rollup rollup, Duration interval) {
        this(rollup, interval, System::nanoTime);
    }

    /** @param nanoTime measures the interval */
    RollupTurns(Rollup rollup, Duration interval, LongSupplier nanoTime) {
        this.rollup = rollup;
        this.interval = interval;
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong();
        this.restUntilNanos = nextNanos;
    }

    /** Something has changed. Returns at once. */
    public void touch() {
        touched.set(true);
    }

    /** To be called by one thread. */
    public void turn() {
        var now = nanoTime.getAsLong();
        if (now - nextNanos >= 0) {
            touched.set(false); // before the run: what changes meanwhile is for a later turn
            rollup.run();
            nextNanos = nanoTime.getAsLong() + interval.toNanos();
        } else if (now - restUntilNanos >= 0 && touched.getAndSet(false)) {
            rollup.runOften();
            var ended = nanoTime.getAsLong();
            restUntilNanos = ended + Rest.nanosAfter(ended - now, interval);
        }
    }
}
