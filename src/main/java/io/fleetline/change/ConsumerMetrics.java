package io.fleetline.change;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What a consumer has done in this process. How far it is behind is read from the database, because any process may do its work. */
public final class ConsumerMetrics {
    private final InstantSource clock;
    private final DistributionSummary batches;
    private final Counter failures;
    private final Counter deadLetters;
    private final Timer latency;

    /** @param clock runs with the clock of the database */
    public ConsumerMetrics(String consumer, MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.batches = registry.summary("fleetline.changes.batch", "consumer", consumer);
        this.failures = registry.counter("fleetline.changes.failures", "consumer", consumer);
        this.deadLetters = registry.counter("fleetline.changes.dead.letters", "consumer", consumer);
        this.latency = Timer.builder("fleetline.changes.latency")
                .tag("consumer", consumer)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void applied(List<Change> changes) {
        if (!changes.isEmpty()) {
            batches.record(changes.size());
            var now = clock.instant();
            changes.forEach(change -> latency.record(Duration.between(change.at(), now)));
        }
    }

    void failed() {
        failures.increment();
    }

    void buried(int letters) {
        deadLetters.increment(letters);
    }
}
