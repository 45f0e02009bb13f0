package io.fleetline.clock;

import java.time.Duration;

/** How long something rests that works again and again: it works for a thirtieth of the time, so that it leaves the database to those who store facts. */
public final class Rest {
    private static final int TIMES_THE_WORK = 30;

    private Rest() {}

    /** The rest after so much work, in nanoseconds. */
    public static long nanosAfter(long workedNanos, Duration atMost) {
        return Math.min(TIMES_THE_WORK * workedNanos, atMost.toNanos());
    }
}
