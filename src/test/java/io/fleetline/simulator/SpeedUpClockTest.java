package io.fleetline.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpeedUpClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SettableClock real = SettableClock.at("2026-01-15T12:00:00Z");

    @Test
    void runsFasterFromItsStart() {
        var clock = new SpeedUpClock(real, START, 60);
        assertThat(clock.instant()).isEqualTo(START);
        real.advance(Duration.ofMinutes(10));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(10)));
    }

    @Test
    void neverOvertakesTheRealTime() {
        var clock = new SpeedUpClock(real, real.instant().minus(Duration.ofHours(1)), 10);
        real.advance(Duration.ofHours(1));
        assertThat(clock.instant()).isEqualTo(real.instant());
    }

    @Test
    void refusesToStandStill() {
        assertThatThrownBy(() -> new SpeedUpClock(real, START, 0)).hasMessageContaining("more than 0");
    }
}
