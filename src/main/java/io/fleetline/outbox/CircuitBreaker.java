package io.fleetline.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * How many messages a receiver gets at a time. After failures none for a while, then one as a probe; once it has taken that, more and more.
 *
 * @param failures in a row
 * @param openings in a row: each lasts twice as long
 * @param until nothing is sent before
 * @param window messages at a time once it is closed
 */
record CircuitBreaker(int failures, int openings, Instant until, int window) {
    /** A receiver that is not known yet gets one message at first. */
    static final CircuitBreaker CLOSED = new CircuitBreaker(0, 0, Instant.EPOCH, 1);

    static final int FAILURES_TO_OPEN = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 6;
    private static final int LARGEST_WINDOW = 1 << 10;

    /**
     * Messages that may be on their way now.
     *
     * @param most of this receiver
     */
    int allowed(Instant now, int most) {
        if (now.isBefore(until)) {
            return 0;
        }
        return openings > 0 ? 1 : Math.min(window, most);
    }

    CircuitBreaker succeeded() {
        return new CircuitBreaker(0, 0, Instant.EPOCH, openings > 0 ? 1 : Math.min(2 * window, LARGEST_WINDOW));
    }

    /** What fails while it is open was on its way before, and changes nothing. */
    CircuitBreaker failed(Instant now) {
        if (now.isBefore(until)) {
            return this;
        }
        boolean wasProbe = openings > 0;
        return wasProbe || failures + 1 >= FAILURES_TO_OPEN
                ? new CircuitBreaker(failures + 1, openings + 1, now.plus(pause()), 1)
                : new CircuitBreaker(failures + 1, 0, until, Math.max(1, window / 2));
    }

    /** @param asked by the receiver, from now on; zero: it has not said how long */
    CircuitBreaker overloaded(Instant now, Duration asked) {
        var end = now.plus(asked.compareTo(pause()) > 0 ? asked : pause());
        return now.isBefore(until)
                ? new CircuitBreaker(failures, openings, end.isAfter(until) ? end : until, 1)
                : new CircuitBreaker(failures + 1, openings + 1, end, 1);
    }

    private Duration pause() {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(openings, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
