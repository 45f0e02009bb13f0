package io.fleetline.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How large the commits of one table are and how long they take, those that failed included. */
final class CommitMetrics {
    private final DistributionSummary batchSize;
    private final Timer commitTime;

    CommitMetrics(MeterRegistry registry, String table) {
        batchSize = DistributionSummary.builder("fleetline.store.batch.facts")
                .tag("table", table)
                .serviceLevelObjectives(1, 10, 100, 1_000, 5_000)
                .register(registry);
        commitTime = Timer.builder("fleetline.store.commit")
                .tag("table", table)
                .serviceLevelObjectives(
                        Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofSeconds(1))
                .register(registry);
    }

    interface Commit<R> {
        R run() throws SQLException;
    }

    <R> R timed(List<? extends Pending<?, ?>> group, Commit<R> commit) throws SQLException {
        long began = System.nanoTime();
        try {
            return commit.run();
        } finally {
            commitTime.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            batchSize.record(group.stream().mapToInt(Pending::weight).sum());
        }
    }
}
