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
 * The readers' time in a {@code @QuarkusTest}. While it stands still, a test moves clock and steady time on together, or puts the clock alone back. Otherwise
 * the clock is right, and steady time ahead of it by all that tests have moved it.
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

    /** The clock, by so much, until {@link #go}. */
    public void putBack(Duration by) {
        behind.updateAndGet(already -> already.plus(by));
    }

    /** Whatever was loaded before is too old from now on. */
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

    /** On again, and a while after all that was. */
    public void go() {
        var stopped = still.getAndSet(null);
        ahead.updateAndGet(already -> already.plus(stopped == null ? Duration.ZERO : Duration.ofSeconds(200)));
        behind.set(ahead.get());
    }
}
