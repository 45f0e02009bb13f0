package io.fleetline.store.table;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Fix;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.store.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivePositionTableTest {

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
                .useHandle(handle -> handle.execute("TRUNCATE tracksolid.position_history, tracksolid.live_positions"));
    }

    @Test
    void theNewestOfABatchIsLive() {
        write(fix("1", 5, 2, null), fix("1", 9, 3, null), fix("1", 7, 4, null), fix("2", 1, 5, null));
        assertThat(live()).isEqualTo("1 12:00:09 12:00:09 3, 2 12:00:01 12:00:01 5");
    }

    @Test
    void anOlderFixChangesNothing() {
        write(fix("1", 9, 3, null));
        write(fix("1", 8, 4, NOON.plusSeconds(600)));
        assertThat(live()).isEqualTo("1 12:00:09 12:00:09 3");
    }

    @Test
    void aNewerSignOfLifeOfTheSameFixIsTakenOverThoughTheHistoryHasIt() {
        write(fix("1", 9, 3, null));
        var parked = fix("1", 9, 3, NOON.plusSeconds(60));
        var ignitionOff = new Fix(
                "1",
                parked.gpsTime(),
                3,
                parked.lng(),
                0.0,
                null,
                false,
                null,
                null,
                null,
                null,
                parked.source(),
                parked.heartbeatTime());
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(ignitionOff))))
                .isEqualTo(new Stored(0, 1, 0));
        assertThat(live()).isEqualTo("1 12:00:09 12:01:00 3");
        assertThat(row("SELECT acc_status::text FROM tracksolid.live_positions"))
                .isEqualTo("false");
        write(fix("1", 9, 4, NOON.plusSeconds(59)));
        assertThat(live()).isEqualTo("1 12:00:09 12:01:00 3");
    }

    @Test
    void aDeviceThatOnlySentHeartbeatsGetsItsFirstPosition() {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.live_positions (imei, heartbeat_time) VALUES ('1', '2026-03-01T23:00:00Z')
                """));
        write(fix("1", 1, 3, null));
        assertThat(live()).isEqualTo("1 12:00:01 12:00:01 3");
    }

    @Test
    void aDeadLettersFixIsNotLive() {
        write(fix("1", 5, 2, null), fix("1", 9, 95, null));
        assertThat(live()).isEqualTo("1 12:00:05 12:00:05 2");
    }

    @Test
    void inWhateverOrderAndHoweverManyAtOnceTheNewestWins() throws Exception {
        for (var seed = 1; seed <= 5; seed++) {
            empty();
            var random = new Random(seed);
            var fixes = new ArrayList<Fix>();
            for (var i = 0; i < 1_500; i++) {
                var second = random.nextInt(200);
                var heartbeat = NOON.plusSeconds(second + random.nextInt(1, 1_000_000));
                fixes.add(fix("imei-" + random.nextInt(3), second, i % 90, heartbeat));
            }
            Collections.shuffle(fixes, random);
            writeAtOnce(fixes);
            assertThat(live()).as("seed %d", seed).isEqualTo(newestByHand(fixes));
        }
    }

    private static void writeAtOnce(List<Fix> fixes) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < fixes.size(); i += 10) {
                var batch = fixes.subList(i, i + 10);
                threads.submit(() -> store.writer(FixTable.KIND).write(Batch.of(batch)));
            }
        }
    }

    /** Computed the plain way: sort, take the last. */
    private static String newestByHand(List<Fix> fixes) {
        var lines = new ArrayList<String>();
        for (var imei : List.of("imei-0", "imei-1", "imei-2")) {
            Fix newest = null;
            for (var fix : fixes) {
                if (fix.imei().equals(imei) && (newest == null || later(fix, newest))) {
                    newest = fix;
                }
            }
            lines.add("%s %s %s %d"
                    .formatted(imei, clock(newest.gpsTime()), clock(newest.heartbeatTime()), (long) newest.lat()));
        }
        return String.join(", ", lines);
    }

    private static boolean later(Fix one, Fix other) {
        return one.gpsTime().isAfter(other.gpsTime())
                || one.gpsTime().equals(other.gpsTime()) && one.heartbeatTime().isAfter(other.heartbeatTime());
    }

    private static String clock(Instant time) {
        return time.toString().substring(11, 19);
    }

    private static void write(Fix... fixes) {
        store.writer(FixTable.KIND).write(Batch.of(List.of(fixes)));
    }

    private static String live() {
        return row("""
                SELECT string_agg(concat_ws(' ', imei, to_char(gps_time AT TIME ZONE 'UTC', 'HH24:MI:SS'),
                                  to_char(heartbeat_time AT TIME ZONE 'UTC', 'HH24:MI:SS'), ST_Y(geom)), ', ' ORDER BY imei)
                FROM tracksolid.live_positions
                """);
    }

    private static String row(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
