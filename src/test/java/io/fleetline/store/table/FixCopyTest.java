package io.fleetline.store.table;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.store.Batch;
import io.fleetline.store.CountingDataSource;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.store.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New fixes of known devices, which are copied; FactWriterTest has the others. */
class FixCopyTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:34:56.789Z"));

    private static TestDatabase database;
    private CountingDataSource counting;
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
                TRUNCATE tracksolid.position_history, tracksolid.live_positions, tracksolid.devices, infrastructure.dead_letters,
                    infrastructure.touched_hours
                """));
        counting = new CountingDataSource(database.dataSource());
        store = new Store(counting.counted, StoreSettings.DEFAULT, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theyTakeNoStatementButTheOneForTheLiveRow() {
        write(fixes("1", 0, 1));
        counting.statements.set(0);
        assertThat(write(fixes("1", 1, 101))).isEqualTo(new Stored(100, 0, 0));
        assertThat(counting.statements).hasValue(1);
        assertThat(text("SELECT extract(epoch FROM gps_time - '2026-03-01T12:00:00Z') FROM tracksolid.live_positions"))
                .isEqualTo("100.000000");
    }

    @Test
    void copiedOrInsertedARowIsTheSame() {
        var bare = new Fix(
                "1", NOON.plusSeconds(61), 0, -0.5, null, null, null, null, null, null, null, FactSource.POLL, null);
        var odd = new Fix(
                "1",
                NOON.plusNanos(62_123_456_789L),
                90,
                180,
                0.1,
                1e-300,
                false,
                -1,
                -5.5,
                1e9,
                null,
                FactSource.TRACK_LIST,
                NOON,
                "{\"speed\": \"fast\\u0000\"}");
        var fixes = new ArrayList<>(fixes("1", 1, 61));
        fixes.add(bare);
        fixes.add(odd);
        write(fixes);
        var inserted = allRows();
        database.jdbi().useHandle(handle -> handle.execute("TRUNCATE tracksolid.position_history"));
        store.close();
        open();
        write(fixes("1", 0, 1));
        counting.statements.set(0);
        assertThat(write(fixes)).isEqualTo(new Stored(62, 0, 0));
        assertThat(counting.statements).hasValue(1);
        assertThat(allRows()).isEqualTo(inserted).contains("0101000020E6100000");
    }

    @Test
    void oneThatAnotherProcessHasStoredIsKnownAndTheRestLands() {
        write(fixes("1", 0, 1));
        try (var other = new Store(database.dataSource(), StoreSettings.DEFAULT, CLOCK)) {
            other.writer(FixTable.KIND).write(Batch.of(fixes("1", 50, 53)));
        }
        assertThat(write(fixes("1", 1, 101))).isEqualTo(new Stored(97, 3, 0));
        assertThat(count("tracksolid.position_history")).isEqualTo(101);
    }

    @Test
    void aBadOneIsADeadLetterAndTheRestLands() {
        write(fixes("1", 0, 1));
        var fixes = new ArrayList<>(fixes("1", 1, 101));
        fixes.set(70, fix("1", 71, Double.NaN, null));
        assertThat(write(fixes)).isEqualTo(new Stored(99, 0, 1));
        assertThat(text("SELECT reason FROM infrastructure.dead_letters"))
                .isEqualTo("database: violates position_history_lat_check");
    }

    @Test
    void lateOnesAndRepeatsGoAlongWithThem() {
        write(fixes("1", 200, 201));
        var fixes = new ArrayList<>(fixes("1", 201, 301));
        fixes.addAll(fixes("1", 0, 5));
        fixes.addAll(fixes("1", 200, 203));
        fixes.addAll(fixes("stranger", 0, 2));
        assertThat(write(fixes)).isEqualTo(new Stored(107, 3, 0));
        assertThat(count("tracksolid.position_history")).isEqualTo(108);
    }

    @Test
    void aClockFarAheadDoesNotMakeTheFollowingOnesLate() {
        write(List.of(fix("1", 0), fix("1", 40 * 86_400)));
        counting.statements.set(0);
        assertThat(write(fixes("1", 1, 101))).isEqualTo(new Stored(100, 0, 0));
        // The live row does not change, so the roll-up gets a mark for their hour.
        assertThat(counting.statements).hasValue(2);
        assertThat(text("SELECT string_agg(DISTINCT extract(epoch FROM hour - '2026-03-01T12:00:00Z')::text, ' ')"
                        + " FROM infrastructure.touched_hours WHERE imei = '1'"))
                .isEqualTo("0.000000");
    }

    private Stored write(List<Fix> fixes) {
        return store.writer(FixTable.KIND).write(Batch.of(fixes));
    }

    private static List<Fix> fixes(String imei, int from, int to) {
        return IntStream.range(from, to).mapToObj(second -> fix(imei, second)).toList();
    }

    private static String allRows() {
        return text("SELECT string_agg(f::text, E'\\n' ORDER BY gps_time) FROM tracksolid.position_history AS f"
                + " WHERE gps_time > '2026-03-01T12:00:00Z'");
    }

    private static long count(String table) {
        return Long.parseLong(text("SELECT count(*) FROM " + table));
    }

    private static String text(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
