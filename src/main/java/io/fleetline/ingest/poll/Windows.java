package io.fleetline.ingest.poll;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The periods to ask about.
 *
 * @param firstLookBack how far back to ask without a cursor
 * @param overlap how far before the cursor to begin, for facts that arrive late
 * @param slices how a long period is split
 * @param longestLookBack how far back the vendor keeps data
 */
record Windows(Duration firstLookBack, Duration overlap, Slices slices, Duration longestLookBack) {

    /** The vendor refuses an end that is not before its own current time. */
    private static final Duration BEFORE_NOW = Duration.ofSeconds(1);

    /**
     * The slices, oldest first, from the cursor (null: never asked) to now. A cursor in the future comes from a clock that was
     * ahead, and counts as now.
     */
    List<TimeSpan> due(@Nullable Instant cursor, Instant now) {
        var from =
                cursor == null ? now.minus(firstLookBack) : earlier(cursor, now).minus(overlap);
        var oldest = now.minus(longestLookBack);
        var to = now.minus(BEFORE_NOW);
        return slices.of(from.isBefore(oldest) ? oldest : from, to);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Slices of at most {@code longest}. The vendor may list only what lies within a slice: a fact shorter than {@code overlap} lies
     * entirely within at least one of them.
     *
     * @param overlap shorter than {@code longest}; zero for facts without a duration
     */
    record Slices(Duration longest, Duration overlap) {
        Slices {
            if (overlap.compareTo(longest) >= 0) {
                throw new IllegalArgumentException("slices of %s cannot overlap by %s".formatted(longest, overlap));
            }
        }

        /** Oldest first, on whole seconds as the vendor counts them; none if the period is empty. */
        List<TimeSpan> of(Instant begin, Instant end) {
            var from = begin.truncatedTo(SECONDS);
            var to = end.truncatedTo(SECONDS);
            var slices = new ArrayList<TimeSpan>();
            for (var start = from; start.isBefore(to); ) {
                var slice = new TimeSpan(start, to).first(longest);
                slices.add(slice);
                start = slice.to().equals(to) ? to : slice.to().minus(overlap);
            }
            return slices;
        }
    }
}
