package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** Refreshes {@code reporting.v_extents}, the extents of the OGC API's features. It reads all history, so run it hourly, not every minute. */
public final class ExtentsRefresher {
    private final LockedRefresh refresh;

    /** @param database connects as the owner of the view, or as a superuser; one connection at a time is used */
    public ExtentsRefresher(DataSource database) {
        this.refresh = new LockedRefresh(database, "reporting.v_extents", AdvisoryLock.EXTENTS_VIEW);
    }

    /** Refreshes and logs the run, unless another replica is refreshing. A failure is logged, never thrown. */
    public void refresh() {
        refresh.run(ExtentsRefresher::refreshed);
    }

    /** @return the number of rows in the view */
    private static long refreshed(Handle handle) {
        handle.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY reporting.v_extents");
        return handle.createQuery("SELECT count(*) FROM reporting.v_extents")
                .mapTo(Long.class)
                .one();
    }
}
