package io.fleetline.database;

import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The advisory locks of the database: of several processes at once, one does the work. A key never changes, because an old and a new version may run side by
 * side, and because other programs use some of them.
 */
public enum AdvisoryLock {
    MIGRATIONS("920144"),
    /** Other services that refresh {@code reporting.v_trips} take it too. */
    TRIPS_VIEW("920145"),
    /** The steps of the roll-up take it too: {@code infrastructure.fn_lock_rollup}. */
    ROLLUP("920146"),
    PURGE("920148"),
    STORAGE_POLICIES("920149"),
    /** Who holds it divides the change log into ticks. */
    TICKER("920150"),
    EXTENTS_VIEW("92014659"),
    /** A backup holds it while it reads: {@code backup/lib/snapshot.sh}. */
    COMPRESSION("hashtext('fleetline compression')");

    private static final Logger LOG = Logger.getLogger(AdvisoryLock.class);

    private final String key;

    AdvisoryLock(String key) {
        this.key = key;
    }

    /** As SQL. */
    public String key() {
        return key;
    }

    /**
     * Does the work while this session holds the lock.
     *
     * @return empty when another session holds it; the work is not done then
     */
    public <R> Optional<R> runIfFree(Handle handle, Function<Handle, R> work) {
        if (!call(handle, "pg_try_advisory_lock")) {
            LOG.debugf("another process holds the lock %s", this);
            return Optional.empty();
        }
        return Optional.of(runHeld(handle, work));
    }

    /**
     * Waits for the lock, then does the work while this session holds it.
     *
     * @param onWait called before the wait, if there is one
     */
    public <R> R runWhenFree(Handle handle, Runnable onWait, Function<Handle, R> work) {
        if (!call(handle, "pg_try_advisory_lock")) {
            onWait.run();
            handle.execute("SELECT pg_advisory_lock(" + key + ")");
        }
        return runHeld(handle, work);
    }

    /** Takes the lock until this session ends; false when another session holds it. */
    public boolean holdIfFree(Handle handle) {
        return call(handle, "pg_try_advisory_lock");
    }

    /** Waits for the lock, for as long as the transaction's {@code lock_timeout} allows, and holds it until the transaction ends. */
    public void lockUntilCommit(Handle transaction) {
        transaction.execute("SELECT pg_advisory_xact_lock(" + key + ")");
    }

    private <R> R runHeld(Handle handle, Function<Handle, R> work) {
        try {
            return work.apply(handle);
        } finally {
            unlock(handle);
        }
    }

    /** Never hides why the work failed: with a lost connection the lock is gone, too. */
    private void unlock(Handle handle) {
        try {
            call(handle, "pg_advisory_unlock");
        } catch (JdbiException e) {
            LOG.debugf(e, "the lock %s ended with its connection", this);
        }
    }

    private boolean call(Handle handle, String function) {
        return handle.createQuery("SELECT " + function + "(" + key + ")")
                .mapTo(boolean.class)
                .one();
    }
}
