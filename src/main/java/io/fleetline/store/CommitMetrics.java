package io.fleetline.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.StatusCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The size and duration of one table's commits, including failed ones, in metrics and traces. */
final class CommitMetrics {
    private final DistributionSummary batchSize;
    private final Timer commitTime;
    private final CommitSpans spans;

    CommitMetrics(MeterRegistry registry, String table) {
        spans = new CommitSpans(table);
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
        var span = spans.begin(group);
        try {
            return commit.run();
        } catch (SQLException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getSQLState()));
            throw e;
        } finally {
            span.end();
            commitTime.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            batchSize.record(group.stream().mapToInt(Pending::weight).sum());
        }
    }
}
