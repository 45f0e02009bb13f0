package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.database.SqlTrouble;
import io.fleetline.store.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
     * The result of a run, for the log.
     *
     * @param repaired the rows that differed from the facts; null if the work does not compare them
     */
    public record Refreshed(long rows, @Nullable Long repaired) {}

    /**
     * Runs the work and logs the run, unless another replica is running it. A failure is logged, never thrown.
     *
     * @param work returns the number of rows for the log
     */
    public void run(ToLongFunction<Handle> work) {
        run(handle -> new Refreshed(work.applyAsLong(handle), null), _ -> true);
    }

    /**
     * The same for work that also repairs.
     *
     * @return empty if another replica is running it, or after a failure
     */
    public Optional<Refreshed> runRepairing(Function<Handle, Refreshed> work) {
        return run(work, _ -> true);
    }

    /** The same for a run that comes so often that only a failure is logged. */
    public void runOften(ToLongFunction<Handle> work) {
        run(handle -> new Refreshed(work.applyAsLong(handle), null), run -> run.error != null);
    }

    private Optional<Refreshed> run(Function<Handle, Refreshed> work, Predicate<Run> isLogged) {
        try {
            // Logged on a separate connection: the one of a failed run may be dead.
            var run = jdbi.withHandle(handle -> lock.runIfFree(handle, locked -> runTimed(locked, work)));
            run.filter(isLogged).ifPresent(done -> jdbi.useHandle(done::log));
            return run.map(Run::refreshed);
        } catch (JdbiException e) {
            LOG.warnf("the refresh of %s failed, or could not be logged: %s", view, SqlTrouble.inWords(e));
            return Optional.empty();
        }
    }

    private Run runTimed(Handle handle, Function<Handle, Refreshed> work) {
        long start = System.nanoTime();
        Refreshed refreshed = null;
        String error = null;
        try {
            refreshed = work.apply(handle);
        } catch (JdbiException e) {
            error = SqlTrouble.inWords(e);
            LOG.warnf("%s was not refreshed: %s", view, error);
        }
        return new Run(view, Duration.ofNanos(System.nanoTime() - start), refreshed, error);
    }

    /** Either a result or an error. */
    private record Run(
            String view,
            Duration duration,
            @Nullable Refreshed refreshed,
            @Nullable String error) {
        void log(Handle handle) {
            handle.createUpdate("""
                            INSERT INTO reporting.refresh_log
                                (view_name, source, started_at, finished_at, duration_ms, rows, repaired, outcome, error)
                            VALUES (:view, 'dashboard_api', now() - :ms * INTERVAL '1 millisecond', now(), :ms,
                                    :rows, :repaired, :outcome, :error)
                            """)
                    .bind("view", view)
                    .bind("ms", duration.toMillis())
                    .bind("rows", refreshed == null ? null : refreshed.rows())
                    .bind("repaired", refreshed == null ? null : refreshed.repaired())
                    .bind("outcome", (error == null ? Outcome.OK : Outcome.FAILED).label())
                    .bind("error", error)
                    .execute();
        }
    }
}
