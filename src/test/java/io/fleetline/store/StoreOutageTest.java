package io.fleetline.store;

import static io.fleetline.store.Facts.fix;
import static io.fleetline.store.Facts.fixes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.fleet.Fix;
import io.fleetline.store.table.FixTable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreOutageTest {

    private static final int CALLERS = 16;
    private static final int ROUNDS = 60;
    private static final int CUTS = 15;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void whenTheServerCutsTheWritersOffNothingIsLostAndNothingIsTwice() throws Exception {
        var refused = new AtomicInteger();
        var stored = new AtomicInteger();
        try (var pool = database.pool(4);
                var store = new Store(pool, StoreSettings.DEFAULT, InstantSource.system());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> threads.submit(() -> {
                        for (var round = 0; round < ROUNDS; round++) {
                            writeUntilStored(store, portion("imei-" + caller, round), refused);
                            stored.incrementAndGet();
                        }
                    }))
                    .toList();
            for (var cut = 1; cut <= CUTS; cut++) {
                var due = cut * CALLERS * ROUNDS / (CUTS + 1);
                await().until(() -> stored.get() >= due);
                cutOff();
            }
            for (var caller : callers) {
                caller.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(refused.get()).isPositive();
        assertThat(count("tracksolid.position_history")).isEqualTo(CALLERS * ROUNDS * 10);
        assertThat(count("tracksolid.live_positions WHERE gps_time = '2026-03-01T12:09:59Z'"))
                .isEqualTo(CALLERS);
        assertThat(count("tracksolid.devices")).isEqualTo(CALLERS);
        assertThat(count("infrastructure.dead_letters")).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayEveryWaitingCallerIsToldAndAfterItsReturnAllIsAsBefore() throws Exception {
        try (var pool = database.pool(4);
                var store = new Store(pool, StoreSettings.DEFAULT, InstantSource.system());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            store.writer(FixTable.KIND).write(Batch.of(fixes("1", 1)));
            database.setReachable(false);
            var waiting = IntStream.range(0, 100)
                    .mapToObj(caller ->
                            threads.submit(() -> store.writer(FixTable.KIND).write(Batch.of(fixes("1", 10)))))
                    .toList();
            for (var caller : waiting) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(caller::get)
                        .withCauseInstanceOf(StoreUnavailableException.class);
            }
            database.setReachable(true);
            var stored = writeUntilStored(store, fixes("1", 10), new AtomicInteger());
            assertThat(stored).isEqualTo(new Stored(9, 1, 0));
        }
    }

    @Test
    void cursorAndFactsStandOrFallTogether() throws Exception {
        database.jdbi()
                .useHandle(handle -> handle.execute("ALTER TABLE infrastructure.cursors RENAME TO cursors_away"));
        var move = new CursorMove("track_list", "fleet", "1", Facts.NOON, Facts.NOON);
        try (var store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.system())) {
            var batch = new Batch<>(fixes("1", 10), List.of(), List.of(move));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.writer(FixTable.KIND).write(batch));
            assertThat(count("tracksolid.position_history")).isZero();
            assertThat(count("tracksolid.live_positions")).isZero();
            assertThat(count("tracksolid.devices")).isZero();
            database.jdbi()
                    .useHandle(handle -> handle.execute("ALTER TABLE infrastructure.cursors_away RENAME TO cursors"));
            assertThat(store.writer(FixTable.KIND).write(batch)).isEqualTo(new Stored(10, 0, 0));
        }
        assertThat(count("infrastructure.cursors")).isEqualTo(1);
        assertThat(count("tracksolid.devices")).isEqualTo(1);
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        try (var store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.system());
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var other = database.dataSource().getConnection();
                var sql = other.createStatement()) {
            store.writer(FixTable.KIND).write(Batch.of(List.of(fix("a", 1), fix("b", 1))));
            // The other side has no timeout, so that the server terminates the writer.
            sql.execute("SET deadlock_timeout = '1min'");
            other.setAutoCommit(false);
            sql.execute("UPDATE tracksolid.live_positions SET updated_at = now() WHERE imei = 'b'");
            var writing = threads.submit(() ->
                    store.writer(FixTable.KIND).write(Batch.of(List.of(fix("a", 2), fix("b", 2)))));
            await().until(() ->
                    count("pg_stat_activity WHERE wait_event_type = 'Lock'" + " AND datname = current_database()")
                            == 1);
            sql.execute("UPDATE tracksolid.live_positions SET updated_at = now() WHERE imei = 'a'");
            other.commit();
            assertThat(writing.get(10, TimeUnit.SECONDS)).isEqualTo(new Stored(2, 0, 0));
        }
    }

    private static List<Fix> portion(String imei, int round) {
        return IntStream.range(0, 10).mapToObj(i -> fix(imei, round * 10L + i)).toList();
    }

    private static Stored writeUntilStored(Store store, List<Fix> fixes, AtomicInteger refused) {
        while (true) {
            try {
                return store.writer(FixTable.KIND).write(Batch.of(fixes));
            } catch (StoreUnavailableException e) {
                refused.incrementAndGet();
            }
        }
    }

    private void cutOff() {
        database.jdbi().useHandle(handle -> handle.execute("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
                """));
    }

    private int count(String from) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + from)
                        .mapTo(int.class)
                        .one());
    }
}
