package io.fleetline.cli;

import io.fleetline.ingest.poll.Poller;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The poller's clockwork. */
@Singleton
final class PollSchedule {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofSeconds(10);

    private List<Repeating> work = List.of();

    /** From now on; null: no more. */
    void drives(@Nullable Poller poller) {
        work.forEach(Repeating::close);
        work = poller == null
                ? List.of()
                : List.of(
                        Repeating.every(TICK, "polling", poller::tick),
                        Repeating.every(RENEWAL, "renewing leases", poller::renewLeases));
    }
}
