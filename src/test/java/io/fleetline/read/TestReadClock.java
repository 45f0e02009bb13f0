package io.fleetline.read;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The readers' clock in a {@code @QuarkusTest}: the real time, and what a test moves it on by. */
@Mock
@Singleton
public class TestReadClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    /** What was loaded before is too old from now on. */
    public void pause() {
        ahead.updateAndGet(already -> already.plusSeconds(10));
    }
}
