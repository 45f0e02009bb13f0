package io.fleetline.clock;

import java.time.Instant;
import java.time.InstantSource;

/** Time that goes on second by second, whatever becomes of this machine's clock. */
public final class SteadyTime implements InstantSource {
    private record Mark(Instant time, long nanos) {}

    private volatile Mark mark;

    public SteadyTime(Instant now) {
        mark = new Mark(now, System.nanoTime());
    }

    @Override
    public Instant instant() {
        var known = mark;
        return known.time().plusNanos(System.nanoTime() - known.nanos());
    }

    void set(Instant now) {
        mark = new Mark(now, System.nanoTime());
    }
}
