package io.fleetline.bench;

import io.fleetline.bench.load.LoadResult;
import java.sql.Timestamp;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * The books of one load: where every item has gone, by query.
 *
 * @param stored fixes of this load in position_history
 * @param deadLetters dead letters that came with it
 */
record PushBooks(long sent, long distinct, long unusable, long stored, long deadLetters) {

    /** What is there before the load. */
    record Opening(Instant firstFix, long stored, long deadLetters) {}

    static Opening open(Jdbi jdbi, Instant firstFix) {
        return new Opening(firstFix, stored(jdbi, firstFix), deadLetters(jdbi));
    }

    static PushBooks close(Jdbi jdbi, Opening opening, LoadResult result) {
        return new PushBooks(
                result.sent(),
                result.distinct(),
                result.unusable(),
                stored(jdbi, opening.firstFix()) - opening.stored(),
                deadLetters(jdbi) - opening.deadLetters());
    }

    long alreadyKnown() {
        return sent - stored - deadLetters;
    }

    boolean balance() {
        return stored == distinct && deadLetters == unusable;
    }

    @Override
    public String toString() {
        return "%d items sent = %d stored + %d already known + %d dead letters: %s"
                .formatted(
                        sent,
                        stored,
                        alreadyKnown(),
                        deadLetters,
                        balance()
                                ? "to the item"
                                : "WRONG, should be %d stored, %d dead letters".formatted(distinct, unusable));
    }

    /** Fixes of the generator's fleet only, because others may be polled meanwhile. Its fixes have whole seconds; those of the prefill do not. */
    private static long stored(Jdbi jdbi, Instant from) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM tracksolid.position_history
                        WHERE gps_time >= :from AND imei LIKE '356307%' AND extract(microseconds FROM gps_time)::bigint % 1000000 = 0
                        """)
                .bind("from", Timestamp.from(from))
                .mapTo(Long.class)
                .one());
    }

    private static long deadLetters(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(sum(times_seen), 0)::bigint FROM infrastructure.dead_letters")
                .mapTo(Long.class)
                .one());
    }
}
