package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.ingest.push.Pushes;
import io.fleetline.service.watch.Pulse;
import io.fleetline.settings.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The webhook role. */
@Singleton
public final class PushIntake implements Part {
    private final Launch launch;
    private final FactStore store;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Pulse database;
    private volatile Map<String, Handler<RoutingContext>> handlers = Map.of();

    PushIntake(Launch launch, FactStore store, MeterRegistry registry, InstantSource clock, AgroalDataSource database) {
        this.launch = launch;
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.database = new Pulse(database, "SELECT 1");
    }

    @Override
    public boolean isNeeded() {
        return launch.has(Role.WEBHOOK);
    }

    @Override
    public void start() {
        handlers = new Pushes(store.store(), launch.settings().pushes(), registry, clock).handlers();
    }

    /** Null before the start. */
    public @Nullable Handler<RoutingContext> handler(String path) {
        return handlers.get(path);
    }

    @Override
    public Role role() {
        return Role.WEBHOOK;
    }

    @Override
    public String readiness() {
        return store.store().isFull() ? "too much is waiting to be written" : database.readiness();
    }

    /** Requests end before: see {@link ServiceEnd}. */
    @Override
    public void close() {}
}
