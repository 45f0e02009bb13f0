package io.fleetline.read;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The readers' clock in a {@code @QuarkusTest}: the real time, and what a test moves it on by; or it stands still. */
@Mock
@Singleton
public class TestReadClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Instant> still = new AtomicReference<>();

    @Override
    public Instant instant() {
        var stopped = still.get();
        return stopped == null ? Instant.now().plus(ahead.get()) : stopped;
    }

    /** Whatever was loaded before is too old from now on. */
    public void pause() {
        ahead.updateAndGet(already -> already.plusSeconds(10));
    }

    public void stop() {
        still.set(instant());
    }

    /** While it stands still. */
    public void advance(Duration by) {
        still.updateAndGet(time -> time.plus(by));
    }

    /** On again, and a while after all that was. */
    public void go() {
        var stopped = still.getAndSet(null);
        ahead.updateAndGet(already -> already.plus(stopped == null ? Duration.ZERO : Duration.ofSeconds(200)));
    }
}
