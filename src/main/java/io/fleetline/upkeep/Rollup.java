package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Brings the roll-ups behind {@code /analytics/*} up to date: facts since the last run are added, and only days that were touched are
 * recomputed. Each step commits on its own and may be repeated, so the next run, in this process or another, continues a run that was
 * killed.
 */
public final class Rollup {
    /** So that recomputing a year after a change of settings does not delay today's fixes. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(20);

    private final LockedRefresh refresh;
    private final Duration longestRun;

    /** @param database connects as the owner of the tables, or as a superuser; one connection at a time is used */
    public Rollup(DataSource database) {
        this(database, LONGEST_RUN);
    }

    /** @param longestRun after that, the remaining marks wait for the next run; at least one batch of them is always processed */
    public Rollup(DataSource database, Duration longestRun) {
        this.refresh = new LockedRefresh(database, "reporting.vehicle_days", AdvisoryLock.ROLLUP);
        this.longestRun = longestRun;
    }

    /** Processes the new facts and logs the run, unless another replica is running it. A failure is logged, never thrown. */
    public void run() {
        refresh.run(this::processChanges);
    }

    /** The same, but only a failure is logged: for runs that follow each change. */
    public void runOften() {
        refresh.runOften(this::processChanges);
    }

    /** @return the number of vehicle days processed */
    private long processChanges(Handle handle) {
        long start = System.nanoTime();
        BooleanSupplier isInTime = () -> System.nanoTime() - start < longestRun.toNanos();
        handle.execute("SELECT infrastructure.fn_follow_changes()");
        long days = processEachOnce(handle, "infrastructure.fn_add_fixes", () -> true)
                + processEachOnce(handle, "infrastructure.fn_recount_hours", isInTime)
                + processEachOnce(handle, "infrastructure.fn_rebuild_days", isInTime);
        repeatUntilDone(handle, "SELECT infrastructure.fn_rebuild_totals()");
        repeatUntilDone(handle, "SELECT infrastructure.fn_rebuild_fleet_days()");
        handle.execute("SELECT infrastructure.fn_forget_hours()");
        return days;
    }

    /** Each vehicle or day is processed at most once, so it ends however much is written meanwhile. */
    private static long processEachOnce(Handle handle, String step, BooleanSupplier goesOn) {
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

    /** Ends, because only the roll-up itself adds work for these steps. */
    private static void repeatUntilDone(Handle handle, String step) {
        int done;
        do {
            done = handle.createQuery(step).mapTo(int.class).one();
        } while (done > 0);
    }

    /**
     * The result of one call of a step.
     *
     * @param last where the next call continues
     */
    private record Share(String last, long days) {}
}
