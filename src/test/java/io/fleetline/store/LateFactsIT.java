package io.fleetline.store;

import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.CommunityEdition;
import io.fleetline.TestDatabase;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Trip;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.TripTable;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Late fixes into compressed days, while live ones arrive. On the Apache edition the days are not compressed; {@code
 * scripts/test-community} runs it on the other. {@code -Dfleetline.late=100000} makes it a measurement: figures on standard output.
 */
class LateFactsIT {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:34:56.789Z"));
    private static final int VEHICLES = 20;
    private static final int DAYS = 10;
    private static final int PORTION = 100;
    private static final int LATE = Integer.getInteger("fleetline.late", 4_000);
    private static final int CALLERS = 4;

    private final ConcurrentHistogram liveMicros = new ConcurrentHistogram(3);
    private final AtomicLong nextLive = new AtomicLong(1);
    private TestDatabase database;
    private AgroalDataSource pool;
    private Store store;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        pool = database.writersPool(12);
        store = new Store(pool, StoreSettings.DEFAULT, CLOCK);
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, source)
                SELECT v::text, t, ST_SetSRID(ST_MakePoint(36.8219, -1.2921), 4326), -1.2921, 36.8219, 42.5, 'push'
                FROM generate_series(1, ?) AS v,
                     generate_series(timestamptz '2026-03-01 12:00Z' - ? * INTERVAL '1 day' - INTERVAL '3 days',
                                     timestamptz '2026-03-01 12:00Z' - INTERVAL '3 days 1 minute', INTERVAL '1 minute') AS t
                """, VEHICLES, DAYS));
    }

    @AfterEach
    void close() {
        store.close();
        pool.close();
        database.close();
    }

    @Test
    void lateFixesOverCompressedDaysDoNotHoldUpLiveOnes() throws Exception {
        compressAll();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var began = System.nanoTime();
            var late = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> threads.submit(() -> writeLate(caller)))
                    .toList();
            var live = threads.submit(() -> writeLive(() -> late.stream().allMatch(Future::isDone)));
            for (var one : late) {
                one.get();
            }
            var lateS = (System.nanoTime() - began) / 1e9;
            live.get();
            System.out.printf("%d late fixes in %.1f s: %.0f a second; %s%n", LATE, lateS, LATE / lateS, liveInWords());
        }
        assertThat(count("tracksolid.position_history WHERE imei <> 'live' AND date_part('second', gps_time) = 30"))
                .isEqualTo(LATE);
    }

    @Test
    @Tag("community")
    void aChunkThatIsCompressedUnderAnOpenReaderStopsOnlyWhatBelongsThere() throws Exception {
        CommunityEdition.require(database);
        var chunk = text("""
                SELECT format('%I.%I', chunk_schema, chunk_name) FROM timescaledb_information.chunks
                WHERE hypertable_name = 'position_history' ORDER BY range_start LIMIT 1
                """);
        try (var reader = database.dataSource().getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT count(*) FROM " + chunk);
            var compression = threads.submit(() -> execute("SELECT compress_chunk('%s')".formatted(chunk)));
            await().until(() -> count("pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'") > 0);
            var late = List.of(fix("1", -(DAYS + 3) * 86_400L + 30), fix("1", 30));
            var blocked = threads.submit(() -> assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.writer(FixTable.KIND).write(Batch.of(late))));
            writeLive(blocked::isDone);
            blocked.get();
            assertThat(compression.isDone()).isFalse();
            System.out.printf("while a chunk is compressed under an open reader: %s%n", liveInWords());
            reader.rollback();
            compression.get(60, TimeUnit.SECONDS);
            assertThat(store.writer(FixTable.KIND).write(Batch.of(late))).isEqualTo(new Stored(1, 1, 0));
        }
    }

    /** 1,300 corrected trips into one compressed week. */
    @Test
    void manyCorrectedTripsIntoACompressedWeekAreStored() throws SQLException {
        execute("""
                INSERT INTO tracksolid.trips (imei, start_time, source)
                SELECT v::text, timestamptz '2026-02-10 00:00Z' + n * INTERVAL '6 minutes', 'poll'
                FROM generate_series(1, 100) AS v, generate_series(0, 1600) AS n
                """);
        if (isCommunityEdition()) {
            execute("SELECT compress_chunk(c) FROM show_chunks('tracksolid.trips') AS c");
        }
        var corrected = IntStream.range(0, 1_300)
                .mapToObj(n -> ended(
                        String.valueOf(1 + n % 100),
                        Instant.parse("2026-02-10T00:00:00Z").plusSeconds(360L * n)))
                .toList();
        assertThat(store.writer(TripTable.KIND).write(Batch.of(corrected))).isEqualTo(new Stored(1_300, 0, 0));
    }

    private static Trip ended(String imei, Instant start) {
        return new Trip(
                imei,
                start,
                start.plusSeconds(300),
                null,
                null,
                null,
                null,
                2.5,
                300L,
                0L,
                30.0,
                50.0,
                null,
                null,
                null,
                null,
                FactSource.POLL);
    }

    /** Between the minutes, all days and vehicles alike. */
    private void writeLate(int caller) {
        LongStream.range(0, LATE / PORTION)
                .filter(portion -> portion % CALLERS == caller)
                .forEach(portion -> store.writer(FixTable.KIND).write(Batch.of(latePortion(portion))));
    }

    private static List<Fix> latePortion(long portion) {
        return LongStream.range(portion * PORTION, (portion + 1) * PORTION)
                .mapToObj(n -> {
                    var minute = n / VEHICLES * 7 % (DAYS * 1_440L);
                    return fix(String.valueOf(1 + n % VEHICLES), -(DAYS + 3) * 86_400L + 60 * minute + 30);
                })
                .toList();
    }

    /** One after the other, like a sender that waits for the answer. */
    private void writeLive(BooleanSupplier isOver) {
        do {
            var began = System.nanoTime();
            store.writer(FixTable.KIND).write(Batch.of(List.of(fix("live", nextLive.getAndIncrement()))));
            liveMicros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
        } while (!isOver.getAsBoolean());
    }

    private String liveInWords() {
        return "%d live fixes, p50 %.1f ms, p99 %.1f ms, longest %.1f ms"
                .formatted(
                        liveMicros.getTotalCount(),
                        liveMicros.getValueAtPercentile(50) / 1e3,
                        liveMicros.getValueAtPercentile(99) / 1e3,
                        liveMicros.getMaxValue() / 1e3);
    }

    private void compressAll() throws SQLException {
        if (isCommunityEdition()) {
            execute(
                    "SELECT compress_chunk(c) FROM show_chunks('tracksolid.position_history', older_than => timestamptz '2026-02-28') AS c");
        }
    }

    private boolean isCommunityEdition() {
        return text("SELECT current_setting('timescaledb.license')").equals("timescale");
    }

    private Void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        }
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
