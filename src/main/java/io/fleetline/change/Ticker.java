package io.fleetline.change;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.AdvisoryLock;
import io.fleetline.database.SqlTrouble;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Divides the log into ticks. Of all processes one is the ticker: the one that holds the advisory lock. When it ends, or its connection does, another one
 * continues with the next tick.
 */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Ticker.class);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** Each attempt to become the ticker costs a connection. */
    private static final Duration BETWEEN_ELECTIONS = Duration.ofSeconds(1);

    /** A turn ends after this time, so that the liveness check sees that the ticker turns. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    /** Another process may have closed the log, or begun a new epoch. */
    private static final Duration EPOCH_CHECK = Duration.ofSeconds(1);

    /**
     * The server ends the session of a ticker that is silent, because its machine is gone, and so frees the lock. The custom plan of the statement would cost
     * more than the statement.
     */
    private static final String SESSION = """
            SET application_name = 'fleetline ticker';
            SET idle_session_timeout = '30s';
            SET synchronous_commit = on;
            SET plan_cache_mode = force_generic_plan
            """;

    /** Waits for the transactions of this database that began before the epoch, because what they write may be missing in the log. */
    private static final String FIRST = """
            INSERT INTO infrastructure.ticks (epoch, tick, snapshot)
            SELECT l.epoch, 1, pg_current_snapshot()
            FROM infrastructure.change_log l
            WHERE l.epoch = :epoch
              AND NOT EXISTS (
                  SELECT FROM pg_locks x JOIN pg_locks t ON t.virtualtransaction = x.virtualtransaction
                  WHERE x.locktype = 'transactionid' AND x.mode = 'ExclusiveLock' AND x.granted
                    AND age(x.transactionid) > age(l.opened_by::xid)
                    AND t.locktype = 'relation' AND t.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            RETURNING tick, snapshot::text, pg_notify('fleetline_ticks', '')
            """;

    /**
     * The commit of a tick also makes durable what it shows, because it comes later in the write-ahead log. Both ends of the range are given: with one alone
     * the planner reads the whole chunk, which grows for six hours.
     */
    private static final String NEXT = """
            WITH present AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot)
            INSERT INTO infrastructure.ticks (epoch, tick, snapshot)
            SELECT :epoch, :tick, p.snapshot
            FROM present p
            WHERE EXISTS (SELECT FROM infrastructure.changes c
                          WHERE c.xid >= pg_snapshot_xmax(:before::pg_snapshot) AND c.xid < pg_snapshot_xmax(p.snapshot)
                            AND pg_visible_in_snapshot(c.xid, p.snapshot))
               OR EXISTS (SELECT FROM pg_snapshot_xip(:before::pg_snapshot) AS open (xid) JOIN infrastructure.changes c ON c.xid = open.xid
                          WHERE pg_visible_in_snapshot(c.xid, p.snapshot))
            RETURNING tick, snapshot::text, pg_notify('fleetline_ticks', '')
            """;

    private final DataSource database;
    private final Duration betweenTicks;
    private final IntConsumer onTick;
    private final OncePerMinute complaints = new OncePerMinute();
    private volatile @Nullable Handle leading;
    private int pid;
    private @Nullable Tick last;
    private long checkedAtNanos;
    private int failedInARow;
    private long notBeforeNanos = System.nanoTime();
    private volatile boolean closed;

    /**
     * @param database opens a new connection for each call; it must reach the primary
     * @param betweenTicks changes that commit within this time after a tick belong to the next one
     * @param onTick runs after each tick, with the process id of the ticker's session: the doorbell of this process
     */
    public Ticker(DataSource database, Duration betweenTicks, IntConsumer onTick) {
        this.database = database;
        this.betweenTicks = betweenTicks;
        this.onTick = onTick;
    }

    private record Tick(String epoch, long number, String snapshot) {}

    /**
     * Stores a tick if there are changes, and goes on for a second while there are more. Where another process is the ticker it only
     * tries to take over once a second, and after a failure it waits.
     */
    public void turn() {
        if (System.nanoTime() - notBeforeNanos < 0) {
            return;
        }
        try {
            var handle = leading == null ? lead() : leading;
            leading = handle;
            if (handle != null) {
                tickWhileBusy(handle);
            } else {
                notBeforeNanos = System.nanoTime() + BETWEEN_ELECTIONS.toNanos();
            }
            failedInARow = 0;
        } catch (JdbiException e) {
            resign();
            failedInARow++;
            notBeforeNanos = System.nanoTime() + BACKOFF.pause(failedInARow).toNanos();
            if (complaints.count() > 0) {
                LOG.warnf("the change log is not ticked, which is tried again: %s", SqlTrouble.inWords(e));
            }
        }
    }

    private @Nullable Handle lead() {
        var handle = Jdbi.open(database);
        if (AdvisoryLock.TICKER.holdIfFree(handle)) {
            handle.execute(SESSION);
            pid = handle.createQuery("SELECT pg_backend_pid()").mapTo(int.class).one();
            LOG.info("this process is the ticker of the change log");
            return handle;
        }
        handle.close();
        return null;
    }

    private void tickWhileBusy(Handle handle) {
        long began = System.nanoTime();
        if (last == null || began - checkedAtNanos > EPOCH_CHECK.toNanos()) {
            catchUp(handle);
            checkedAtNanos = began;
        }
        while (last != null && tick(handle, last) && !closed && System.nanoTime() - began < LONGEST_TURN.toNanos()) {
            pause();
        }
    }

    /** The last tick of the present epoch, or its first; none while the log is off. */
    private void catchUp(Handle handle) {
        var epoch = handle.createQuery("SELECT epoch FROM infrastructure.change_log")
                .mapTo(String.class)
                .one();
        if (last == null || !last.epoch.equals(epoch)) {
            last = lastOf(handle, epoch).or(() -> firstOf(handle, epoch)).orElse(null);
        }
    }

    private static Optional<Tick> lastOf(Handle handle, String epoch) {
        return handle.createQuery(
                        "SELECT tick, snapshot::text FROM infrastructure.ticks WHERE epoch = :epoch ORDER BY tick DESC LIMIT 1")
                .bind("epoch", epoch)
                .map((row, _) -> new Tick(epoch, row.getLong(1), row.getString(2)))
                .findOne();
    }

    private static Optional<Tick> firstOf(Handle handle, String epoch) {
        return handle.createQuery(FIRST)
                .bind("epoch", epoch)
                .map((row, _) -> new Tick(epoch, row.getLong(1), row.getString(2)))
                .findOne();
    }

    /** @return whether there was something to tick */
    private boolean tick(Handle handle, Tick before) {
        var next = handle.createQuery(NEXT)
                .bind("epoch", before.epoch)
                .bind("tick", before.number + 1)
                .bind("before", before.snapshot)
                .map((row, _) -> new Tick(before.epoch, row.getLong(1), row.getString(2)))
                .findOne();
        next.ifPresent(tick -> {
            last = tick;
            onTick.accept(pid);
        });
        return next.isPresent();
    }

    private void pause() {
        try {
            Thread.sleep(betweenTicks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resign() {
        var handle = leading;
        leading = null;
        last = null;
        if (handle != null) {
            try {
                handle.close();
            } catch (JdbiException e) {
                LOG.debugf(e, "the connection of the ticker was lost");
            }
        }
    }

    /** Whether this process is the ticker. */
    public boolean isLeading() {
        return leading != null;
    }

    /** Frees the lock. To be called once no turn runs any more. */
    @Override
    public void close() {
        closed = true;
        resign();
    }
}
