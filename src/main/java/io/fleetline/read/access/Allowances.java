package io.fleetline.read.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rate limit per name: a burst, and a rate per second. Bounded; the name not used for longest is evicted first. */
final class Allowances {
    static final int MOST = 10_000;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final int perSecond;
    private final int atOnce;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    /** @param steady a clock that is set back would refuse everything until it has caught up */
    Allowances(int perSecond, int atOnce, InstantSource steady) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.time = new Meter(steady);
    }

    /** Takes one permit. Returns 0 if there was one, otherwise the whole seconds until the next. */
    synchronized long take(String who) {
        var probe = bucket(who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : Math.ceilDiv(probe.getNanosToWaitForRefill(), NANOS_A_SECOND);
    }

    synchronized void giveBack(String who) {
        bucket(who).addTokens(1);
    }

    private Bucket bucket(String who) {
        return buckets.computeIfAbsent(
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
