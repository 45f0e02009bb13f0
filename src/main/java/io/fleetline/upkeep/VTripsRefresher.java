package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.upkeep.LockedRefresh.Refreshed;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Compares {@code reporting.trips} with the facts, repairs what the change log has missed, copies it to {@code reporting.v_trips}, and logs that in {@code
 * reporting.refresh_log}. With the log off, this alone keeps both up to date. In the previous system another service refreshed the view, and it froze for
 * days when that service was retired.
 */
public final class VTripsRefresher {
    private final LockedRefresh refresh;

    /** @param database connects as the owner of the view, or as a superuser; one connection at a time is used */
    public VTripsRefresher(DataSource database) {
        this.refresh = new LockedRefresh(database, "reporting.v_trips", AdvisoryLock.TRIPS_VIEW);
    }

    /**
     * Refreshes and logs the run. A failure is logged, never thrown.
     *
     * @return empty if another replica is refreshing, or after a failure
     */
    public Optional<Refreshed> refresh() {
        return refresh.runRepairing(handle -> refreshed(handle, "infrastructure.fn_repair_trips()"));
    }

    /** The same with the paths of all trips, not only of those of the last days. */
    public Optional<Refreshed> rebuild() {
        return refresh.runRepairing(handle -> refreshed(handle, "infrastructure.fn_rebuild_trips()"));
    }

    /** The repair is a transaction of its own: the refresh, which takes far longer, would keep its locks. */
    private static Refreshed refreshed(Handle handle, String repair) {
        var repaired = handle.createQuery("SELECT " + repair).mapTo(Long.class).one();
        handle.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY reporting.v_trips");
        var rows = handle.createQuery("SELECT count(*) FROM reporting.v_trips")
                .mapTo(Long.class)
                .one();
        return new Refreshed(rows, repaired);
    }
}
