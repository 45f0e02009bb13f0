package io.fleetline.clock;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The service's clock as the ticker of a cache, so that its entries expire by the same time as everything else. */
public record ClockTicker(InstantSource clock) implements Ticker {
    @Override
    public long read() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }
}
