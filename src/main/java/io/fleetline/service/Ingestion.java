package io.fleetline.service;

import io.fleetline.clock.SteadyTime;
import io.fleetline.ingest.poll.Backfill;
import io.fleetline.ingest.poll.Leases;
import io.fleetline.ingest.poll.PollSettings;
import io.fleetline.ingest.poll.Poller;
import io.fleetline.settings.Settings;
import io.fleetline.store.Store;
import io.fleetline.tracksolid.AccountGates;
import io.fleetline.tracksolid.TracksolidClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/** What polls the vendor: its client, the gates of the accounts, the poller and the backfill, made with the same settings. */
public final class Ingestion implements AutoCloseable {
    private final Jdbi jdbi;
    private final Store store;
    private final AccountGates gates;
    private final TracksolidClient client;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Duration lateReports;
    private @Nullable Poller poller;

    private Ingestion(
            Jdbi jdbi,
            Store store,
            AccountGates gates,
            TracksolidClient client,
            InstantSource clock,
            InstantSource steady,
            Duration lateReports) {
        this.jdbi = jdbi;
        this.store = store;
        this.gates = gates;
        this.client = client;
        this.clock = clock;
        this.steady = steady;
        this.lateReports = lateReports;
    }

    /** @param store stays open when this closes */
    public static Ingestion open(
            Settings settings, DataSource database, Store store, Vertx vertx, InstantSource clock) {
        var jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        var steady = new SteadyTime(clock.instant());
        var gates = new AccountGates(steady);
        var client = new TracksolidClient(vertx, settings.credentials(), settings.client(), jdbi, gates, clock);
        return new Ingestion(
                jdbi, store, gates, client, clock, steady, settings.polling().lateReports());
    }

    public TracksolidClient client() {
        return client;
    }

    public Poller poller(PollSettings polling) {
        poller = new Poller(client, store, new Leases(jdbi), gates, polling, clock, steady);
        return poller;
    }

    /** Registers gauges: which accounts' gates are closed, and how many leases this process holds. */
    void show(MeterRegistry registry, Poller shown, List<String> accounts) {
        for (var account : accounts) {
            registry.gauge(
                    "fleetline.account.gate.closed",
                    Tags.of("account", account),
                    gates,
                    all -> all.closedUntil(account).isPresent() ? 1 : 0);
        }
        registry.gauge("fleetline.leases.held", shown, Poller::leasesHeld);
    }

    public Backfill backfill() {
        return new Backfill(client, store, clock, lateReports);
    }

    @Override
    public void close() {
        if (poller != null) {
            poller.close();
        }
        client.close();
    }
}
