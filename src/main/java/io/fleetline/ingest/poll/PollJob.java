package io.fleetline.ingest.poll;

import java.time.Duration;
import java.time.Instant;

/** A question that is put to the vendor's cloud again and again, account by account. */
interface PollJob {

    /** The vendor's method, which is also the job's name in leases, cursors and the ingestion log. */
    String method();

    /** How long after the start of one cycle the next one is due. */
    Duration interval();

    /**
     * One cycle for one account: asks, stores, moves the cursor.
     *
     * @throws io.fleetline.tracksolid.TracksolidException if the vendor did not answer as it should; what was asked before is
     *     stored, the rest is asked again
     * @throws io.fleetline.store.StoreUnavailableException if the database is away
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
