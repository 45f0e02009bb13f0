package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.service.watch.Pulse;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ingest role: polls the vendor's cloud. */
@Singleton
final class Polling implements Part {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    /** The database may keep each of a turn's statements waiting for two minutes. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private final Settings settings;
    private final AgroalDataSource database;
    private final FactStore store;
    private final Vertx vertx;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Workers workers;
    private final Pulse leases;
    private final List<Worker> work = new ArrayList<>();
    private @Nullable Ingestion ingestion;

    Polling(
            Settings settings,
            AgroalDataSource database,
            FactStore store,
            Vertx vertx,
            InstantSource clock,
            MeterRegistry registry,
            Workers workers) {
        this.settings = settings;
        this.database = database;
        this.store = store;
        this.vertx = vertx;
        this.clock = clock;
        this.registry = registry;
        this.workers = workers;
        this.leases = new Pulse(database, "SELECT FROM infrastructure.leases LIMIT 1");
    }

    @Override
    public boolean isNeeded() {
        return settings.roles().contains(Role.INGEST);
    }

    @Override
    public void start() {
        ingestion = Ingestion.open(settings, database, store.store(), vertx, clock);
    }

    /** Asks the vendor for each account first: that may take long, and wrong settings end the service. */
    @Override
    public void begin() {
        var opened = ingestion;
        if (opened == null) {
            return;
        }
        Preflight.check(opened.client(), settings.accounts());
        var poller = opened.poller(settings.polling());
        opened.show(registry, poller, settings.accounts());
        poller.renewLeases();
        work.add(workers.every(TICK, LONGEST_TURN, "polling", poller::tick));
        work.add(workers.every(RENEWAL, LONGEST_TURN, "renewing leases", poller::renewLeases));
    }

    @Override
    public Role role() {
        return Role.INGEST;
    }

    @Override
    public String readiness() {
        return leases.readiness();
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
        var opened = ingestion;
        if (opened != null) {
            opened.close();
        }
    }
}
