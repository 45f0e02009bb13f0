package io.fleetline.read;

import io.quarkus.test.Mock;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The readers' time in a {@code @QuarkusTest}. While it stands still, a test advances clock and steady time together, or sets only
 * the clock back. Otherwise the clock is correct, and steady time is ahead of it by all that tests have advanced it.
 */
@Mock
@Singleton
public class TestReadClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Instant> still = new AtomicReference<>();
    private final AtomicReference<Duration> behind = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return steadyInstant().minus(behind.get());
    }

    @Mock
    @Produces
    @Singleton
    @Identifier("steady") InstantSource steady() {
        return this::steadyInstant;
    }

    private Instant steadyInstant() {
        var stopped = still.get();
        return stopped == null ? Instant.now().plus(ahead.get()) : stopped;
    }

    /** Sets the clock by this much, until {@link #go}. */
    public void putBack(Duration by) {
        behind.updateAndGet(already -> already.plus(by));
    }

    /** Makes everything loaded before too old. */
    public void pause() {
        ahead.updateAndGet(already -> already.plusSeconds(10));
        behind.set(ahead.get());
    }

    public void stop() {
        still.set(steadyInstant());
    }

    /** While it stands still. */
    public void advance(Duration by) {
        still.updateAndGet(time -> time.plus(by));
    }

    /** Continues, well after all earlier times. */
    public void go() {
        var stopped = still.getAndSet(null);
        ahead.updateAndGet(already -> already.plus(stopped == null ? Duration.ZERO : Duration.ofSeconds(200)));
        behind.set(ahead.get());
    }
}
