package io.fleetline.store;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static io.fleetline.store.Facts.fixes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fleetline.TestDatabase;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.fleet.Channel;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.store.table.FixTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FactWriterTest {

    private static final Instant RECEIVED = Instant.parse("2026-03-01T12:34:56.789Z");
    private static final Rejection UNREADABLE = new Rejection(null, "not JSON", "{\0");

    private static TestDatabase database;
    private Store store;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        database.jdbi().useHandle(handle -> handle.execute("""
                TRUNCATE tracksolid.position_history, tracksolid.live_positions, tracksolid.devices,
                         infrastructure.dead_letters, infrastructure.cursors
                """));
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.fixed(RECEIVED));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyFieldOfAFixIsKept() {
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 7)))))
                .isEqualTo(new Stored(1, 0, 0));
        assertThat(row("""
                SELECT concat_ws(' ', imei, extract(epoch FROM gps_time)::bigint, ST_AsEWKT(geom), lat, lng, speed, direction,
                       acc_status, satellites, altitude, odometer_km, pos_type, source, extract(epoch FROM received_at))
                FROM tracksolid.position_history
                """))
                .isEqualTo(
                        "1 1772366407 SRID=4326;POINT(36.8219 -1.2921) -1.2921 36.8219 42.5 270 t 9 1661 12345.6 GPS push "
                                + "1772368496.789000");
    }

    @Test
    void nothingButTheKeyNeedsToBeKnown() {
        var bare = new Fix("1", NOON, 0, 0, null, null, null, null, null, null, null, FactSource.TRACK_LIST, null);
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(bare)))).isEqualTo(new Stored(1, 0, 0));
        assertThat(row(
                        "SELECT num_nulls(speed, direction, acc_status, satellites, altitude, odometer_km, pos_type)::text"
                                + " FROM tracksolid.position_history"))
                .isEqualTo("7");
    }

    @Test
    void playingItAgainChangesNothing() {
        store.writer(FixTable.KIND).write(Batch.of(fixes("1", 100)));
        var before = row("SELECT string_agg(f::text, '' ORDER BY gps_time) FROM tracksolid.position_history f");
        assertThat(store.writer(FixTable.KIND).write(Batch.of(fixes("1", 100)))).isEqualTo(new Stored(0, 100, 0));
        assertThat(store.writer(FixTable.KIND).write(Batch.of(fixes("1", 103)))).isEqualTo(new Stored(3, 100, 0));
        assertThat(row("SELECT string_agg(f::text, '' ORDER BY gps_time) FROM tracksolid.position_history f"
                        + " WHERE gps_time < '2026-03-01T12:01:40Z'"))
                .isEqualTo(before);
    }

    @Test
    void repeatsWithinABatchCountAsKnown() {
        var fix = fix("1", 1);
        var finerThanTheDatabase = new Fix(
                "1\0",
                fix.gpsTime().plusNanos(999),
                5,
                5,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL,
                null);
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(fix, fix, finerThanTheDatabase, fix("1", 2)))))
                .isEqualTo(new Stored(2, 2, 0));
    }

    @Test
    void everyCallerIsToldWhatBecameOfHisOwnRows() throws Exception {
        var callers = 32;
        var random = new Random(7);
        var keys = new HashSet<String>();
        var tasks = new ArrayList<Callable<Stored>>();
        var sizes = new ArrayList<Integer>();
        for (var i = 0; i < callers * 50; i++) {
            var batch = new ArrayList<Fix>();
            for (var n = random.nextInt(1, 12); n > 0; n--) {
                batch.add(fix("imei-" + random.nextInt(8), random.nextInt(400)));
            }
            batch.forEach(fix -> keys.add(fix.imei() + fix.gpsTime()));
            var letters = random.nextInt(10) == 0
                    ? List.of(new DeadLetter(Channel.PUSH, "/pushgps", UNREADABLE))
                    : List.<DeadLetter>of();
            sizes.add(batch.size() + letters.size());
            tasks.add(() -> store.writer(FixTable.KIND).write(new Batch<>(batch, letters, List.of())));
        }
        var inserted = 0;
        var letters = 0;
        var answers = inThreads(callers, tasks);
        for (var i = 0; i < answers.size(); i++) {
            var stored = answers.get(i);
            assertThat(stored.inserted() + stored.alreadyKnown() + stored.deadLetters())
                    .isEqualTo(sizes.get(i));
            assertThat(stored.alreadyKnown()).isNotNegative();
            inserted += stored.inserted();
            letters += stored.deadLetters();
        }
        assertThat(inserted).isEqualTo(keys.size());
        assertThat(count("tracksolid.position_history")).isEqualTo(keys.size());
        assertThat(letters).isPositive();
        assertThat(row("SELECT count(*) || ' ' || sum(times_seen) FROM infrastructure.dead_letters"))
                .isEqualTo("1 " + letters);
    }

    @Test
    void ofTwoCallersWithTheSameRowsExactlyOneInsertsThem() throws Exception {
        var tasks = Collections.<Callable<Stored>>nCopies(
                64, () -> store.writer(FixTable.KIND).write(Batch.of(fixes("1", 20))));
        var answers = inThreads(64, tasks);
        assertThat(answers.stream().mapToInt(Stored::inserted).sum()).isEqualTo(20);
        assertThat(answers.stream().mapToInt(Stored::alreadyKnown).sum()).isEqualTo(63 * 20);
    }

    @Test
    void oneBadRowAmongAThousandIsFoundAndTheRestLands() {
        var facts = new ArrayList<>(fixes("1", 1_000));
        facts.set(613, fix("1", 613, 91, null));
        assertThat(store.writer(FixTable.KIND).write(Batch.of(facts))).isEqualTo(new Stored(999, 0, 1));
        assertThat(row("SELECT concat_ws(' ', source, path, imei, reason) FROM infrastructure.dead_letters"))
                .isEqualTo("push tracksolid.position_history 1 database: violates position_history_lat_check");
        assertThat(row("SELECT payload::jsonb ->> 'gpsTime' FROM infrastructure.dead_letters"))
                .isEqualTo("2026-03-01T12:10:13Z");
        assertThat(count("tracksolid.position_history")).isEqualTo(999);
    }

    @Test
    void aBadRowOfOneCallerIsNoConcernOfTheOthers() throws Exception {
        var tasks = new ArrayList<Callable<Stored>>();
        for (var caller = 0; caller < 200; caller++) {
            var imei = "imei-" + caller;
            var facts = new ArrayList<>(fixes(imei, 5));
            if (caller % 40 == 0) {
                facts.set(3, fix(imei, 3, Double.NaN, null));
            }
            tasks.add(() -> store.writer(FixTable.KIND).write(Batch.of(facts)));
        }
        var answers = inThreads(200, tasks);
        for (var caller = 0; caller < 200; caller++) {
            assertThat(answers.get(caller)).isEqualTo(caller % 40 == 0 ? new Stored(4, 0, 1) : new Stored(5, 0, 0));
        }
        assertThat(count("infrastructure.dead_letters")).isEqualTo(5);
    }

    @Test
    void aRowThatOnlyTheRegisterRefusesIsADeadLetterToo() {
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(fix("", 1), fix("1", 1)))))
                .isEqualTo(new Stored(1, 0, 1));
        assertThat(row("SELECT reason FROM infrastructure.dead_letters"))
                .isEqualTo("database: violates devices_imei_check");
        assertThat(count("tracksolid.position_history")).isEqualTo(1);
    }

    @Test
    void aTimeBeyondAllCalendarsIsADeadLetter() {
        var never = new Fix("1", Instant.MAX, 0, 0, null, null, null, null, null, null, null, FactSource.POLL, null);
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(never)))).isEqualTo(new Stored(0, 0, 1));
    }

    @Test
    void anUnknownDeviceIsRegisteredOnceAndAKnownOneLeftAlone() {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("INSERT INTO tracksolid.devices (imei, driver_name) VALUES ('1', 'Wanjiku')"));
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1), fix("2", 1))));
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 2), fix("2", 2))));
        assertThat(
                        row(
                                "SELECT string_agg(concat_ws(' ', imei, driver_name, registered_by), ', ' ORDER BY imei) FROM tracksolid.devices"))
                .isEqualTo("1 Wanjiku sync, 2 push");
    }

    @Test
    void aDeviceOfARefusedBatchIsNotTakenForRegistered() {
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1, 91, null))));
        assertThat(count("tracksolid.devices")).isZero();
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 2))));
        assertThat(count("tracksolid.devices")).isEqualTo(1);
    }

    @Test
    void aLargerBatchThanTheQueueLandsWhole() {
        try (var small = new Store(database.dataSource(), new StoreSettings(10, 2, 5, 1, 1), InstantSource.system())) {
            assertThat(small.writer(FixTable.KIND).write(Batch.of(fixes("1", 300))))
                    .isEqualTo(new Stored(300, 0, 0));
        }
    }

    @Test
    void aFullQueueMakesCallersWaitAndLosesNothing() throws Exception {
        try (var small = new Store(database.dataSource(), new StoreSettings(10, 3, 5, 1, 1), InstantSource.system())) {
            var tasks = new ArrayList<Callable<Stored>>();
            for (var caller = 0; caller < 300; caller++) {
                var imei = "imei-" + caller;
                tasks.add(() -> small.writer(FixTable.KIND).write(Batch.of(fixes(imei, 4))));
            }
            assertThat(inThreads(300, tasks)).containsOnly(new Stored(4, 0, 0)).hasSize(300);
        }
        assertThat(count("tracksolid.position_history")).isEqualTo(1_200);
    }

    @Test
    void theNumberOfStatementsDoesNotGrowWithTheFacts() {
        var counting = new CountingDataSource(database.dataSource());
        try (var counted = new Store(counting.counted, StoreSettings.DEFAULT, InstantSource.system())) {
            counted.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1))));
            var one = counting.statements.getAndSet(0);
            counted.writer(FixTable.KIND).write(Batch.of(fixes("2", 2_000)));
            assertThat(counting.statements.getAndSet(0)).isEqualTo(one).isEqualTo(3); // facts, devices, live rows
            counted.writer(FixTable.KIND).write(Batch.of(fixes("2", 2_001)));
            assertThat(counting.statements.get()).isEqualTo(3); // facts, a comparison with the known ones, live rows
        }
    }

    @Test
    void cursorsMoveWithTheFactsAndOnlyForward() {
        var cursors = new Cursors(database.jdbi());
        store.writer(FixTable.KIND)
                .write(new Batch<>(
                        fixes("1", 3), List.of(), List.of(move("1", 60, 70), move("1", 50, 80), move("", 1, 1))));
        store.writer(FixTable.KIND)
                .write(new Batch<>(List.of(), List.of(), List.of(move("1", 30, 40), move("2", 5, 6))));
        assertThat(cursors.of("track_list", "fleet"))
                .containsOnly(
                        Map.entry("", new Cursor(NOON.plusSeconds(1), NOON.plusSeconds(1))),
                        Map.entry("1", new Cursor(NOON.plusSeconds(60), NOON.plusSeconds(80))),
                        Map.entry("2", new Cursor(NOON.plusSeconds(5), NOON.plusSeconds(6))));
        assertThat(cursors.of("trips", "fleet")).isEmpty();
    }

    @Test
    void cursorsThatNoDatabaseTakesConcernTheirCallerOnlyAndStoreNothing() throws Exception {
        var impossible = new CursorMove("track_list", "fleet", "1", Instant.MAX, NOON);
        var tasks = new ArrayList<Callable<Stored>>();
        tasks.add(() -> store.writer(FixTable.KIND).write(Batch.of(fixes("2", 3))));
        tasks.add(() -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.writer(FixTable.KIND)
                            .write(new Batch<>(fixes("1", 3), List.of(), List.of(impossible))))
                    .withMessageContaining("out of range");
            return Stored.NOTHING;
        });
        tasks.add(() -> store.writer(FixTable.KIND).write(Batch.of(fixes("3", 3))));
        assertThat(inThreads(3, tasks)).containsExactly(new Stored(3, 0, 0), Stored.NOTHING, new Stored(3, 0, 0));
        assertThat(count("tracksolid.position_history WHERE imei = '1'")).isZero();
    }

    @Test
    void anEmptyBatchIsAnsweredAtOnce() {
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of()))).isEqualTo(new Stored(0, 0, 0));
    }

    @Test
    void deadLettersAloneAreKeptWithoutTheCharacterZero() {
        var letter = new DeadLetter(Channel.PUSH, "/pushgps", UNREADABLE);
        assertThat(store.writer(FixTable.KIND).write(new Batch<>(List.of(), List.of(letter), List.of())))
                .isEqualTo(new Stored(0, 0, 1));
        assertThat(row("SELECT concat_ws('|', source, path, imei, reason, payload) FROM infrastructure.dead_letters"))
                .isEqualTo("push|/pushgps|not JSON|{");
    }

    @Test
    void aDeadLetterThatComesAgainIsCountedAndNotKeptTwice() {
        var letter = new DeadLetter(Channel.PUSH, "/pushgps", UNREADABLE);
        store.writer(FixTable.KIND).write(new Batch<>(List.of(), List.of(letter, letter), List.of()));
        assertThat(store.writer(FixTable.KIND).write(new Batch<>(List.of(), List.of(letter), List.of())))
                .isEqualTo(new Stored(0, 0, 1));
        assertThat(row("SELECT count(*) || ' ' || sum(times_seen) FROM infrastructure.dead_letters"))
                .isEqualTo("1 3");
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store.writer(FixTable.KIND).write(Batch.of(fixes("1", 1))))
                .withMessage("the store is closed");
    }

    private static CursorMove move(String imei, long upTo, long asked) {
        return new CursorMove("track_list", "fleet", imei, NOON.plusSeconds(upTo), NOON.plusSeconds(asked));
    }

    /** Each caller does its share of the tasks, one after the other. */
    private static List<Stored> inThreads(int callers, List<Callable<Stored>> tasks) throws Exception {
        var permits = new Semaphore(callers);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        permits.acquire();
                        try {
                            return task.call();
                        } finally {
                            permits.release();
                        }
                    }))
                    .toList();
            var answers = new ArrayList<Stored>();
            for (var run : running) {
                answers.add(run.get());
            }
            return answers;
        }
    }

    private static String row(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    private static int count(String from) {
        return Integer.parseInt(row("SELECT count(*) FROM " + from));
    }
}
