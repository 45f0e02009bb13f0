package io.fleetline.simulator.wire;

import io.fleetline.simulator.Faults;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Limits the calls of an account: per minute, and with the fault {@code daily-quota} per day. */
final class RateLimits {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Map<Day, Long> calls = new ConcurrentHashMap<>();
    private final int callsPerMinute;
    private final Faults faults;
    private final TimeMeter meter;

    private record Day(String account, LocalDate date) {}

    RateLimits(int callsPerMinute, Faults faults, InstantSource clock) {
        this.callsPerMinute = callsPerMinute;
        this.faults = faults;
        this.meter = new ClockMeter(clock);
    }

    /** @throws Refusal 1006 if there were too many calls */
    void check(String account, Instant now) {
        var today = new Day(account, now.atOffset(ZoneOffset.UTC).toLocalDate());
        var count = calls.merge(today, 1L, Long::sum);
        if (count > faults.dailyQuota()) {
            throw Refusal.tooFrequent();
        }
        if (!buckets.computeIfAbsent(account, _ -> bucket()).tryConsume(1)) {
            throw Refusal.tooFrequent();
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(callsPerMinute).refillGreedy(callsPerMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(meter)
                .build();
    }

    private record ClockMeter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.millis() * 1_000_000;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
