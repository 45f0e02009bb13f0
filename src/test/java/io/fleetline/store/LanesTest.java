package io.fleetline.store;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.TestDatabase;
import io.fleetline.database.DatabaseUrl;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Transactions;
import io.fleetline.fleet.Fix;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.table.FixCopy;
import io.fleetline.store.table.FixTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Another session locks the chunk of ten days ago as compression does while a reader of it is open: in exclusive mode. */
class LanesTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:34:56.789Z"));
    private static final long TEN_DAYS_AGO = -10 * 86_400L;

    private TestDatabase database;
    private AgroalDataSource pool;
    private Store store;
    private Connection compression;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        pool = database.writersPool(6);
        store = new Store(pool, StoreSettings.DEFAULT, CLOCK);
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", TEN_DAYS_AGO), fix("1", 0))));
        compression = unhurried().getConnection();
        compression.setAutoCommit(false);
        try (var lock = compression.createStatement()) {
            lock.execute("LOCK TABLE %s IN EXCLUSIVE MODE".formatted(oldestChunk()));
        }
    }

    @AfterEach
    void close() throws SQLException {
        compression.close();
        store.close();
        pool.close();
        database.close();
    }

    @Test
    void onlyWhatTouchesAHeldChunkIsPutOff() throws Exception {
        var group = List.of(
                pending(fix("2", 1), fix("2", 2)),
                pending(fix("2", 3), fix("2", TEN_DAYS_AGO + 3)),
                pending(fix("3", -5 * 86_400L)));
        committer(new FixTable()).commit(group);
        assertThat(group.get(0).await()).isEqualTo(new Stored(2, 0, 0));
        assertThat(group.get(2).await()).isEqualTo(new Stored(1, 0, 0));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(group.get(1)::await)
                .withMessageContaining("lock timeout");
        compression.rollback();
        var again = List.of(pending(fix("2", 3), fix("2", TEN_DAYS_AGO + 3)));
        committer(new FixTable()).commit(again);
        assertThat(again.getFirst().await()).isEqualTo(new Stored(2, 0, 0));
    }

    @Test
    void aCopyThatIsCancelledShowsItsCause() throws SQLException {
        var fixes = IntStream.range(0, 60)
                .mapToObj(second -> fix("1", TEN_DAYS_AGO + 1 + second))
                .toList();
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> FixCopy.copy(connection, fixes, NOON))
                    .withMessageContaining("lock timeout")
                    .satisfies(e -> assertThat(SqlTrouble.of(e)).isEqualTo(SqlTrouble.HELD));
            connection.rollback();
        }
    }

    @Test
    void liveFactsOfABatchLandWhileTheLateOnesWaitAndItsCursorDoesNotMove() throws SQLException {
        var move = new CursorMove("tracks", "fleet", "1", NOON, NOON);
        var batch = new Batch<>(List.of(fix("1", TEN_DAYS_AGO + 1), fix("1", 1)), List.of(), List.of(move));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store.writer(FixTable.KIND).write(batch));
        assertThat(count("tracksolid.position_history")).isEqualTo(3);
        assertThat(count("infrastructure.cursors")).isZero();
        compression.rollback();
        assertThat(store.writer(FixTable.KIND).write(batch)).isEqualTo(new Stored(1, 1, 0));
        assertThat(count("infrastructure.cursors")).isEqualTo(1);
    }

    @Test
    void liveFactsDoNotQueueBehindLateOnes() throws Exception {
        try (var patient = new Store(unhurried(), StoreSettings.DEFAULT, CLOCK);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(() ->
                    patient.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", TEN_DAYS_AGO + 1)))));
            await().until(() -> count("pg_locks WHERE NOT granted") > 0);
            var live = threads.submit(() -> patient.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1)))));
            assertThat(live.get(30, TimeUnit.SECONDS)).isEqualTo(new Stored(1, 0, 0));
            assertThat(late.isDone()).isFalse();
            compression.rollback();
            assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo(new Stored(1, 0, 0));
        }
    }

    /** The row of one vehicle is not a chunk: the other facts of the group are found by halving. */
    @Test
    void aRowThatAnotherSessionHoldsStopsOnlyItsOwnVehicle() throws Exception {
        try (var operator = unhurried().getConnection()) {
            operator.setAutoCommit(false);
            operator.createStatement()
                    .execute("UPDATE tracksolid.live_positions SET updated_at = now() WHERE imei = '1'");
            var group = List.of(pending(fix("1", 9)), pending(fix("4", 1)), pending(fix("5", 1)));
            committer(new FixTable()).commit(group);
            assertThat(group.get(1).await()).isEqualTo(new Stored(1, 0, 0));
            assertThat(group.get(2).await()).isEqualTo(new Stored(1, 0, 0));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> group.get(0).answer().get())
                    .withCauseInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void connectionsOfWritersNeitherWaitForEverNorFailForWhatIsCompressed() {
        var settings = Jdbi.create(pool)
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT current_setting('lock_timeout') || ' '
                               || current_setting('timescaledb.max_tuples_decompressed_per_dml_transaction')
                        """).mapTo(String.class).one());
        assertThat(settings).isEqualTo("1s 0");
    }

    private static Pending<Submission<Fix>, Stored> pending(Fix... fixes) {
        return new Pending<>(Submission.of(Batch.of(List.of(fixes)), new FixTable()), fixes.length);
    }

    private FactCommitter<Fix> committer(FixTable table) {
        return new FactCommitter<>(new GroupTransaction<>(
                new Transactions(pool),
                table,
                new KnownDevices(),
                CLOCK,
                new CommitMetrics(new SimpleMeterRegistry(), table.name())));
    }

    /** Connections without a lock timeout. */
    private PGSimpleDataSource unhurried() {
        var address = DatabaseUrl.parse(database.url());
        var source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        return source;
    }

    private String oldestChunk() {
        return text("""
                SELECT format('%I.%I', chunk_schema, chunk_name) FROM timescaledb_information.chunks
                WHERE hypertable_name = 'position_history' ORDER BY range_start LIMIT 1
                """);
    }

    private long count(String from) {
        return Long.parseLong(text("SELECT count(*) FROM " + from));
    }

    private String text(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
