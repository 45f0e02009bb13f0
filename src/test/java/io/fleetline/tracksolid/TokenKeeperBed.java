package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A token keeper with the real table, and its vendor. */
abstract class TokenKeeperBed {
    static final Duration LIFE = Duration.ofHours(2);

    private static TestDatabase database;

    final Jdbi jdbi = database.jdbi();
    final SettableClock clock = SettableClock.at("2026-01-15T08:30:00Z");
    final AtomicInteger requests = new AtomicInteger();
    final TokenKeeper keeper = replica();

    @BeforeAll
    static void makeDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTable() {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE tracksolid.api_token_cache"));
    }

    VendorToken next() {
        var now = clock.instant();
        return new VendorToken("t" + requests.incrementAndGet(), now, now.plus(LIFE));
    }

    /** Another process with the same login. */
    TokenKeeper replica() {
        return replica(this::next);
    }

    TokenKeeper replica(Callable<VendorToken> vendor) {
        return new TokenKeeper(
                table(), () -> unchecked(vendor), "fleetdemo", clock, Duration.ofMillis(5), Duration.ofSeconds(20));
    }

    static VendorToken unchecked(Callable<VendorToken> vendor) {
        try {
            return vendor.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    VendorTokenTable table() {
        return new VendorTokenTable(jdbi, "fleetdemo@0");
    }

    void claimedByAnother() {
        assertThat(table().claim(clock.instant(), TokenKeeper.GAP)).isTrue();
    }

    Optional<String> stored(String column) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + column + " FROM tracksolid.api_token_cache")
                .mapTo(String.class)
                .findOne());
    }

    static TracksolidException unreachable() {
        return new TracksolidException(Kind.UNREACHABLE, 0, Login.METHOD, "fleetdemo", "HTTP status 502", null);
    }

    static TracksolidException failure(ThrowingCallable call) {
        return catchThrowableOfType(TracksolidException.class, call);
    }
}
