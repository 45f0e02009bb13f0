package io.fleetline.read.feed;

import io.fleetline.change.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What live clients cost, and how late they are told. */
@Singleton
final class LiveMetrics {
    private final MeterRegistry registry;
    private final Counter frames;
    private final Counter bytes;
    private final Counter resets;
    private final Timer delay;
    private final AtomicInteger connections = new AtomicInteger();

    LiveMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.frames = registry.counter("fleetline.live.frames");
        this.bytes = registry.counter("fleetline.live.sent.bytes");
        this.resets = registry.counter("fleetline.live.resets");
        this.delay = Timer.builder("fleetline.live.delay")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(registry);
        registry.gauge("fleetline.live.connections", connections);
    }

    void told(List<Change> changes, Instant now) {
        changes.forEach(change -> delay.record(Duration.between(change.at(), now)));
    }

    void sent(FeedFrame frame) {
        frames.increment();
        bytes.increment(frame.length());
        if (frame.type().equals("reset")) {
            resets.increment();
        }
    }

    void showBacklogs(LiveConnections open) {
        registry.gauge("fleetline.live.longest.backlog.bytes", open, LiveConnections::longestBacklogBytes);
    }

    void connections(int open) {
        connections.set(open);
    }
}
