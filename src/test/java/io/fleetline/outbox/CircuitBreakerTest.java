package io.fleetline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final int MOST = 8;
    private static final Instant START = Instant.parse("2026-03-10T06:00:00Z");

    private static Instant after(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static CircuitBreaker failedTimes(CircuitBreaker breaker, int times, Instant at) {
        for (int i = 0; i < times; i++) {
            breaker = breaker.failed(at);
        }
        return breaker;
    }

    @Test
    void aReceiverGetsMoreAndMoreAtATime() {
        var breaker = CircuitBreaker.CLOSED;
        var allowed = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            allowed.add(breaker.allowed(START, MOST));
            breaker = breaker.succeeded();
        }
        assertThat(allowed).isEqualTo(List.of(1, 2, 4, 8, 8, 8));
    }

    @Test
    void fourFailuresInARowSlowItDownAndTheFifthOpensIt() {
        var four = failedTimes(CircuitBreaker.CLOSED, 4, START);
        assertThat(four.allowed(START, MOST)).isEqualTo(1);
        var five = four.failed(START);
        assertThat(five.allowed(after(4), MOST)).isZero();
        assertThat(five.allowed(after(5), MOST)).isEqualTo(1);
        assertThat(four.succeeded().failed(START).allowed(START, MOST)).isEqualTo(1);
    }

    @Test
    void eachFailedProbeDoublesThePauseUpToFiveMinutes() {
        var breaker = failedTimes(CircuitBreaker.CLOSED, 5, START);
        var pauses = new ArrayList<Long>();
        for (int i = 0; i < 8; i++) {
            var probe = breaker.until();
            breaker = breaker.failed(probe);
            pauses.add(Duration.between(probe, breaker.until()).toSeconds());
        }
        assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
    }

    @Test
    void aSuccessfulProbeClosesItAndItStartsSlowly() {
        var breaker = failedTimes(CircuitBreaker.CLOSED, 5, START).succeeded();
        assertThat(breaker.allowed(START, MOST)).isEqualTo(1);
        assertThat(breaker.succeeded().allowed(START, MOST)).isEqualTo(2);
        assertThat(failedTimes(breaker, 5, START).until()).isEqualTo(after(5));
    }

    @Test
    void whatWasOnItsWayWhenItOpenedOpensItNoFurther() {
        var breaker = failedTimes(CircuitBreaker.CLOSED, 12, START);
        assertThat(breaker.until()).isEqualTo(after(5));
    }

    @Test
    void anOverloadedReceiverIsLeftAloneForAsLongAsItAsks() {
        var breaker = CircuitBreaker.CLOSED.overloaded(START, Duration.ofMinutes(10));
        assertThat(breaker.allowed(after(599), MOST)).isZero();
        assertThat(breaker.allowed(after(600), MOST)).isEqualTo(1);
        assertThat(CircuitBreaker.CLOSED.overloaded(START, Duration.ZERO).until())
                .isEqualTo(after(5));
        assertThat(breaker.overloaded(after(1), Duration.ofSeconds(1)).until()).isEqualTo(after(600));
    }

    /** Whatever happens: never more than its most, never anything while it is open, and never open for longer than asked or five minutes. */
    @Test
    void noHistoryBreaksItsBounds() {
        var random = new SplittableRandom(4711);
        for (int run = 0; run < 200; run++) {
            var breaker = CircuitBreaker.CLOSED;
            var now = START;
            for (int step = 0; step < 200; step++) {
                now = now.plusSeconds(random.nextInt(30));
                breaker = switch (random.nextInt(3)) {
                    case 0 -> breaker.succeeded();
                    case 1 -> breaker.failed(now);
                    default -> breaker.overloaded(now, Duration.ofSeconds(random.nextInt(60)));
                };
                int allowed = breaker.allowed(now, MOST);
                assertThat(allowed).isBetween(0, MOST);
                assertThat(allowed == 0).isEqualTo(now.isBefore(breaker.until()));
                assertThat(breaker.until()).isBeforeOrEqualTo(now.plusSeconds(300));
            }
        }
    }
}
