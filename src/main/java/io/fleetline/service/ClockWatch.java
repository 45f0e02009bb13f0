package io.fleetline.service;

import io.fleetline.clock.FleetClock;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps the service clock with the database's. */
@Singleton
final class ClockWatch implements Part {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private final FleetClock clock;
    private final Workers workers;
    private final List<Worker> work = new ArrayList<>();

    ClockWatch(FleetClock clock, Workers workers) {
        this.clock = clock;
        this.workers = workers;
    }

    @Override
    public boolean isNeeded() {
        return true;
    }

    @Override
    public void start() {
        clock.look();
        work.add(workers.every(PAUSE, LONGEST_TURN, "looking at the clocks", clock::look));
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
    }
}
