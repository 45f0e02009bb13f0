package io.fleetline.read.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fleetline.clock.ClockTicker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;

/** A rate limit per name: a burst, and a rate per second. Bounded; names in use are remembered longest. */
final class Allowances {
    static final int MOST = 10_000;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final int perSecond;
    private final int atOnce;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    /** @param steady a clock that is set back would refuse everything until it has caught up */
    Allowances(int perSecond, int atOnce, InstantSource steady) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.time = new Meter(steady);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                // A bucket that was not used for this long is full again, like a new one.
                .expireAfterAccess(Duration.ofSeconds(Math.ceilDiv(atOnce, perSecond)))
                .ticker(new ClockTicker(steady))
                .executor(Runnable::run)
                .build();
    }

    /** Takes one permit. Returns 0 if there was one, otherwise the whole seconds until the next. */
    long take(String who) {
        var probe = bucket(who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : Math.ceilDiv(probe.getNanosToWaitForRefill(), NANOS_A_SECOND);
    }

    void giveBack(String who) {
        bucket(who).addTokens(1);
    }

    long remembered() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(String who) {
        return buckets.get(
                who,
                _ -> Bucket.builder()
                        .withCustomTimePrecision(time)
                        .addLimit(limit -> limit.capacity(atOnce).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }

    private record Meter(InstantSource steady) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return Duration.ofMillis(steady.millis()).toNanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
