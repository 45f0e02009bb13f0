package io.fleetline.ingest.poll;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.tracksolid.Answer;
import java.time.Duration;
import java.util.ArrayList;

/**
 * A parked device with a wrong clock returns the same unusable fix in every poll. It becomes a dead letter once, not every minute:
 * again only after a usable fix in between, or for another reason.
 */
final class RepeatedRejections {
    /** More devices than one account has. Beyond it, entries are evicted, and their next rejection becomes a dead letter again. */
    private static final int MOST_DEVICES = 10_000;

    /** A device that has been in no sweep for so long has left the account. */
    private static final Duration REMEMBERED_FOR = Duration.ofDays(1);

    private final Cache<String, String> reasons;

    RepeatedRejections(Ticker ticker) {
        this.reasons = Caffeine.newBuilder()
                .maximumSize(MOST_DEVICES)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** The number of devices whose last rejection is remembered. */
    long remembered() {
        reasons.cleanUp();
        return reasons.estimatedSize();
    }

    /** The answer with repeated rejections moved to its silent devices. */
    Answer<Fix> onceOnly(Answer<Fix> answer) {
        answer.facts().forEach(fix -> reasons.invalidate(fix.imei()));
        var fresh = new ArrayList<Rejection>();
        var silent = new ArrayList<>(answer.silentImeis());
        for (var rejection : answer.rejections()) {
            var imei = rejection.imei();
            if (imei != null && rejection.reason().equals(reasons.asMap().put(imei, rejection.reason()))) {
                silent.add(imei);
            } else {
                fresh.add(rejection);
            }
        }
        return new Answer<>(answer.facts(), fresh, silent, answer.rows(), answer.totalRows());
    }
}
