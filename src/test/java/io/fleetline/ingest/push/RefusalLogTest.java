package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private final SettableClock clock = new SettableClock(PushServer.NOW);
    private final RefusalLog log = new RefusalLog(clock);

    @Test
    void theFirstRefusalIsToldAtOnceAndAFloodOfThemOnceAMinute() {
        assertThat(refuse()).isEqualTo(1);
        assertThat(refuse()).isZero();
        clock.advance(Duration.ofSeconds(59));
        assertThat(refuse()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(refuse()).isEqualTo(3);
    }

    private long refuse() {
        return log.refused("/pushgps", PushReply.WRONG_TOKEN, "192.0.2.7:4711");
    }
}
