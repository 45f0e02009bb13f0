package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store of a process that takes facts in. Once a day the log says what could not be stored. */
@Singleton
final class FactStore implements Part {
    private static final LocalTime SUMMARY_AT = LocalTime.of(5, 0);
    private static final Duration LONGEST_SUMMARY = Duration.ofMinutes(30);

    private final Launch launch;
    private final AgroalDataSource database;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Workers workers;
    private final Commits commits;
    private final List<Worker> work = new ArrayList<>();
    private volatile @Nullable Store store;

    FactStore(
            Launch launch,
            AgroalDataSource database,
            InstantSource clock,
            MeterRegistry registry,
            Workers workers,
            Commits commits) {
        this.launch = launch;
        this.database = database;
        this.clock = clock;
        this.registry = registry;
        this.workers = workers;
        this.commits = commits;
    }

    @Override
    public boolean isNeeded() {
        return launch.stores();
    }

    @Override
    public void start() {
        var started = new Store(database, StoreSettings.DEFAULT, clock, registry, commits::happened);
        store = started;
        var summary = new DeadLetterSummary(started, clock);
        work.add(workers.daily(SUMMARY_AT, ZoneOffset.UTC, LONGEST_SUMMARY, "counting dead letters", summary::log));
    }

    /** For the parts after this one. */
    Store store() {
        return Objects.requireNonNull(store, "the store has not been started");
    }

    @Override
    public boolean isAlive() {
        var running = store;
        return running == null || running.isWriting();
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
        var running = store;
        if (running != null) {
            running.close();
        }
    }
}
