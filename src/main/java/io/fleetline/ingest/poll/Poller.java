package io.fleetline.ingest.poll;

import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.ingest.poll.Leases.Lease;
import io.fleetline.store.Store;
import io.fleetline.tracksolid.AccountGates;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs every job for every account when it is due: each pair on its own thread, so that jobs and accounts do not delay each
 * other, and never twice at once. A failed cycle is retried soon, or when the account's gate opens.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Poller.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);
    private static final Duration LAST_STEP = Duration.ofSeconds(5);
    private static final Duration UNTIL_DEVICES_ARE_KNOWN = Duration.ofSeconds(1);

    private final CycleSpans spans = new CycleSpans();
    private final Calls calls;
    private final List<PollJob> jobs;
    private final List<String> accounts;
    private final Store store;
    private final Leases leases;
    private final AccountGates gates;
    private final InstantSource steady;
    private final Map<Lease, Instant> dueAt = new ConcurrentHashMap<>();
    private final Set<Lease> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param clock the time of the windows that are requested
     * @param steady decides when cycles are due, because setting the clock would rush or delay them; the same as the gates'
     */
    public Poller(
            TracksolidClient client,
            Store store,
            Leases leases,
            AccountGates gates,
            PollSettings settings,
            InstantSource clock,
            InstantSource steady) {
        this.calls = new Calls(store.log(), clock);
        this.jobs = new PollJobs(client, store, settings, clock).all(calls);
        this.accounts = settings.accounts();
        this.store = store;
        this.leases = leases;
        this.gates = gates;
        this.steady = steady;
    }

    /** Renews this replica's leases; call it every ten seconds. */
    public void renewLeases() {
        try {
            leases.renew(pairs());
        } catch (RuntimeException e) {
            LOG.warnf("leases not renewed: %s", SqlTrouble.inWords(e));
        }
    }

    /** The number of (job, account) pairs that this replica holds. */
    public int leasesHeld() {
        return leases.held();
    }

    private List<Lease> pairs() {
        return accounts.stream()
                .flatMap(account -> jobs.stream().map(job -> new Lease(job.name(), account)))
                .toList();
    }

    /**
     * Starts the cycles that are due; call it every second.
     *
     * @return the started cycles
     */
    public List<Future<?>> tick() {
        var started = new ArrayList<Future<?>>();
        for (var account : accounts) {
            for (var job : jobs) {
                var pair = new Lease(job.name(), account);
                if (isDue(pair) && running.add(pair)) {
                    started.add(begin(job, pair));
                }
            }
        }
        return started;
    }

    private Future<?> begin(PollJob job, Lease pair) {
        try {
            return executor.submit(() -> cycle(job, pair));
        } catch (Throwable e) {
            running.remove(pair); // otherwise it would seem to run forever
            throw e;
        }
    }

    /** Polls the live positions of all accounts once, regardless of leases. The benchmark measures it. */
    public void sweep() {
        var job =
                jobs.stream().filter(PositionSweep.class::isInstance).findAny().orElseThrow();
        SideBySide.run(accounts, job::run);
    }

    private boolean isDue(Lease pair) {
        return leases.holds(pair.job(), pair.account())
                && !steady.instant().isBefore(dueAt.getOrDefault(pair, Instant.MIN))
                && !running.contains(pair);
    }

    private void cycle(PollJob job, Lease pair) {
        var startedAt = steady.instant();
        try {
            if (job.needsDevices() && store.devices().imeisOf(pair.account()).isEmpty()) {
                dueAt.put(pair, startedAt.plus(UNTIL_DEVICES_ARE_KNOWN));
                return;
            }
            spans.run(job, pair.account());
            dueAt.put(pair, job.dueAfter(startedAt));
        } catch (Calls.StoppedException e) {
            LOG.debugf("%s for account %s: %s", pair.job(), pair.account(), e.getMessage());
        } catch (TracksolidException | StoreUnavailableException e) {
            tryAgain(pair, String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            tryAgain(pair, "database: " + SqlTrouble.inWords(e));
        } catch (Throwable e) {
            LOG.errorf(e, "%s for account %s failed unexpectedly", pair.job(), pair.account());
            tryAgain(pair, e.toString());
        } finally {
            running.remove(pair);
        }
    }

    private void tryAgain(Lease pair, String why) {
        var soon = steady.instant().plus(AFTER_FAILURE);
        var opens = gates.closedUntil(pair.account()).orElse(soon);
        dueAt.put(pair, opens.isAfter(soon) ? opens : soon);
        LOG.warnf(
                "%s for account %s did not finish: %s; next attempt at %s",
                pair.job(), pair.account(), why, dueAt.get(pair));
    }

    /**
     * Waits a few seconds for running calls to be answered and stored, then cancels the rest, which loses nothing. Then releases the
     * leases.
     */
    @Override
    public void close() {
        calls.stop();
        executor.shutdown();
        if (!endsWithin(LAST_STEP)) {
            executor.shutdownNow();
        }
        executor.close();
        try {
            leases.close();
        } catch (JdbiException e) {
            LOG.warnf("the leases were not released and will expire: %s", SqlTrouble.inWords(e));
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return executor.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
