package io.fleetline.clock;

import java.time.Instant;
import java.time.InstantSource;

/** Time that advances second by second even if this machine's clock is set. */
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
