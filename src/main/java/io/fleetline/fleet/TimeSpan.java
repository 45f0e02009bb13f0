package io.fleetline.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * From one instant to a later one, both inclusive in the vendor's API. A span that would end before it begins is refused with an
 * {@link IllegalArgumentException}.
 */
public record TimeSpan(Instant from, Instant to) {
    public TimeSpan {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a time span cannot end (%s) before it begins (%s)".formatted(to, from));
        }
    }

    /** The span with the same start, shortened to at most {@code longest}. */
    public TimeSpan first(Duration longest) {
        var cut = from.plus(longest);
        return cut.isBefore(to) ? new TimeSpan(from, cut) : this;
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
