package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.fleetline.wire.MileageUnit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AccountLimitsTest {
    private static final Call QUICK = call("north", false);
    private static final Call SLOW = call("north", true);

    @Test
    void noMoreThanSoManyAtOnce() {
        var limits = new AccountLimits(settings(0, 2));
        limits.enter(QUICK);
        limits.enter(QUICK);
        var third = Thread.startVirtualThread(() -> limits.enter(QUICK));

        await().until(() -> third.getState() == Thread.State.WAITING);
        limits.leave(QUICK);
        await().until(() -> !third.isAlive());
    }

    @Test
    void slowCallsLeaveRoomForQuickOnes() {
        var limits = new AccountLimits(settings(0, 2));
        limits.enter(SLOW);
        var second = Thread.startVirtualThread(() -> limits.enter(SLOW));
        await().until(() -> second.getState() == Thread.State.WAITING);

        limits.enter(QUICK);
        limits.leave(QUICK);
        limits.leave(SLOW);
        await().until(() -> !second.isAlive());
    }

    @Test
    void aSinglePlaceServesBoth() {
        var limits = new AccountLimits(settings(0, 1));

        limits.enter(SLOW);
        limits.leave(SLOW);
        limits.enter(QUICK);
        limits.leave(QUICK);
    }

    @Test
    void accountsDoNotWaitForEachOther() {
        var limits = new AccountLimits(settings(0, 1));
        limits.enter(QUICK);

        limits.enter(call("south", false));
    }

    @Test
    void anInterruptedCallLeavesItsPlace() {
        var limits = new AccountLimits(settings(0, 2));
        limits.enter(QUICK);
        limits.enter(QUICK);
        var failure = new AtomicReference<TracksolidException>();
        var waiting = Thread.startVirtualThread(() -> {
            try {
                limits.enter(SLOW);
            } catch (TracksolidException e) {
                failure.set(e);
            }
        });
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        await().until(() -> !waiting.isAlive());

        assertThat(failure.get().kind()).isEqualTo(Kind.BLOCKED);
        limits.leave(QUICK);
        limits.enter(SLOW);
    }

    /** Six requests at 20 a second: the first at once, the sixth 250 ms later. */
    @Test
    void evenlySpaced() {
        var limits = new AccountLimits(settings(20, 4));
        var start = System.nanoTime();
        for (var i = 0; i < 6; i++) {
            limits.pace(QUICK);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(240));
    }

    private static Call call(String account, boolean slow) {
        return new Call("jimi.some.method", account, Map.of(), Duration.ofSeconds(1), slow);
    }

    private static ClientSettings settings(int perSecond, int atOnce) {
        var second = Duration.ofSeconds(1);
        return new ClientSettings(second, second, second, perSecond, atOnce, MileageUnit.METRES, second, 1);
    }
}
