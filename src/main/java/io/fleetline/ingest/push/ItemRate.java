package io.fleetline.ingest.push;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the items of all holders of the token together: a rate per second, with a burst of the largest request. */
final class ItemRate {
    private final @Nullable Bucket bucket;

    /** @param perSecond 0: no limit */
    ItemRate(int perSecond, int largestRequest) {
        bucket = perSecond == 0
                ? null
                : Bucket.builder()
                        .addLimit(limit -> limit.capacity(Math.max(perSecond, largestRequest))
                                .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build();
    }

    /** @throws RefusedException if that is too many now */
    void take(int items) {
        if (bucket == null || items == 0) {
            return;
        }
        var probe = bucket.tryConsumeAndReturnRemaining(items);
        if (!probe.isConsumed()) {
            var wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            throw new RefusedException(PushReply.refusal(429, "too many items a second", (int) wait.toSeconds() + 1));
        }
    }
}
