package io.fleetline;

import io.fleetline.ingest.poll.Leases;
import io.fleetline.ingest.poll.PollSettings;
import io.fleetline.ingest.poll.Poller;
import io.fleetline.simulator.SimulatedFleet;
import io.fleetline.simulator.Simulator;
import io.fleetline.simulator.SimulatorSettings;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.tracksolid.AccountGates;
import io.fleetline.tracksolid.ClientSettings;
import io.fleetline.tracksolid.Credentials;
import io.fleetline.tracksolid.TracksolidClient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;

/**
 * The whole ingest side in one JVM: a simulated cloud over real HTTP, the client, the poller, the store, a separate
 * database; and one clock for all, which the test sets.
 */
public final class Testbed implements AutoCloseable {
    public final SettableClock clock;
    public final TestDatabase database = TestDatabase.create();
    public final Simulator simulator;
    public final Store store;
    public final TracksolidClient client;
    public final AccountGates gates;
    private final Vertx vertx = Vertx.vertx();
    private final PollSettings polling;
    private Poller poller;
    private final Jdbi jdbi = database.jdbi();

    public Testbed(SimulatedFleet fleet, Instant start) {
        this(fleet, start, polling(fleet.accounts(), Duration.ofHours(1)));
    }

    public Testbed(SimulatedFleet fleet, Instant start, PollSettings polling) {
        var login = SimulatorSettings.demo().withCallsPerMinutePerAccount(Integer.MAX_VALUE);
        clock = new SettableClock(start);
        simulator = Simulator.start(login, fleet, clock, clock);
        gates = new AccountGates(clock);
        var credentials = new Credentials(
                simulator.apiUrl(), login.appKey(), login.appSecret(), login.userId(), login.userPwdMd5());
        client = new TracksolidClient(vertx, credentials, unhurried(), jdbi, gates, clock);
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, clock);
        this.polling = polling;
        poller = newPoller();
    }

    private Poller newPoller() {
        var started = new Poller(client, store, new Leases(jdbi), gates, polling, clock, clock);
        started.renewLeases();
        return started;
    }

    /** Ends the poller as a stop of the service does, and starts another one, which knows only what is in the database. */
    public void restart() {
        poller.close();
        poller = newPoller();
    }

    public static PollSettings polling(List<String> accounts, Duration firstLookBack) {
        return new PollSettings(
                accounts,
                Duration.ofMinutes(1),
                firstLookBack,
                Duration.ofDays(4),
                Duration.ofDays(1),
                true,
                ZoneId.of("Africa/Nairobi"));
    }

    private static ClientSettings unhurried() {
        var usual = ClientSettings.defaults();
        return new ClientSettings(
                usual.connectTimeout(),
                usual.readTimeout(),
                usual.trackListTimeout(),
                0,
                usual.maxConcurrentPerAccount(),
                usual.mileageUnit(),
                usual.maxAge(),
                usual.maxReplyBytes());
    }

    /** Advances the clock to {@code until} in steps; at each, runs whatever is due and waits for its end. */
    public void runUntil(Instant until, Duration step) {
        while (clock.instant().isBefore(until)) {
            var next = clock.instant().plus(step);
            clock.set(next.isAfter(until) ? until : next);
            settle();
        }
    }

    /** Runs whatever is due now, until nothing is. */
    public void settle() {
        poller.renewLeases();
        for (var cycles = poller.tick(); !cycles.isEmpty(); cycles = poller.tick()) {
            cycles.forEach(Testbed::join);
        }
        store.log().flush();
    }

    private static void join(Future<?> cycle) {
        try {
            cycle.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** The single number that a query returns. */
    public long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        poller.close();
        store.close();
        client.close();
        simulator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }
}
