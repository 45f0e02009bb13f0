package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.tracksolid.FakeCloud.Reply;
import io.fleetline.wire.MileageUnit;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A client, over real HTTP and with the real token table, and a scripted cloud. */
abstract class TracksolidClientBed {
    static final Vertx VERTX = Vertx.vertx();
    /** Long enough for a busy machine, short enough for a test to wait. */
    static final Duration TRACK_LIST_TIMEOUT = Duration.ofSeconds(3);

    static final int MOST_AT_ONCE = 4;
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final String PASSWORD = "ec5858520d3ef00dc774068ef9aa8f2d";
    static final String LOCATIONS = "jimi.user.device.location.list";
    static final TimeSpan SPAN =
            new TimeSpan(Instant.parse("2026-01-14T00:00:00Z"), Instant.parse("2026-01-15T00:00:00Z"));
    static final List<String> IMEIS = List.of("860000000000017");

    private static TestDatabase database;

    final FakeCloud cloud = new FakeCloud().givesTokens();
    final SettableClock clock = SettableClock.at("2026-01-15T08:30:00Z");
    final AccountGates gates = new AccountGates(clock);
    final TracksolidClient client = new TracksolidClient(
            VERTX,
            new Credentials(cloud.url(), "AAAABBBBCCCCDDDD0000111122223333", SECRET, "fleetdemo", PASSWORD),
            new ClientSettings(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    TRACK_LIST_TIMEOUT,
                    0,
                    MOST_AT_ONCE,
                    MileageUnit.METRES,
                    Duration.ofDays(550),
                    1_000_000),
            database.jdbi(),
            gates,
            clock);

    @BeforeEach
    void emptyTable() {
        database.jdbi().useHandle(handle -> handle.execute("TRUNCATE tracksolid.api_token_cache"));
    }

    @AfterEach
    void close() {
        client.close();
        cloud.close();
    }

    @BeforeAll
    static void makeDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    void script(String method, String captured) {
        cloud.replies(method, new Reply(200, Json.capturedText(captured)));
    }

    static TracksolidException failure(ThrowingCallable call) {
        return catchThrowableOfType(TracksolidException.class, call);
    }
}
