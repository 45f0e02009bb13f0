package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.SettableClock;
import io.fleetline.read.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentVerdictsTest {
    private static final Instant NOON = Instant.parse("2026-05-31T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final SettableClock steady = new SettableClock(Instant.EPOCH);
    private final RecentVerdicts recent = new RecentVerdicts(clock, steady);
    private final TokenHash token = TokenHash.of("t");

    @Test
    void aVerdictIsKnownForAMinute() {
        keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(3600)));
        keep(TokenHash.of("other"), Verdict.REFUSED);
        goOn(Duration.ofSeconds(59));
        assertThat(recent.of(TokenHash.of("t"))).isInstanceOf(Verdict.Welcome.class);
        assertThat(recent.of(TokenHash.of("other"))).isEqualTo(Verdict.REFUSED);
        goOn(Duration.ofSeconds(1));
        assertThat(recent.of(token)).isNull();
        assertThat(recent.of(TokenHash.of("other"))).isNull();
    }

    @Test
    void aTokenThatExpiresIsNotKnownBeyondThat() {
        keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(10)));
        goOn(Duration.ofSeconds(10));
        assertThat(recent.of(token)).isNull();
        keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON));
        assertThat(recent.of(token)).as("it had ended when it was looked up").isNull();
    }

    /** Otherwise a revoked token would stay valid until the clock has caught up. */
    @Test
    void aClockThatIsPutBackMakesNoVerdictLiveLonger() {
        keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(3600)));
        clock.advance(Duration.ofHours(-1));
        assertThat(recent.of(token)).isInstanceOf(Verdict.Welcome.class);
        goOn(Duration.ofMinutes(1));
        assertThat(recent.of(token)).isNull();
    }

    @Test
    void aClockThatIsSetForwardEndsATokenAtOnce() {
        keep(token, new Verdict.Welcome(Caller.ANYBODY, NOON.plusSeconds(3600)));
        clock.advance(Duration.ofHours(1));
        assertThat(recent.of(token)).isNull();
        assertThat(recent.of(token, () -> Verdict.REFUSED)).isEqualTo(Verdict.REFUSED);
    }

    private void goOn(Duration time) {
        clock.advance(time);
        steady.advance(time);
    }

    @Test
    void aFloodOfTokensDoesNotFillTheMemory() {
        keep(token, Verdict.REFUSED);
        for (int i = 0; i < 2 * RecentVerdicts.MOST; i++) {
            keep(TokenHash.of("flood " + i), Verdict.REFUSED);
        }
        assertThat(recent.remembered()).isPositive().isLessThanOrEqualTo(RecentVerdicts.MOST);
    }

    @Test
    void ofManyQuestionsAtOnceOneIsLookedUp() throws Exception {
        var lookUps = new AtomicInteger();
        var everybodyAsks = new CountDownLatch(20);
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 20)
                    .mapToObj(_ -> askers.submit(() -> {
                        everybodyAsks.countDown();
                        return recent.of(token, () -> lookedUp(lookUps, everybodyAsks));
                    }))
                    .toList();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(Verdict.REFUSED);
            }
        }
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void aLookUpUnderWayKeepsNoOtherTokenWaiting() throws Exception {
        var underWay = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = askers.submit(() -> recent.of(token, () -> {
                underWay.countDown();
                awaitUninterruptibly(answered);
                return Verdict.REFUSED;
            }));
            underWay.await();
            assertThat(recent.of(token)).as("not yet").isNull();
            for (int i = 0; i < 1_000; i++) {
                assertThat(recent.of(TokenHash.of("quick " + i), () -> Verdict.REFUSED))
                        .isEqualTo(Verdict.REFUSED);
            }
            answered.countDown();
            assertThat(slow.get()).isEqualTo(Verdict.REFUSED);
        }
    }

    @Test
    void aLookUpThatFailsIsToldAsItIsAndNotKept() {
        var failure = new UncheckedIOException(new IOException("the provider is away"));
        assertThatThrownBy(() -> recent.of(token, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(recent.of(token)).isNull();
        assertThat(recent.of(token, () -> Verdict.REFUSED)).isEqualTo(Verdict.REFUSED);
    }

    private static Verdict lookedUp(AtomicInteger lookUps, CountDownLatch everybodyAsks) {
        lookUps.incrementAndGet();
        awaitUninterruptibly(everybodyAsks);
        return Verdict.REFUSED;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(TokenHash one, Verdict verdict) {
        assertThat(recent.of(one, () -> verdict)).isEqualTo(verdict);
    }
}
