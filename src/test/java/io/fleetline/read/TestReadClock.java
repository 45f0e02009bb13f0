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
 * The readers' time in a {@code @QuarkusTest}: the real time, and what a test moves it on by; or it stands still. Steady time goes with it; only a clock
 * that is put back does not take it along.
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
        behind.set(by);
    }

    /** Whatever was loaded before is too old from now on. */
    public void pause() {
        ahead.updateAndGet(already -> already.plusSeconds(10));
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
        behind.set(Duration.ZERO);
        var stopped = still.getAndSet(null);
        ahead.updateAndGet(already -> already.plus(stopped == null ? Duration.ZERO : Duration.ofSeconds(200)));
    }
}
