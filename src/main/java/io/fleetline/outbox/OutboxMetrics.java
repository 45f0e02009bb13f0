package io.fleetline.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts attempts, and how late the first ones are. */
final class OutboxMetrics {
    private final Map<Reception, Counter> attempts = new EnumMap<>(Reception.class);
    private final Timer delay;

    OutboxMetrics(MeterRegistry registry) {
        for (var reception : Reception.values()) {
            attempts.put(
                    reception,
                    registry.counter(
                            "fleetline.outbox.attempts",
                            "outcome",
                            reception.name().toLowerCase(Locale.ROOT)));
        }
        delay = Timer.builder("fleetline.outbox.delay")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(registry);
    }

    void attempted(SendAttempt attempt) {
        var counter = attempts.get(attempt.reception());
        if (counter != null) {
            counter.increment();
        }
    }

    /** @param late from the moment at which the change was written to the first attempt */
    void sentFirst(Duration late) {
        delay.record(late.isNegative() ? Duration.ZERO : late);
    }
}
