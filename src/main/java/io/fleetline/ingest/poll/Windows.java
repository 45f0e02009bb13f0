package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which stretches of time to ask about.
 *
 * @param firstLookBack how far back to ask when nothing was ever asked
 * @param overlap how much of what was already asked to ask again, for what arrived late
 * @param longestSlice the longest stretch of one call
 * @param longestLookBack how far back the vendor keeps anything
 */
record Windows(Duration firstLookBack, Duration overlap, Duration longestSlice, Duration longestLookBack) {

    /** The vendor refuses an end that is not before its own now. */
    private static final Duration BEFORE_NOW = Duration.ofSeconds(1);

    /** The slices, oldest first, from the cursor (null: never asked) to now; none when the clock stands still. */
    List<TimeSpan> due(@Nullable Instant cursor, Instant now) {
        var from = cursor == null ? now.minus(firstLookBack) : cursor.minus(overlap);
        var oldest = now.minus(longestLookBack);
        var to = now.minus(BEFORE_NOW);
        return slices(from.isBefore(oldest) ? oldest : from, to, longestSlice);
    }

    /** The stretch cut in slices of at most {@code longest}, oldest first. */
    static List<TimeSpan> slices(Instant from, Instant to, Duration longest) {
        var slices = new ArrayList<TimeSpan>();
        for (var start = from; start.isBefore(to); ) {
            var slice = new TimeSpan(start, to).first(longest);
            slices.add(slice);
            start = slice.to();
        }
        return slices;
    }
}
