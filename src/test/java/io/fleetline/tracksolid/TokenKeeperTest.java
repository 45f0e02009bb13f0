package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each guarantee of {@link TokenKeeper} about a valid token, by number, with the real table. */
@Timeout(60)
class TokenKeeperTest extends TokenKeeperBed {
    @Test
    void guarantee1AFreshTokenIsServedFromMemory() {
        var statements = new AtomicInteger();
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
        assertThat(keeper.token()).isEqualTo("t1");
        var atFirst = statements.get();
        clock.advance(LIFE.minusMinutes(10).minusSeconds(1));

        assertThat(keeper.token()).isEqualTo("t1");
        assertThat(statements).hasValue(atFirst);
        assertThat(requests).hasValue(1);
    }

    @Test
    void guarantee2AValidTokenInTheDatabaseIsUsed() {
        keeper.token();
        clock.advance(LIFE.minusMinutes(9));

        assertThat(replica().token()).isEqualTo("t1");
        assertThat(requests).hasValue(1);
    }

    @Test
    void guarantee2AnExpiredOneIsNot() {
        keeper.token();
        clock.advance(LIFE);

        assertThat(replica().token()).isEqualTo("t2");
    }

    @Test
    void guarantee3ATokenIsRenewedBeforeItEnds() {
        keeper.token();
        clock.advance(LIFE.minusMinutes(10));

        assertThat(keeper.token()).isEqualTo("t2");
        assertThat(stored("access_token")).contains("t2");
    }

    @Test
    void guarantee3AnotherReplicasRenewalIsTakenOver() {
        var other = replica();
        keeper.token();
        assertThat(other.token()).isEqualTo("t1");
        clock.advance(LIFE.minusMinutes(10));

        assertThat(other.token()).isEqualTo("t2");
        assertThat(keeper.token()).isEqualTo("t2");
        assertThat(requests).hasValue(2);
    }

    @Test
    void guarantee3ShortLivedTokensAreRenewedInTheLastTenthOfTheirLife() {
        var start = clock.instant();
        var token = new VendorToken("t", start, start.plusSeconds(60));

        assertThat(token.isFresh(start.plusMillis(53_999))).isTrue();
        assertThat(token.isFresh(start.plusMillis(54_000))).isFalse();
        assertThat(token.isValid(start.plusMillis(59_999))).isTrue();
        assertThat(token.isValid(start.plusMillis(60_000))).isFalse();
    }

    @Test
    void guarantee3TheOldTokenIsServedWhileTheNewOneIsAskedFor() throws Exception {
        var asking = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var slow = replica(() -> {
            if (requests.get() == 1) {
                asking.countDown();
                answer.await();
            }
            return next();
        });
        slow.token();
        clock.advance(LIFE.minusMinutes(10));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var renewing = threads.submit(slow::token);
            asking.await();

            assertThat(slow.token()).isEqualTo("t1");
            answer.countDown();
            assertThat(renewing.get()).isEqualTo("t2");
            assertThat(slow.token()).isEqualTo("t2");
        }
    }

    @Test
    void guarantee3TheOldTokenIsServedWhenTheRenewalFailsButNotBeyondItsEnd() {
        var failing = replica(() -> {
            if (requests.get() == 0) {
                return next();
            }
            requests.incrementAndGet();
            throw unreachable();
        });
        failing.token();
        clock.advance(LIFE.minusMinutes(10));

        assertThat(failing.token()).isEqualTo("t1");
        assertThat(failing.token()).isEqualTo("t1");
        assertThat(requests).hasValue(2);
        clock.advance(Duration.ofMinutes(10));
        assertThat(failure(failing::token).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void guarantee4OneRequestOverAllThreadsAndReplicas() throws Exception {
        var replicas = List.of(keeper, replica(), replica());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tokens = new ArrayList<Future<String>>();
            for (var i = 0; i < 30; i++) {
                tokens.add(threads.submit(replicas.get(i % 3)::token));
            }
            for (var token : tokens) {
                assertThat(token.get()).isEqualTo("t1");
            }
        }
        assertThat(requests).hasValue(1);
    }

    @Test
    void guarantee4AlsoWhenAllStartAnewAfterTheLastTokenHasEnded() throws Exception {
        for (var round = 2; round < 12; round++) {
            keeper.token();
            clock.advance(LIFE);
            var replicas = List.of(replica(), replica(), replica());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var tokens = replicas.stream()
                        .map(each -> threads.submit(each::token))
                        .toList();
                for (var token : tokens) {
                    assertThat(token.get()).isEqualTo("t" + round);
                }
            }
            assertThat(requests).hasValue(round);
        }
    }

    @Test
    void guarantee4NoTransactionIsOpenDuringTheRequest() {
        var open = new AtomicInteger(-1);
        var watched = replica(() -> {
            open.set(jdbi.withHandle(
                    handle -> handle.createQuery("""
                            SELECT count(*) FROM pg_stat_activity
                             WHERE datname = current_database() AND state LIKE 'idle in transaction%'""").mapTo(Integer.class).one()));
            return next();
        });
        watched.token();

        assertThat(open).hasValue(0);
    }

    @Test
    void guarantee5TheTokenThatAnotherAskedForIsWaitedFor() throws Exception {
        claimedByAnother();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(keeper::token);
            await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
            table().save(new VendorToken(
                    "theirs", clock.instant(), clock.instant().plus(LIFE)));

            assertThat(waiting.get()).isEqualTo("theirs");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void guarantee5WhoeverDiedWhileAskingIsReplacedAfterAMinute() throws Exception {
        claimedByAnother();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(keeper::token);
            clock.advance(TokenKeeper.GAP);
            await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
            clock.advance(Duration.ofMillis(1));

            assertThat(waiting.get()).isEqualTo("t1");
        }
    }

    @Test
    void guarantee5TheWaitIsBoundedAndThoseBehindAreSparedIt() {
        claimedByAnother();
        var impatient =
                new TokenKeeper(table(), this::next, "fleetdemo", clock, Duration.ofMillis(5), Duration.ofMillis(50));

        var e = failure(impatient::token);
        assertThat(e).hasMessageContaining("no token arrived from the replica that requested one");
        assertThat(e.kind()).isEqualTo(Kind.TOKEN);
        assertThat(failure(impatient::token).kind()).isEqualTo(Kind.TOKEN);
        assertThat(requests).hasValue(0);
    }

    @Test
    void guarantee5AClockThatWasWrongDoesNotBarTheWay() {
        clock.advance(Duration.ofDays(1));
        claimedByAnother();
        clock.advance(Duration.ofDays(-1));

        assertThat(keeper.token()).isEqualTo("t1");
    }
}
