package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    @Test
    void eachPauseIsUpToTwiceTheOneBeforeAndNeverLongerThanTheLongest() {
        assertThat(backoff.pause(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(backoff.pause(4)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_600));
        assertThat(backoff.pause(9)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(backoff.pause(Integer.MAX_VALUE)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
}
