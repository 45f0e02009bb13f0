package io.fleetline.clock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The background tasks of this process: each goes on after a failure, is counted, and is known to the liveness check. */
@Singleton
public final class Workers {
    private record Watched(Worker worker, Duration longestTurn) {}

    private final MeterRegistry registry;
    private final Scheduler scheduler;
    private final List<Watched> workers = new CopyOnWriteArrayList<>();

    public Workers(MeterRegistry registry, Scheduler scheduler) {
        this.registry = registry;
        this.scheduler = scheduler;
    }

    /**
     * Does something now, and again after each pause.
     *
     * @param longestTurn a turn that takes longer counts as stuck
     * @param name also the metric's label
     */
    public Worker every(Duration pause, Duration longestTurn, String name, Runnable work) {
        return watched(Worker.every(pause, name, work, failures(name)::increment), longestTurn);
    }

    /** The same for work that clients wait for: it is not delayed by their number. Costs a thread of the system. */
    public Worker prompt(Duration pause, Duration longestTurn, String name, Runnable work) {
        return watched(Worker.prompt(pause, name, work, failures(name)::increment), longestTurn);
    }

    /**
     * Does something at a time of day. A turn that is due while the process is down is left out.
     *
     * @param at to the minute
     */
    public Worker daily(LocalTime at, ZoneId zone, Duration longestTurn, String name, Runnable work) {
        var worker = watched(Worker.onDemand(name, work, failures(name)::increment), longestTurn);
        scheduler
                .newJob(name)
                .setCron("0 %d %d * * ?".formatted(at.getMinute(), at.getHour()))
                .setTimeZone(zone.getId())
                .setTask(_ -> worker.wake())
                .schedule();
        return worker;
    }

    private Counter failures(String name) {
        return registry.counter("fleetline.worker.failures", "worker", name);
    }

    private Worker watched(Worker worker, Duration longestTurn) {
        workers.add(new Watched(worker, longestTurn));
        return worker;
    }

    /** The names of those that no longer turn. */
    public List<String> stuck() {
        return workers.stream()
                .filter(watched -> !watched.worker.turns(watched.longestTurn))
                .map(watched -> watched.worker.name())
                .toList();
    }
}
