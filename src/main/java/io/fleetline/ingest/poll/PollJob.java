package io.fleetline.ingest.poll;

import java.time.Duration;
import java.time.Instant;

/** A question that is put to the vendor's cloud again and again, account by account. */
interface PollJob {

    /** The job's name in leases and cursors; the vendor's method, unless two jobs ask by the same one. */
    String name();

    /** How long after the start of one cycle the next one is due. */
    Duration interval();

    /**
     * One cycle for one account: asks, stores, moves the cursor.
     *
     * @throws io.fleetline.tracksolid.TracksolidException if the vendor did not answer as it should; what was asked before is
     *     stored, the rest is asked again
     * @throws io.fleetline.database.StoreUnavailableException if the database is away
     */
    void run(String account);

    /** Whether the job asks about devices by name, and so has nothing to do before any are known. */
    default boolean needsDevices() {
        return true;
    }

    /** When the cycle after one that began at {@code startedAt} is due. */
    default Instant dueAfter(Instant startedAt) {
        return startedAt.plus(interval());
    }
}
