package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each promise of {@link TokenKeeper}, under its number, against the real table. */
@Timeout(60)
class TokenKeeperTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Duration LIFE = Duration.ofHours(2);

    private final Jdbi jdbi = DATABASE.jdbi();
    private final SettableClock clock = SettableClock.at("2026-01-15T08:30:00Z");
    private final AtomicInteger requests = new AtomicInteger();
    private final TokenKeeper keeper = replica();

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void emptyTable() {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE tracksolid.api_token_cache"));
    }

    @Test
    void promise1AFreshTokenIsServedFromMemory() {
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
    void promise2AValidTokenInTheDatabaseIsUsed() {
        keeper.token();
        clock.advance(LIFE.minusMinutes(9));

        assertThat(replica().token()).isEqualTo("t1");
        assertThat(requests).hasValue(1);
    }

    @Test
    void promise2AnExpiredOneIsNot() {
        keeper.token();
        clock.advance(LIFE);

        assertThat(replica().token()).isEqualTo("t2");
    }

    @Test
    void promise3ATokenIsRenewedBeforeItEnds() {
        keeper.token();
        clock.advance(LIFE.minusMinutes(10));

        assertThat(keeper.token()).isEqualTo("t2");
        assertThat(stored("access_token")).contains("t2");
    }

    @Test
    void promise3AnotherReplicasRenewalIsTakenOver() {
        var other = replica();
        keeper.token();
        assertThat(other.token()).isEqualTo("t1");
        clock.advance(LIFE.minusMinutes(10));

        assertThat(other.token()).isEqualTo("t2");
        assertThat(keeper.token()).isEqualTo("t2");
        assertThat(requests).hasValue(2);
    }

    @Test
    void promise3ShortLivedTokensAreRenewedInTheLastTenthOfTheirLife() {
        var start = clock.instant();
        var token = new AccessToken("t", start, start.plusSeconds(60));

        assertThat(token.isFresh(start.plusMillis(53_999))).isTrue();
        assertThat(token.isFresh(start.plusMillis(54_000))).isFalse();
        assertThat(token.isValid(start.plusMillis(59_999))).isTrue();
        assertThat(token.isValid(start.plusMillis(60_000))).isFalse();
    }

    @Test
    void promise3TheOldTokenIsServedWhileTheNewOneIsAskedFor() throws Exception {
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
    void promise3TheOldTokenIsServedWhenTheRenewalFailsButNotBeyondItsEnd() {
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
    void promise4OneRequestOverAllThreadsAndReplicas() throws Exception {
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
    void promise4AlsoWhenAllStartAnewAfterTheLastTokenHasEnded() throws Exception {
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
    void promise4NoTransactionIsOpenDuringTheRequest() {
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
    void promise5TheTokenThatAnotherAskedForIsWaitedFor() throws Exception {
        claimedByAnother();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(keeper::token);
            await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
            table().save(new AccessToken(
                    "theirs", clock.instant(), clock.instant().plus(LIFE)));

            assertThat(waiting.get()).isEqualTo("theirs");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void promise5WhoeverDiedWhileAskingIsReplacedAfterAMinute() throws Exception {
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
    void promise5TheWaitIsBoundedAndThoseBehindAreSparedIt() {
        claimedByAnother();
        var impatient =
                new TokenKeeper(table(), this::next, "fleetdemo", clock, Duration.ofMillis(5), Duration.ofMillis(50));

        var e = failure(impatient::token);
        assertThat(e).hasMessageContaining("no token came from the replica that asked for one");
        assertThat(e.kind()).isEqualTo(Kind.TOKEN);
        assertThat(failure(impatient::token).kind()).isEqualTo(Kind.TOKEN);
        assertThat(requests).hasValue(0);
    }

    @Test
    void promise5AClockThatWasWrongDoesNotBarTheWay() {
        clock.advance(Duration.ofDays(1));
        claimedByAnother();
        clock.advance(Duration.ofDays(-1));

        assertThat(keeper.token()).isEqualTo("t1");
    }

    @Test
    void promise6ARejectedTokenIsReplaced() {
        keeper.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));

        assertThat(keeper.replacementFor("t1")).isEqualTo("t2");
        assertThat(keeper.token()).isEqualTo("t2");
        assertThat(stored("access_token")).contains("t2");
    }

    @Test
    void promise6NotWithinAMinuteOfTheLastRequest() {
        keeper.token();
        var e = failure(() -> keeper.replacementFor("t1"));

        assertThat(e.kind()).isEqualTo(Kind.TOKEN);
        assertThat(e).hasMessageContaining("less than a minute old");
        assertThat(stored("access_token")).isEmpty();
        assertThat(failure(keeper::token).kind()).isEqualTo(Kind.TOKEN);
        assertThat(requests).hasValue(1);
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        assertThat(keeper.token()).isEqualTo("t2");
    }

    @Test
    void promise6ATokenThatHasBeenReplacedAlreadyStays() {
        keeper.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        keeper.replacementFor("t1");

        assertThat(keeper.replacementFor("t1")).isEqualTo("t2");
        assertThat(requests).hasValue(2);
    }

    @Test
    void promise6AnotherReplicasNewTokenIsTaken() {
        var other = replica();
        keeper.token();
        other.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        other.replacementFor("t1");

        assertThat(keeper.replacementFor("t1")).isEqualTo("t2");
        assertThat(requests).hasValue(2);
    }

    @Test
    void promise6ManyRejectionsAtOnceGetOneNewToken() throws Exception {
        keeper.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tokens = new ArrayList<Future<String>>();
            for (var i = 0; i < 20; i++) {
                tokens.add(threads.submit(() -> keeper.replacementFor("t1")));
            }
            for (var token : tokens) {
                assertThat(token.get()).isEqualTo("t2");
            }
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void promise7ARefusedLoginIsNotTriedAgainWithinAMinute() {
        var refused = replica(() -> {
            requests.incrementAndGet();
            throw new TracksolidException(Kind.TOKEN, 1001, Login.METHOD, "fleetdemo", "1001 wrong password", null);
        });

        assertThat(failure(refused::token).code()).isEqualTo(1001);
        assertThat(failure(refused::token))
                .hasMessageContaining("1001 wrong password")
                .hasMessageContaining("not asked again before 2026-01-15T08:31:01Z");
        assertThat(requests).hasValue(1);
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        failure(refused::token);
        assertThat(requests).hasValue(2);
    }

    @Test
    void promise7WhatAnotherReplicaGotMeanwhileIsUsed() {
        var unlucky = replica(() -> {
            throw unreachable();
        });
        failure(unlucky::token);
        clock.advance(Duration.ofSeconds(30));
        table().save(new AccessToken("theirs", clock.instant(), clock.instant().plus(LIFE)));

        assertThat(unlucky.token()).isEqualTo("theirs");
    }

    @Test
    void withoutTheDatabaseAValidTokenIsStillServed() {
        var gone = TestDatabase.create();
        var lonely = new TokenKeeper(
                new TokenTable(gone.jdbi(), "fleetdemo@0"),
                this::next,
                "fleetdemo",
                clock,
                Duration.ofMillis(5),
                Duration.ofSeconds(5));
        lonely.token();
        gone.close();
        clock.advance(LIFE.minusMinutes(10));

        assertThat(lonely.token()).isEqualTo("t1");
        clock.advance(Duration.ofMinutes(10));
        assertThat(failure(lonely::token))
                .hasMessage(
                        "jimi.oauth.token.get for account fleetdemo: the token cache in the database is out of reach");
    }

    @Test
    void aFailedStatementDoesNotShowTheToken() {
        jdbi.useHandle(
                handle -> handle.execute("ALTER TABLE tracksolid.api_token_cache RENAME COLUMN issued_at TO gone"));
        try {
            var token = new AccessToken("s3cret", clock.instant(), clock.instant());
            var e = catchThrowableOfType(RuntimeException.class, () -> table().save(token));

            assertThat(e).hasStackTraceContaining("issued_at");
            assertThat(Throwables.getStackTrace(e)).doesNotContain("s3cret");
            assertThat(token.toString()).doesNotContain("s3cret");
        } finally {
            jdbi.useHandle(
                    handle -> handle.execute("ALTER TABLE tracksolid.api_token_cache RENAME COLUMN gone TO issued_at"));
        }
    }

    private AccessToken next() {
        var now = clock.instant();
        return new AccessToken("t" + requests.incrementAndGet(), now, now.plus(LIFE));
    }

    /** Another process with the same login. */
    private TokenKeeper replica() {
        return replica(this::next);
    }

    private TokenKeeper replica(Callable<AccessToken> vendor) {
        return new TokenKeeper(
                table(), () -> unchecked(vendor), "fleetdemo", clock, Duration.ofMillis(5), Duration.ofSeconds(20));
    }

    private static AccessToken unchecked(Callable<AccessToken> vendor) {
        try {
            return vendor.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private TokenTable table() {
        return new TokenTable(jdbi, "fleetdemo@0");
    }

    private void claimedByAnother() {
        assertThat(table().claim(clock.instant(), TokenKeeper.GAP)).isTrue();
    }

    private Optional<String> stored(String column) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + column + " FROM tracksolid.api_token_cache")
                .mapTo(String.class)
                .findOne());
    }

    private static TracksolidException unreachable() {
        return new TracksolidException(Kind.UNREACHABLE, 0, Login.METHOD, "fleetdemo", "HTTP status 502", null);
    }

    private static TracksolidException failure(ThrowingCallable call) {
        return catchThrowableOfType(TracksolidException.class, call);
    }
}
