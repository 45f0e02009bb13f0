package io.fleetline.ingest.push;

import io.fleetline.store.DeadLetter;
import io.fleetline.store.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** The counters of one path; see {@code docs/metrics.md}. */
final class PathMetrics {
    private static final String PATH = "path";
    /** For facts that the database refused, the reason is only in the dead letter itself. */
    private static final String BY_DATABASE = "database";

    private final MeterRegistry registry;
    private final String path;
    private final Counter received;
    private final Counter stored;
    private final Counter known;
    private final Timer acknowledgement;

    PathMetrics(MeterRegistry registry, String path) {
        this.registry = registry;
        this.path = path;
        this.received = registry.counter("fleetline.push.received.items", PATH, path);
        this.stored = registry.counter("fleetline.push.stored.items", PATH, path);
        this.known = registry.counter("fleetline.push.known.items", PATH, path);
        this.acknowledgement = Timer.builder("fleetline.push.acknowledgement")
                .tag(PATH, path)
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    void acknowledged(Stored outcome, List<DeadLetter> refusedByUs, Duration took) {
        received.increment(outcome.inserted() + outcome.alreadyKnown() + outcome.deadLetters());
        stored.increment(outcome.inserted());
        known.increment(outcome.alreadyKnown());
        refusedByUs.forEach(letter -> deadLetter(letter.rejection().reason(), 1));
        if (outcome.deadLetters() > refusedByUs.size()) {
            deadLetter(BY_DATABASE, outcome.deadLetters() - refusedByUs.size());
        }
        acknowledgement.record(took);
    }

    void answered(int status) {
        registry.counter("fleetline.push.requests", PATH, path, "status", String.valueOf(status))
                .increment();
    }

    private void deadLetter(String reason, int count) {
        registry.counter("fleetline.push.dead.letters", PATH, path, "reason", reason)
                .increment(count);
    }
}
