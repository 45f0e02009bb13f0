package io.fleetline.read;

import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code reporting.v_trips} fresh, and {@code reporting.refresh_log} informed. The system before this one left that to
 * another service, and the view froze for days when that service was retired.
 */
public final class VTripsRefresher {
    private static final Logger LOG = Logger.getLogger(VTripsRefresher.class);

    /** Held while refreshing, so that of many replicas one does. Known outside of this project: never change it. */
    private static final long LOCK = 920_145;

    private final Jdbi jdbi;

    /** @param database connects as the owner of the view, or as a superuser; one connection at a time is taken */
    public VTripsRefresher(DataSource database) {
        this.jdbi = Jdbi.create(database);
    }

    /** Refreshes and logs the run, unless another replica is at it. A failure is logged, never thrown. */
    public void refresh() {
        try {
            // Logged through a connection of its own: that of a failed run may be dead.
            jdbi.withHandle(VTripsRefresher::runLocked).ifPresent(run -> jdbi.useHandle(run::log));
        } catch (JdbiException e) {
            LOG.warnf("the refresh of v_trips could not be done or logged: %s", reason(e));
        }
    }

    /** @return empty when another replica holds the lock */
    private static Optional<Run> runLocked(Handle handle) {
        if (!call(handle, "SELECT pg_try_advisory_lock(:lock)")) {
            LOG.debug("v_trips is being refreshed by another replica");
            return Optional.empty();
        }
        var run = run(handle);
        unlock(handle);
        return Optional.of(run);
    }

    private static Run run(Handle handle) {
        long start = System.nanoTime();
        Long rows = null;
        String error = null;
        try {
            handle.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY reporting.v_trips");
            rows = handle.createQuery("SELECT count(*) FROM reporting.v_trips")
                    .mapTo(Long.class)
                    .one();
        } catch (JdbiException e) {
            error = reason(e);
            LOG.warnf("v_trips was not refreshed: %s", error);
        }
        return new Run(Duration.ofNanos(System.nanoTime() - start), rows, error);
    }

    private static void unlock(Handle handle) {
        try {
            call(handle, "SELECT pg_advisory_unlock(:lock)");
        } catch (JdbiException e) {
            LOG.debugf("the connection is gone, and the lock with it: %s", reason(e));
        }
    }

    private static boolean call(Handle handle, String sql) {
        return handle.createQuery(sql).bind("lock", LOCK).mapTo(boolean.class).one();
    }

    /** One line, without the statement that Jdbi adds. */
    private static String reason(JdbiException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }

    /** Either rows, how many the view has now, or an error. */
    private record Run(
            Duration duration,
            @Nullable Long rows,
            @Nullable String error) {
        void log(Handle handle) {
            handle.createUpdate("""
                            INSERT INTO reporting.refresh_log
                                (view_name, source, started_at, finished_at, duration_ms, rows, outcome, error)
                            VALUES ('reporting.v_trips', 'dashboard_api', now() - :ms * INTERVAL '1 millisecond', now(), :ms,
                                    :rows, :outcome, :error)
                            """)
                    .bind("ms", duration.toMillis())
                    .bind("rows", rows)
                    .bind("outcome", error == null ? "ok" : "failed")
                    .bind("error", error)
                    .execute();
        }
    }
}
