package io.fleetline.read.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each of many may come: so many times at once, and so many a second. Bounded; who has not come for longest is forgotten first. */
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

    /** @param steady a clock that was put back would give nothing out until it has caught up */
    Allowances(int perSecond, int atOnce, InstantSource steady) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.time = new Meter(steady);
    }

    /** Takes one of theirs. Returns 0 when there was one, otherwise the whole seconds until there is. */
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
