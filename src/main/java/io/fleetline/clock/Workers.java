package io.fleetline.clock;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The loops in the background of this process: each goes on after a failure, is counted, and is known to the liveness check. */
@Singleton
public final class Workers {
    private record Worker(Repeating loop, Duration longestTurn) {}

    private final MeterRegistry registry;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    Workers(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Does something again and again, from now on.
     *
     * @param pause between two turns; zero: never
     * @param longestTurn a turn that takes longer will never end
     * @param name also the metric's label
     */
    public Repeating every(Duration pause, Duration longestTurn, String name, Runnable work) {
        var failures = registry.counter("fleetline.worker.failures", "worker", name);
        var loop = Repeating.every(pause, name, work, failures::increment);
        workers.add(new Worker(loop, longestTurn));
        return loop;
    }

    /** The names of those that do not go on by themselves. */
    public List<String> stuck() {
        return workers.stream()
                .filter(worker -> !worker.loop.turns(worker.longestTurn))
                .map(worker -> worker.loop.name())
                .toList();
    }
}
