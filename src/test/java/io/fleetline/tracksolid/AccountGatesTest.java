package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountGatesTest {
    private final SettableClock clock = SettableClock.at("2026-01-15T08:30:00Z");
    private final AccountGates gates = new AccountGates(clock);

    @Test
    void limitedFrom30SecondsDoublingTo15Minutes() {
        for (var seconds : new int[] {30, 60, 120, 240, 480, 900, 900}) {
            gates.limited("north");
            assertClosedFor(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aSuccessResetsThePause() {
        gates.limited("north");
        clock.advance(Duration.ofSeconds(30));
        gates.limited("north");
        clock.advance(Duration.ofSeconds(60));
        gates.succeeded("north");
        gates.limited("north");

        assertClosedFor(Duration.ofSeconds(30));
    }

    @Test
    void callsThatWereOnTheirWayChangeNothing() {
        gates.limited("north");
        gates.limited("north");
        gates.failed("north");
        gates.succeeded("north");

        assertClosedFor(Duration.ofSeconds(30));
    }

    @Test
    void fiveFailuresInARowBreakTheCircuit() {
        fail(4);
        assertThat(gates.closedUntil("north")).isEmpty();
        gates.succeeded("north");
        fail(4);
        assertThat(gates.closedUntil("north")).isEmpty();
        fail(1);

        assertClosedFor(Duration.ofSeconds(15));
    }

    @Test
    void theBreakDoublesTo5MinutesWithEveryFailedProbe() {
        fail(5);
        for (var seconds : new int[] {15, 30, 60, 120, 240, 300, 300}) {
            assertClosedFor(Duration.ofSeconds(seconds));
            assertThat(gates.enter("north")).isTrue();
            gates.failed("north");
        }
    }

    @Test
    void afterABreakOneProbeGoesAheadAndItsSuccessOpens() {
        fail(5);
        assertThat(gates.enter("north")).isFalse();
        clock.advance(Duration.ofSeconds(15));

        assertThat(gates.closedUntil("north")).isEmpty();
        assertThat(gates.enter("north")).isTrue();
        assertThat(gates.enter("north")).isFalse();
        assertThat(gates.closedUntil("north")).isPresent();
        gates.succeeded("north");
        assertThat(gates.enter("north")).isTrue();
        assertThat(gates.enter("north")).isTrue();
        fail(4);
        assertThat(gates.closedUntil("north")).isEmpty();
    }

    @Test
    void aProbeWithoutAVerdictLetsTheNextOneTry() {
        fail(5);
        clock.advance(Duration.ofSeconds(15));
        gates.enter("north");
        gates.left("north");

        assertThat(gates.enter("north")).isTrue();
        assertThat(gates.enter("north")).isFalse();
    }

    @Test
    void aLostProbeDoesNotHoldTheGateForEver() {
        fail(5);
        clock.advance(Duration.ofSeconds(15));
        gates.enter("north");
        clock.advance(Duration.ofMinutes(5));

        assertThat(gates.enter("north")).isTrue();
    }

    @Test
    void afterALimitAllMayGo() {
        gates.limited("north");
        clock.advance(Duration.ofSeconds(30));

        assertThat(gates.enter("north")).isTrue();
        assertThat(gates.enter("north")).isTrue();
    }

    @Test
    void anotherAccountIsNotTouched() {
        gates.limited("north");
        fail(5);

        assertThat(gates.closedUntil("south")).isEmpty();
        assertThat(gates.enter("south")).isTrue();
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            gates.failed("north");
        }
    }

    /** To the millisecond; the clock stands at the end of it afterwards. */
    private void assertClosedFor(Duration pause) {
        assertThat(gates.closedUntil("north")).contains(clock.instant().plus(pause));
        clock.advance(pause.minusMillis(1));
        assertThat(gates.closedUntil("north")).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(gates.closedUntil("north")).isEmpty();
    }
}
