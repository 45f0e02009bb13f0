package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Brings the roll-ups behind {@code /analytics/*} up to date: what has come since the last run is added, only what was touched is
 * counted again. Each step commits for itself and may be repeated, so a run that is killed is taken up by the next one, in this process
 * or another.
 */
public final class Rollup {
    /** So that a year made again, after a change of settings, does not keep today's fixes waiting. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(20);

    private final LockedRefresh refresh;
    private final Duration longestRun;

    /** @param database connects as the owner of the tables, or as a superuser; one connection at a time is taken */
    public Rollup(DataSource database) {
        this(database, LONGEST_RUN);
    }

    /** @param longestRun after that the marks that are left wait for the next run; one share of them is always done */
    public Rollup(DataSource database, Duration longestRun) {
        this.refresh = new LockedRefresh(database, "reporting.vehicle_days", AdvisoryLock.ROLLUP);
        this.longestRun = longestRun;
    }

    /** Works off what has come and logs the run, unless another replica is at it. A failure is logged, never thrown. */
    public void run() {
        refresh.run(this::workOff);
    }

    /** @return how many vehicle days were worked on */
    private long workOff(Handle handle) {
        long start = System.nanoTime();
        BooleanSupplier isInTime = () -> System.nanoTime() - start < longestRun.toNanos();
        handle.execute("SELECT infrastructure.fn_follow_changes()");
        long days = onceThrough(handle, "infrastructure.fn_add_fixes", () -> true)
                + onceThrough(handle, "infrastructure.fn_recount_hours", isInTime)
                + onceThrough(handle, "infrastructure.fn_rebuild_days", isInTime);
        untilNothingIsLeft(handle, "SELECT infrastructure.fn_rebuild_totals()");
        untilNothingIsLeft(handle, "SELECT infrastructure.fn_rebuild_fleet_days()");
        handle.execute("SELECT infrastructure.fn_forget_hours()");
        return days;
    }

    /** Each vehicle or day comes once at most, so it ends, however much is written meanwhile. */
    private static long onceThrough(Handle handle, String step, BooleanSupplier goesOn) {
        long days = 0;
        var after = "";
        do {
            var share = handle.createQuery("SELECT last, days FROM " + step + "(:after)")
                    .bind("after", after)
                    .map((row, _) -> new Share(row.getString(1), row.getLong(2)))
                    .findOne();
            if (share.isEmpty()) {
                return days;
            }
            days += share.get().days();
            after = share.get().last();
        } while (goesOn.getAsBoolean());
        return days;
    }

    /** Ends, because only the roll-up itself adds to what these steps work off. */
    private static void untilNothingIsLeft(Handle handle, String step) {
        int done;
        do {
            done = handle.createQuery(step).mapTo(int.class).one();
        } while (done > 0);
    }

    /**
     * What one call of a step did.
     *
     * @param last where the next call goes on
     */
    private record Share(String last, long days) {}
}
