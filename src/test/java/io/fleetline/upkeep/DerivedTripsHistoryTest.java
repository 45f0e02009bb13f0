package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.read.analytics.RolledUp;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derived trips and stops after a random history are those that plain Java computes from scratch. */
class DerivedTripsHistoryTest {
    private static final int STEPS = Integer.getInteger("fleetline.derived.steps", 120);

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final SettableClock clock = new SettableClock(DriveHistory.START.plus(Duration.ofDays(1)));
    private final DerivedTrips derived = new DerivedTrips(clock);
    private Store store;
    private FollowedLog log;

    @BeforeEach
    void open() {
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, clock);
        log = new FollowedLog(database);
        log.follow(derived);
    }

    @AfterEach
    void close() {
        log.close();
        store.close();
        database.close();
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, Integer.getInteger("fleetline.derived.seeds", 2))
                .mapToObj(number -> 31 + number);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyHistoryTheyAreThoseFromScratch(int seed) {
        var random = new SplittableRandom(seed);
        var history = new DriveHistory(jdbi, store, random);
        history.set("derived_vendor_silence_h", 6);
        for (var step = 0; step < STEPS; step++) {
            history.step();
            meanwhile(random.nextInt(10), random);
            if (step % 30 == 29) {
                assertAllDerived();
            }
        }
        history.set("derived_trips", 1);
        history.settle();
        assertAllDerived();
        assertThat(DrivesFromScratch.stored(jdbi).trips()).hasSizeGreaterThan(5);
        assertARebuildChangesNothing();
        new Rollup(database.dataSource()).run();
        new RolledUp(jdbi).assertUpToDate();
    }

    /** The consumer now and then, once in a while killed before it commits, or in a new epoch; and the clock. */
    private void meanwhile(int what, SplittableRandom random) {
        switch (what) {
            case 0, 1, 2 -> log.follow(derived);
            case 3 -> log.follow(new FailsAfterwards(derived));
            case 4 -> log.tick();
            case 5 -> derived.endSilent(database.dataSource());
            case 6 -> clock.advance(Duration.ofSeconds(random.nextInt(7_200)));
            case 7 -> {
                if (random.nextInt(5) == 0) {
                    jdbi.useHandle(handle -> handle.execute("SELECT infrastructure.fn_close_change_log()"));
                    log.close();
                    log = new FollowedLog(database);
                }
            }
            default -> {}
        }
    }

    private void assertAllDerived() {
        clock.advance(Duration.ofSeconds(1));
        log.follow(derived);
        // What the consumer itself has changed.
        log.follow(derived);
        derived.endSilent(database.dataSource());
        var expected = DrivesFromScratch.expected(jdbi, clock.instant());
        assertThat(DrivesFromScratch.stored(jdbi)).isEqualTo(expected);
    }

    private void assertARebuildChangesNothing() {
        var before = changes();
        jdbi.useHandle(handle -> handle.execute("SELECT infrastructure.fn_rebuild_drives(?)", clock.instant()));
        assertThat(changes()).isEqualTo(before);
    }

    private long changes() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM infrastructure.changes")
                .mapTo(Long.class)
                .one());
    }
}
