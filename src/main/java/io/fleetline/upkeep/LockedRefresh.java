package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.database.SqlTrouble;
import io.fleetline.store.Outcome;
import java.time.Duration;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * A refresh that only one replica runs at a time, logged in {@code reporting.refresh_log}.
 *
 * @see VTripsRefresher
 */
public final class LockedRefresh {
    private static final Logger LOG = Logger.getLogger(LockedRefresh.class);

    private final Jdbi jdbi;
    private final String view;
    private final AdvisoryLock lock;

    /**
     * @param database connects as the owner of the view, or as a superuser; one connection at a time is used
     * @param view the view to refresh, with its schema
     * @param lock held during the refresh
     */
    public LockedRefresh(DataSource database, String view, AdvisoryLock lock) {
        this.jdbi = Jdbi.create(database);
        this.view = view;
        this.lock = lock;
    }

    /**
     * Runs the work and logs the run, unless another replica is running it. A failure is logged, never thrown.
     *
     * @param work returns the number of rows for the log
     */
    public void run(ToLongFunction<Handle> work) {
        try {
            // Logged on a separate connection: the one of a failed run may be dead.
            jdbi.withHandle(handle -> lock.runIfFree(handle, locked -> runTimed(locked, work)))
                    .ifPresent(run -> jdbi.useHandle(run::log));
        } catch (JdbiException e) {
            LOG.warnf("the refresh of %s failed, or could not be logged: %s", view, SqlTrouble.inWords(e));
        }
    }

    private Run runTimed(Handle handle, ToLongFunction<Handle> work) {
        long start = System.nanoTime();
        Long rows = null;
        String error = null;
        try {
            rows = work.applyAsLong(handle);
        } catch (JdbiException e) {
            error = SqlTrouble.inWords(e);
            LOG.warnf("%s was not refreshed: %s", view, error);
        }
        return new Run(view, Duration.ofNanos(System.nanoTime() - start), rows, error);
    }

    /** Either rows or an error. */
    private record Run(
            String view,
            Duration duration,
            @Nullable Long rows,
            @Nullable String error) {
        void log(Handle handle) {
            handle.createUpdate("""
                            INSERT INTO reporting.refresh_log
                                (view_name, source, started_at, finished_at, duration_ms, rows, outcome, error)
                            VALUES (:view, 'dashboard_api', now() - :ms * INTERVAL '1 millisecond', now(), :ms,
                                    :rows, :outcome, :error)
                            """)
                    .bind("view", view)
                    .bind("ms", duration.toMillis())
                    .bind("rows", rows)
                    .bind("outcome", (error == null ? Outcome.OK : Outcome.FAILED).label())
                    .bind("error", error)
                    .execute();
        }
    }
}
