package io.fleetline.ingest.poll;

import java.time.Duration;
import java.time.Instant;

/** A request that is sent to the vendor's cloud periodically, account by account. */
interface PollJob {

    /** The job's name in leases and cursors: the vendor's method, unless two jobs use the same one. */
    String name();

    /** The time from the start of one cycle to the start of the next. */
    Duration interval();

    /**
     * One cycle for one account: asks, stores, moves the cursor.
     *
     * @throws io.fleetline.tracksolid.TracksolidException if a call failed; what was answered before is stored, the rest is
     *     requested again
     * @throws io.fleetline.database.StoreUnavailableException if the database is unavailable
     */
    void run(String account);

    /** Whether the job names devices, and so has nothing to do before any are known. */
    default boolean needsDevices() {
        return true;
    }

    /** When the next cycle after one that began at {@code startedAt} is due. */
    default Instant dueAfter(Instant startedAt) {
        return startedAt.plus(interval());
    }
}
