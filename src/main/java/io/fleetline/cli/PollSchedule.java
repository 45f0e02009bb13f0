package io.fleetline.cli;

import io.fleetline.ingest.poll.Poller;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The poller's clockwork. Without the ingest role there are no such jobs: their interval is {@code off}. */
@Singleton
final class PollSchedule {
    private volatile @Nullable Poller poller;

    /** From now on; null: no more. */
    void drives(@Nullable Poller newPoller) {
        poller = newPoller;
    }

    @Scheduled(every = "{fleetline.poll.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        var driven = poller;
        if (driven != null) {
            driven.tick();
        }
    }

    @Scheduled(every = "{fleetline.poll.renew}", concurrentExecution = ConcurrentExecution.SKIP)
    void renewLeases() {
        var driven = poller;
        if (driven != null) {
            driven.renewLeases();
        }
    }
}
