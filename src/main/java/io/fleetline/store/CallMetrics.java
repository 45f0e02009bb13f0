package io.fleetline.store;

import io.fleetline.fleet.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Metrics of the calls of the vendor's API, as recorded in the ingestion log. Pushes have separate metrics. */
final class CallMetrics {
    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void made(CallRecord call) {
        if (call.channel() != Channel.POLL) {
            return;
        }
        var whose = Tags.of("endpoint", call.endpoint(), "account", call.account());
        Timer.builder("fleetline.poll.call")
                .tags(whose.and("outcome", call.outcome().label()))
                .serviceLevelObjectives(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10))
                .register(registry)
                .record(call.duration());
        count(whose, "received", call.rowsReceived());
        count(whose, "inserted", call.rowsInserted());
        count(whose, "rejected", call.rowsRejected());
    }

    private void count(Tags whose, String fate, int rows) {
        registry.counter("fleetline.poll.rows", whose.and("fate", fate)).increment(rows);
    }
}
