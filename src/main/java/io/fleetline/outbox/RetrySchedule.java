package io.fleetline.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a message is sent again that was not taken: nine times, within three days and four hours. */
final class RetrySchedule {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** A pause becomes up to a tenth longer, so that what failed together does not come back together. */
    private static final double LONGER_BY = 0.1;

    private RetrySchedule() {}

    /**
     * The pause before the next attempt; empty: there is none.
     *
     * @param attempts that have failed, from 1
     * @param asked the receiver's Retry-After: the next attempt is not earlier; zero: there was none
     * @param chance from 0 to less than 1
     */
    static Optional<Duration> pause(int attempts, Duration asked, double chance) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        var planned = PAUSES.get(attempts - 1);
        var least = asked.compareTo(planned) > 0 ? asked : planned;
        return Optional.of(least.plusMillis(Math.round(least.toMillis() * LONGER_BY * chance)));
    }
}
