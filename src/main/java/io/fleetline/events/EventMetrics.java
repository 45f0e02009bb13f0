package io.fleetline.events;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The counters of events; see {@code docs/metrics.md}. Labels are names of the catalogue, and never a sender's. */
final class EventMetrics {
    private final MeterRegistry registry;
    private final DistributionSummary batch;
    private final Timer commit;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batch = registry.summary("fleetline.events.batch");
        this.commit = Timer.builder("fleetline.events.commit")
                .serviceLevelObjectives(
                        Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofSeconds(1))
                .register(registry);
    }

    /** @param service of the catalogue, or {@code unknown} */
    void answered(String service, int status) {
        registry.counter("fleetline.events.requests", "service", service, "status", String.valueOf(status))
                .increment();
    }

    void committed(int received, Duration took) {
        batch.record(received);
        commit.record(took);
    }

    void stored(List<EventTable.Row> rows) {
        rows.stream()
                .collect(Collectors.groupingBy(row -> row.event().service(), Collectors.counting()))
                .forEach((service, count) -> registry.counter("fleetline.events.stored", "service", service)
                        .increment(count));
    }

    void ruleFailed(String rule) {
        registry.counter("fleetline.events.rule.failures", "rule", rule).increment();
    }
}
