package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import io.fleetline.read.Caller;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentVerdictsTest {
    private static final Instant NOON = Instant.parse("2026-05-31T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final SettableClock steady = new SettableClock(Instant.EPOCH);
    private final RecentVerdicts recent = new RecentVerdicts(clock, steady);
    private final TokenHash token = TokenHash.of("t");

    @Test
    void aVerdictIsKnownForAMinute() {
        recent.keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(3600)));
        recent.keep(TokenHash.of("other"), Verdict.REFUSED);
        goOn(Duration.ofSeconds(59));
        assertThat(recent.of(TokenHash.of("t"))).isInstanceOf(Verdict.Welcome.class);
        assertThat(recent.of(TokenHash.of("other"))).isEqualTo(Verdict.REFUSED);
        goOn(Duration.ofSeconds(1));
        assertThat(recent.of(token)).isNull();
        assertThat(recent.of(TokenHash.of("other"))).isNull();
    }

    @Test
    void aTokenThatExpiresIsNotKnownBeyondThat() {
        recent.keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(10)));
        goOn(Duration.ofSeconds(10));
        assertThat(recent.of(token)).isNull();
    }

    /** Otherwise a revoked token would stay valid until the clock has caught up. */
    @Test
    void aClockThatIsPutBackMakesNoVerdictLiveLonger() {
        recent.keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(3600)));
        clock.advance(Duration.ofHours(-1));
        assertThat(recent.of(token)).isInstanceOf(Verdict.Welcome.class);
        goOn(Duration.ofMinutes(1));
        assertThat(recent.of(token)).isNull();
    }

    private void goOn(Duration time) {
        clock.advance(time);
        steady.advance(time);
    }

    @Test
    void aFloodOfTokensDoesNotFillTheMemory() {
        recent.keep(token, Verdict.REFUSED);
        for (int i = 0; i < RecentVerdicts.MOST; i++) {
            recent.keep(TokenHash.of("flood " + i), Verdict.REFUSED);
        }
        assertThat(recent.of(token)).isNull();
        assertThat(recent.of(TokenHash.of("flood 0"))).isEqualTo(Verdict.REFUSED);
    }
}
