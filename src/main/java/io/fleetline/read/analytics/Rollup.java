package io.fleetline.read.analytics;

import io.fleetline.read.LockedRefresh;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Brings the roll-ups behind {@code /analytics/*} up to date: only the days that have been touched. Each step commits for itself and may
 * be repeated, so a run that is killed is taken up by the next one, in this process or another.
 */
public final class Rollup {
    /** The steps in the database take it too. */
    private static final long LOCK = 920_146;

    private final LockedRefresh refresh;

    /** @param database connects as the owner of the tables, or as a superuser; one connection at a time is taken */
    public Rollup(DataSource database) {
        this.refresh = new LockedRefresh(database, "reporting.vehicle_days", LOCK);
    }

    /** Works off all that is marked and logs the run, unless another replica is at it. A failure is logged, never thrown. */
    public void run() {
        refresh.run(Rollup::workOff);
    }

    /** @return how many vehicle days were rebuilt */
    private static long workOff(Handle handle) {
        untilNothingIsLeft(handle, "SELECT infrastructure.fn_mark_days()");
        long days = untilNothingIsLeft(handle, "SELECT infrastructure.fn_rebuild_days()");
        untilNothingIsLeft(handle, "SELECT infrastructure.fn_rebuild_totals()");
        untilNothingIsLeft(handle, "SELECT infrastructure.fn_rebuild_fleet_days()");
        return days;
    }

    private static long untilNothingIsLeft(Handle handle, String step) {
        long done = 0;
        for (int part = share(handle, step); part > 0; part = share(handle, step)) {
            done += part;
        }
        return done;
    }

    private static int share(Handle handle, String step) {
        return handle.createQuery(step).mapTo(int.class).one();
    }
}
