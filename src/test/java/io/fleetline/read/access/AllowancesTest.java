package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-14T12:00:00Z"));
    private final Allowances allowances = new Allowances(2, 3, clock);

    @Test
    void threeAtOnceAndTwoASecond() {
        assertThat(taken("a", 4)).isEqualTo(3);
        assertThat(allowances.take("a")).as("seconds to wait").isEqualTo(1);
        clock.set(clock.instant().plusMillis(500));
        assertThat(taken("a", 2)).isEqualTo(1);
        clock.set(clock.instant().plusSeconds(60));
        assertThat(taken("a", 10)).as("no more is saved up than comes at once").isEqualTo(3);
    }

    @Test
    void oneDoesNotPayForAnother() {
        taken("a", 4);
        assertThat(taken("b", 4)).isEqualTo(3);
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        taken("a", 3);
        allowances.giveBack("a");
        assertThat(taken("a", 2)).isEqualTo(1);
    }

    @Test
    void aFloodOfStrangersDoesNotFillTheMemoryAndWhoComesOftenIsNotForgotten() {
        taken("first", 3);
        for (int i = 0; i < 2 * Allowances.MOST; i++) {
            allowances.take("first");
            allowances.take("other " + i);
        }
        assertThat(taken("first", 3)).isZero();
        assertThat(allowances.remembered()).isPositive().isLessThanOrEqualTo(Allowances.MOST);
    }

    /** Three at two a second: after two seconds all are there again. */
    @Test
    void whoseAllowanceIsFullAgainIsForgotten() {
        taken("a", 3);
        clock.set(clock.instant().plusMillis(1_999));
        assertThat(allowances.remembered()).isEqualTo(1);
        clock.set(clock.instant().plusMillis(1));
        assertThat(allowances.remembered()).isZero();
        assertThat(taken("a", 4)).isEqualTo(3);
    }

    private int taken(String who, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += allowances.take(who) == 0 ? 1 : 0;
        }
        return taken;
    }
}
