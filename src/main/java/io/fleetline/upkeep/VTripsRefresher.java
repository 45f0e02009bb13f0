package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Keeps {@code reporting.v_trips} fresh, and {@code reporting.refresh_log} informed. The system before this one left that to
 * another service, and the view froze for days when that service was retired.
 */
public final class VTripsRefresher {
    private final LockedRefresh refresh;

    /** @param database connects as the owner of the view, or as a superuser; one connection at a time is taken */
    public VTripsRefresher(DataSource database) {
        this.refresh = new LockedRefresh(database, "reporting.v_trips", AdvisoryLock.TRIPS_VIEW);
    }

    /** Refreshes and logs the run, unless another replica is at it. A failure is logged, never thrown. */
    public void refresh() {
        refresh.run(VTripsRefresher::refreshed);
    }

    /** @return how many rows the view has now */
    private static long refreshed(Handle handle) {
        handle.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY reporting.v_trips");
        return handle.createQuery("SELECT count(*) FROM reporting.v_trips")
                .mapTo(Long.class)
                .one();
    }
}
