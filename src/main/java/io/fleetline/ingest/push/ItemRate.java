package io.fleetline.ingest.push;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many items the holders of the token may send, together: some a second, and the largest request at once. */
final class ItemRate {
    private final @Nullable Bucket bucket;

    /** @param perSecond 0: as many as they like */
    ItemRate(int perSecond, int largestRequest) {
        bucket = perSecond == 0
                ? null
                : Bucket.builder()
                        .addLimit(limit -> limit.capacity(Math.max(perSecond, largestRequest))
                                .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build();
    }

    /** @throws RefusedException when that is too many now */
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
