package io.fleetline.store.table;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fleetline.database.Times;
import io.fleetline.fleet.Fix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest fix time of each device, as far as this process has handed fixes to the database. Later fixes are most likely new; others may
 * be repeats. Only ever a guess: another process may be further, a transaction may have failed, or the entry may have been forgotten: because
 * there are too many, or because it has sent nothing for a day.
 */
final class Frontier {

    /** A fix further ahead of our clock would make everything after it look late. */
    private static final Duration TRUSTED_AHEAD = Duration.ofDays(1);

    private static final int MOST_DEVICES = 100_000;
    private static final Duration REMEMBERED_FOR = Duration.ofDays(1);

    /** The times are updated in place: an entry that is written anew costs more than the rest of the look-up. */
    private final Cache<String, AtomicLong> newest;

    /** @param ticker steady time */
    Frontier(Ticker ticker) {
        this.newest = Caffeine.newBuilder()
                .maximumSize(MOST_DEVICES)
                .expireAfterAccess(REMEMBERED_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Devices that are remembered. */
    long remembered() {
        newest.cleanUp();
        return newest.estimatedSize();
    }

    /** Whether its device has been seen, and only with older fixes. */
    boolean isBehind(Fix fix, Instant now) {
        var known = newest.getIfPresent(fix.imei());
        return known != null && Times.micros(fix.gpsTime()) > known.get() && isTrusted(fix, now);
    }

    /**
     * Records their times, even if the transaction fails later.
     *
     * @param fixes sorted by time
     */
    void advance(List<Fix> fixes, Instant now) {
        for (var fix : fixes) {
            if (isTrusted(fix, now)) {
                newest.get(fix.imei(), _ -> new AtomicLong(Long.MIN_VALUE))
                        .accumulateAndGet(Times.micros(fix.gpsTime()), Math::max);
            }
        }
    }

    private static boolean isTrusted(Fix fix, Instant now) {
        return fix.gpsTime().isBefore(now.plus(TRUSTED_AHEAD));
    }
}
