package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetline.TestDatabase;
import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each guarantee of {@link TokenKeeper} about a token or a database that fails, by number, with the real table. */
@Timeout(60)
class TokenTroubleTest extends TokenKeeperBed {
    @Test
    void guarantee6ARejectedTokenIsReplaced() {
        keeper.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));

        assertThat(keeper.replacementFor("t1")).isEqualTo("t2");
        assertThat(keeper.token()).isEqualTo("t2");
        assertThat(stored("access_token")).contains("t2");
    }

    @Test
    void guarantee6NotWithinAMinuteOfTheLastRequest() {
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
    void guarantee6ATokenThatHasBeenReplacedAlreadyStays() {
        keeper.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        keeper.replacementFor("t1");

        assertThat(keeper.replacementFor("t1")).isEqualTo("t2");
        assertThat(requests).hasValue(2);
    }

    @Test
    void guarantee6AnotherReplicasNewTokenIsTaken() {
        var other = replica();
        keeper.token();
        other.token();
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        other.replacementFor("t1");

        assertThat(keeper.replacementFor("t1")).isEqualTo("t2");
        assertThat(requests).hasValue(2);
    }

    @Test
    void guarantee6ManyRejectionsAtOnceGetOneNewToken() throws Exception {
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
    void guarantee7ARefusedLoginIsNotTriedAgainWithinAMinute() {
        var refused = replica(() -> {
            requests.incrementAndGet();
            throw new TracksolidException(Kind.TOKEN, 1001, Login.METHOD, "fleetdemo", "1001 wrong password", null);
        });

        assertThat(failure(refused::token).code()).isEqualTo(1001);
        assertThat(failure(refused::token))
                .hasMessageContaining("1001 wrong password")
                .hasMessageContaining("not requested again before 2026-01-15T08:31:01Z");
        assertThat(requests).hasValue(1);
        clock.advance(TokenKeeper.GAP.plusMillis(1));
        failure(refused::token);
        assertThat(requests).hasValue(2);
    }

    @Test
    void guarantee7WhatAnotherReplicaGotMeanwhileIsUsed() {
        var unlucky = replica(() -> {
            throw unreachable();
        });
        failure(unlucky::token);
        clock.advance(Duration.ofSeconds(30));
        table().save(new VendorToken("theirs", clock.instant(), clock.instant().plus(LIFE)));

        assertThat(unlucky.token()).isEqualTo("theirs");
    }

    @Test
    void withoutTheDatabaseAValidTokenIsStillServed() {
        var gone = TestDatabase.create();
        var lonely = new TokenKeeper(
                new VendorTokenTable(gone.jdbi(), "fleetdemo@0"),
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
                        "jimi.oauth.token.get for account fleetdemo: the token cache in the database is unreachable");
    }

    @Test
    void aFailedStatementDoesNotShowTheToken() {
        jdbi.useHandle(
                handle -> handle.execute("ALTER TABLE tracksolid.api_token_cache RENAME COLUMN issued_at TO gone"));
        try {
            var token = new VendorToken("s3cret", clock.instant(), clock.instant());
            var e = catchThrowableOfType(RuntimeException.class, () -> table().save(token));

            assertThat(e).hasStackTraceContaining("issued_at");
            assertThat(Throwables.getStackTrace(e)).doesNotContain("s3cret");
            assertThat(token.toString()).doesNotContain("s3cret");
        } finally {
            jdbi.useHandle(
                    handle -> handle.execute("ALTER TABLE tracksolid.api_token_cache RENAME COLUMN gone TO issued_at"));
        }
    }
}
