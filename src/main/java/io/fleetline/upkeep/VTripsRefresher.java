package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Refreshes {@code reporting.v_trips} and logs it in {@code reporting.refresh_log}. In the previous system another service did this,
 * and the view froze for days when that service was retired.
 */
public final class VTripsRefresher {
    private final LockedRefresh refresh;

    /** @param database connects as the owner of the view, or as a superuser; one connection at a time is used */
    public VTripsRefresher(DataSource database) {
        this.refresh = new LockedRefresh(database, "reporting.v_trips", AdvisoryLock.TRIPS_VIEW);
    }

    /** Refreshes and logs the run, unless another replica is refreshing. A failure is logged, never thrown. */
    public void refresh() {
        refresh.run(VTripsRefresher::refreshed);
    }

    /** @return the number of rows in the view */
    private static long refreshed(Handle handle) {
        handle.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY reporting.v_trips");
        return handle.createQuery("SELECT count(*) FROM reporting.v_trips")
                .mapTo(Long.class)
                .one();
    }
}
