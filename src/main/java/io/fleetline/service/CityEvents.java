package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.change.ChangeConsumer;
import io.fleetline.events.AlarmEvents;
import io.fleetline.events.Dispatcher;
import io.fleetline.events.EventIngest;
import io.fleetline.events.EventStore;
import io.fleetline.service.watch.Pulse;
import io.fleetline.settings.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The role of city events. */
@Singleton
public final class CityEvents implements Part {
    private final Launch launch;
    private final AgroalDataSource database;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Commits commits;
    private final Pulse pulse;
    private volatile @Nullable EventStore store;
    private volatile @Nullable Handler<RoutingContext> ingest;

    CityEvents(Launch launch, AgroalDataSource database, MeterRegistry registry, InstantSource clock, Commits commits) {
        this.launch = launch;
        this.database = database;
        this.registry = registry;
        this.clock = clock;
        this.commits = commits;
        this.pulse = new Pulse(database, "SELECT 1");
    }

    @Override
    public boolean isNeeded() {
        return launch.has(Role.EVENTS);
    }

    @Override
    public void start() {
        var started = new EventStore(database, registry, commits::happened);
        store = started;
        ingest = new EventIngest(started, launch.settings().events(), clock);
    }

    /** What follows the change log for it; none if the role is off. */
    List<ChangeConsumer> consumers() {
        var running = store;
        return running == null
                ? List.of()
                : List.of(
                        new AlarmEvents(running),
                        new Dispatcher(running, launch.settings().dispatches(), clock));
    }

    /** Takes events in; null before the start. */
    public @Nullable Handler<RoutingContext> ingest() {
        return ingest;
    }

    @Override
    public Role role() {
        return Role.EVENTS;
    }

    @Override
    public String readiness() {
        var running = store;
        return running != null && running.isFull() ? "too much is waiting to be written" : pulse.readiness();
    }

    @Override
    public boolean isAlive() {
        var running = store;
        return running == null || running.isWriting();
    }

    /** Requests end before: see {@link ServiceEnd}. */
    @Override
    public void close() {
        var running = store;
        if (running != null) {
            running.close();
        }
    }
}
