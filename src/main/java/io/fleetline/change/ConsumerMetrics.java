package io.fleetline.change;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What a consumer has done in this process. How far it is behind is read from the database, because any process may do its work. */
public final class ConsumerMetrics {
    private final InstantSource clock;
    private final Counter applied;
    private final Counter failed;
    private final Counter buried;
    private final Timer latency;

    /** @param clock runs with the clock of the database */
    public ConsumerMetrics(String consumer, MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.applied = registry.counter("fleetline.changes.applied", "consumer", consumer);
        this.failed = registry.counter("fleetline.changes.failures", "consumer", consumer);
        this.buried = registry.counter("fleetline.changes.dead.letters", "consumer", consumer);
        this.latency = Timer.builder("fleetline.changes.latency")
                .tag("consumer", consumer)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void applied(List<Change> changes) {
        applied.increment(changes.size());
        var now = clock.instant();
        changes.forEach(change -> latency.record(Duration.between(change.at(), now)));
    }

    void failed() {
        failed.increment();
    }

    void buried(int letters) {
        buried.increment(letters);
    }
}
