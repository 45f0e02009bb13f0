package io.fleetline.service;

import io.fleetline.clock.Repeating;
import io.fleetline.clock.Workers;
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
    /** The database may keep each of a turn's statements waiting for two minutes. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private final Workers workers;
    private List<Repeating> work = List.of();

    PollSchedule(Workers workers) {
        this.workers = workers;
    }

    /** From now on; null: no more. */
    void drives(@Nullable Poller poller) {
        work.forEach(Repeating::close);
        work = poller == null
                ? List.of()
                : List.of(
                        workers.every(TICK, LONGEST_TURN, "polling", poller::tick),
                        workers.every(RENEWAL, LONGEST_TURN, "renewing leases", poller::renewLeases));
    }
}
