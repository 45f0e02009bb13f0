package io.fleetline.events;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the events of all senders together. Those of one second may come at once. */
final class EventRate {
    private final @Nullable Bucket bucket;

    /** @param perSecond 0: no limit */
    EventRate(int perSecond) {
        bucket = perSecond == 0
                ? null
                : Bucket.builder()
                        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build();
    }

    /** @throws RefusedEventException if that is one too many now */
    void take() {
        if (bucket != null && !bucket.tryConsume(1)) {
            throw new RefusedEventException(429, "more events a second than this service takes");
        }
    }
}
