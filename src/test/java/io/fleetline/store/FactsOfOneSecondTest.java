package io.fleetline.store;

import static io.fleetline.store.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.FixTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The result of several versions of one fix, and of alarms of one type and second from different channels. */
class FactsOfOneSecondTest {
    private static TestDatabase database;
    private static Store store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.system());
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "TRUNCATE tracksolid.position_history, tracksolid.live_positions, tracksolid.alarms"));
    }

    /** Of all versions no two are equally good, so their order must not matter. */
    @Test
    void theBestVersionOfAFixStandsInWhateverOrderTheyCome() {
        var versions = List.of(
                version(1, PositionType.LBS, 3.0, null),
                version(2, PositionType.WIFI, null, true),
                version(3, null, null, null),
                version(4, PositionType.GPS, null, null),
                version(5, PositionType.GPS, 50.0, null));
        for (var seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var sent = new ArrayList<>(versions.subList(0, 1 + random.nextInt(versions.size())));
            Collections.shuffle(sent, random);
            empty();
            if (random.nextBoolean()) {
                store.writer(FixTable.KIND).write(Batch.of(sent));
            } else {
                sent.forEach(fix -> store.writer(FixTable.KIND).write(Batch.of(List.of(fix))));
            }
            var best = sent.stream()
                    .max(Comparator.comparing(FactsOfOneSecondTest::rank))
                    .orElseThrow();
            assertThat(
                            row(
                                    "SELECT concat_ws(' ', lat, st_y(geom), coalesce(pos_type, '-')) FROM tracksolid.position_history"))
                    .as("seed %d: %s", seed, sent)
                    .isEqualTo("%1$d %1$d %2$s"
                            .formatted((int) best.lat(), best.posType() == null ? "-" : best.posType()));
            // A vehicle never moves from a precise position to a coarse one.
            assertThat(row("SELECT (coalesce(pos_type, 'GPS') = 'GPS')::text FROM tracksolid.live_positions")
                            .equals("true"))
                    .isEqualTo(best.posType() == null || best.posType() == PositionType.GPS);
            assertThat(store.writer(FixTable.KIND).write(Batch.of(sent))).isEqualTo(new Stored(0, sent.size(), 0));
        }
    }

    private static int rank(Fix fix) {
        var fine = fix.posType() == null || fix.posType() == PositionType.GPS;
        var fields = (fix.speedKmh() == null ? 0 : 1) + (fix.posType() == null ? 0 : 1);
        return (fine ? 10 : 0) + fields;
    }

    private static Fix version(int lat, PositionType type, Double speed, Boolean ignition) {
        return new Fix("1", NOON, lat, 36, speed, null, ignition, null, null, null, type, FactSource.PUSH, null);
    }

    private static Alarm alarm(FactSource source, String fence, String raw) {
        return new Alarm("1", "9", null, NOON, null, null, raw == null ? 7.0 : null, null, source, fence, raw);
    }

    private static int write(Alarm alarm) {
        return store.writer(AlarmTable.KIND).write(Batch.of(List.of(alarm))).inserted();
    }

    private static String alarms() {
        return row(
                "SELECT string_agg(concat_ws('/', coalesce(fence_id, '-'), coalesce(raw ->> 'n', '-'), speed), ' ' ORDER BY fence_id, raw)"
                        + " FROM tracksolid.alarms");
    }

    private static final Alarm POLLED = alarm(FactSource.POLL, null, null);
    private static final Alarm POLLED_8 = alarm(FactSource.POLL, "F8", null);
    private static final Alarm PUSHED_7 = alarm(FactSource.PUSH, "F7", "{\"n\":1}");
    private static final Alarm PUSHED_8 = alarm(FactSource.PUSH, "F8", "{\"n\":2}");

    @Test
    void aPolledAlarmIsThePushedOne() {
        assertThat(write(PUSHED_7)).isOne();
        assertThat(write(POLLED)).isOne(); // it fills the speed
        assertThat(write(POLLED)).isZero();
        assertThat(alarms()).isEqualTo("F7/1/7");
        empty();
        assertThat(write(POLLED)).isOne();
        assertThat(write(PUSHED_7)).isOne(); // it fills fence and raw
        assertThat(write(PUSHED_7)).isZero();
        assertThat(write(PUSHED_8)).isOne();
        assertThat(write(POLLED)).isZero();
        assertThat(alarms()).isEqualTo("F7/1/7 F8/2");
    }

    @Test
    void ofAnotherFenceItIsAnotherAlarmAlsoWhenItIsPolled() {
        write(PUSHED_7);
        assertThat(write(POLLED_8)).isOne();
        assertThat(write(POLLED_8)).isZero();
        assertThat(write(PUSHED_8)).isOne(); // its raw
        assertThat(alarms()).isEqualTo("F7/1 F8/2/7");
    }

    @Test
    void twoPushesOfOneFenceThatSayDifferentThingsAreTwo() {
        var other = alarm(FactSource.PUSH, "F7", "{\"n\":3}");
        assertThat(store.writer(AlarmTable.KIND).write(Batch.of(List.of(PUSHED_7, other, PUSHED_7, other))))
                .isEqualTo(new Stored(2, 2, 0));
        assertThat(alarms()).isEqualTo("F7/1 F7/3");
    }

    private static String row(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
