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
    private final RecentVerdicts recent = new RecentVerdicts(clock);
    private final TokenHash token = TokenHash.of("t");

    @Test
    void aVerdictIsKnownForAMinute() {
        recent.keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(3600)));
        recent.keep(TokenHash.of("other"), Verdict.REFUSED);
        clock.advance(Duration.ofSeconds(59));
        assertThat(recent.of(TokenHash.of("t"))).isInstanceOf(Verdict.Welcome.class);
        assertThat(recent.of(TokenHash.of("other"))).isEqualTo(Verdict.REFUSED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(recent.of(token)).isNull();
        assertThat(recent.of(TokenHash.of("other"))).isNull();
    }

    @Test
    void aTokenThatExpiresIsNotKnownBeyondThat() {
        recent.keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(10)));
        clock.advance(Duration.ofSeconds(10));
        assertThat(recent.of(token)).isNull();
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
