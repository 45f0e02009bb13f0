package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.read.analytics.RolledUp;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeptTripsTest {
    private static final int STEPS = Integer.getInteger("fleetline.trips.steps", 100);

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final KeptTrips kept = new KeptTrips();
    private Store store;
    private FollowedLog log;

    @BeforeEach
    void open() {
        store = new Store(
                database.dataSource(),
                StoreSettings.DEFAULT,
                InstantSource.fixed(TripHistory.START.plus(Duration.ofDays(20))));
        log = new FollowedLog(database);
        log.follow(kept);
    }

    @AfterEach
    void close() {
        log.close();
        store.close();
        database.close();
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, Integer.getInteger("fleetline.trips.seeds", 3))
                .mapToObj(number -> 71 + number);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyHistoryTheTableAndTheDaysAreThoseFromScratch(int seed) {
        var random = new SplittableRandom(seed);
        var history = new TripHistory(jdbi, store, random);
        for (var step = 0; step < STEPS; step++) {
            history.step();
            meanwhile(random.nextInt(12));
        }
        log.follow(kept);
        assertThat(TripsFromScratch.kept(jdbi)).isEqualTo(TripsFromScratch.expected(jdbi));
        assertThat(repaired()).isZero();

        history.settle();
        log.follow(kept);
        new Rollup(database.dataSource()).run();
        assertThat(TripsFromScratch.kept(jdbi))
                .hasSizeGreaterThan(STEPS / 10)
                .isEqualTo(TripsFromScratch.expected(jdbi));
        new RolledUp(jdbi).assertUpToDate();
    }

    /** The consumer now and then, once in a while killed before it commits; the safety net, and people who refresh by hand. */
    private void meanwhile(int what) {
        switch (what) {
            case 0, 1, 2 -> log.follow(kept);
            case 3 -> log.follow(new FailsAfterwards(kept));
            case 4 -> log.tick();
            case 5 -> new VTripsRefresher(database.dataSource()).refresh();
            case 6 -> sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
            case 7 -> new Rollup(database.dataSource()).run();
            default -> {}
        }
    }

    @Test
    void aRowThatIsAsItShouldBeKeepsItsRevision() {
        sql("INSERT INTO tracksolid.devices (imei, driver_name) VALUES ('1', 'Anna')");
        fixes("09:00", 3);
        sql(
                "INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km) VALUES ('1', '2026-02-01 09:00Z', '2026-02-01 10:00Z', 5)");
        log.follow(kept);
        assertThat(revisions()).containsExactly("1 09:00:00 1");
        var revisedAt = revisedAt();
        sql("UPDATE tracksolid.trips SET distance_km = 5");
        sql("UPDATE tracksolid.devices SET sim = 'another'");
        fixes("11:00", 1);
        log.follow(kept);
        assertThat(revisions()).containsExactly("1 09:00:00 1");
        assertThat(revisedAt()).isEqualTo(revisedAt);

        sql("UPDATE tracksolid.trips SET distance_km = 6");
        log.follow(kept);
        sql("UPDATE tracksolid.devices SET driver_name = 'Brian'");
        log.follow(kept);
        assertThat(revisions()).containsExactly("1 09:00:00 3");
        assertThat(revisedAt()).isAfter(revisedAt);
    }

    @Test
    void aLateFixRevisesOnlyTheTripThatItBelongsTo() {
        fixes("09:00", 3);
        fixes("12:00", 3);
        sql("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time)
                VALUES ('1', '2026-02-01 09:00Z', '2026-02-01 10:00Z'), ('1', '2026-02-01 12:00Z', '2026-02-01 13:00Z'), ('1', '2026-02-01 14:00Z', NULL)
                """);
        log.follow(kept);
        assertThat(revisions()).containsExactly("1 09:00:00 1", "1 12:00:00 1");
        fixes("09:30", 1);
        log.follow(kept);
        assertThat(revisions()).containsExactly("1 09:00:00 2", "1 12:00:00 1");
        assertThat(rows("SELECT ST_NPoints(path) AS points FROM reporting.trips ORDER BY start_time"))
                .containsExactly(Map.of("points", 4), Map.of("points", 3));
    }

    /** A trip is computed while the setting has its other value; the change of the setting is applied once it has been changed back. */
    @Test
    void aSettingThatIsChangedBackLeavesNoPathBehind() {
        fixes("09:00", 3);
        sql("UPDATE tracksolid.position_history SET speed = 100");
        sql(
                "INSERT INTO tracksolid.trips (imei, start_time, end_time) VALUES ('1', '2026-02-01 09:00Z', '2026-02-01 10:00Z')");
        log.follow(kept);
        sql("UPDATE reporting.kpi_settings SET value = 60 WHERE name = 'plausible_kmh'");
        sql("SELECT infrastructure.fn_keep_trips(ARRAY['1'], ARRAY['2026-02-01 09:00Z'::timestamptz])");
        sql("UPDATE reporting.kpi_settings SET value = 250 WHERE name = 'plausible_kmh'");
        log.follow(kept);
        assertThat(rows("SELECT ST_NPoints(path) AS points FROM reporting.trips"))
                .containsExactly(Map.of("points", 3));
    }

    @Test
    void aTripOfManyDaysIsDrawnForFour() {
        sql(
                "INSERT INTO tracksolid.trips (imei, start_time, end_time) VALUES ('1', '2026-02-01 09:00Z', '2026-02-09 09:00Z')");
        sql("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT '1', day, ST_Point(36.5, -1.5, 4326), -1.5, 36.5, 'push' FROM generate_series(timestamptz '2026-02-01 09:00Z', '2026-02-09 09:00Z', '1 day') AS day
                """);
        log.follow(kept);
        assertThat(rows("SELECT ST_NPoints(path) AS points FROM reporting.trips"))
                .containsExactly(Map.of("points", 5));
        assertThat(TripsFromScratch.kept(jdbi)).isEqualTo(TripsFromScratch.expected(jdbi));
    }

    @Test
    void whatWasStoredWhileTheLogWasOffIsThereOnceItIsOn() {
        sql("SELECT infrastructure.fn_close_change_log()");
        fixes("09:00", 3);
        sql(
                "INSERT INTO tracksolid.trips (imei, start_time, end_time) VALUES ('1', '2026-02-01 09:00Z', '2026-02-01 10:00Z')");
        log.follow(kept);
        assertThat(revisions()).isEmpty();
        log.close();
        log = new FollowedLog(database);
        log.follow(kept);
        assertThat(TripsFromScratch.kept(jdbi)).hasSize(1).isEqualTo(TripsFromScratch.expected(jdbi));
    }

    /** So many fixes, a minute apart. */
    private void fixes(String from, int number) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT '1', ('2026-02-01 ' || ? || 'Z')::timestamptz + n * INTERVAL '1 minute', ST_Point(36.5, -1.5 + n, 4326), -1.5 + n, 36.5, 'push'
                FROM generate_series(0, ? - 1) AS n
                """, from, number));
    }

    private List<String> revisions() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT concat_ws(' ', imei, to_char(start_time AT TIME ZONE 'UTC', 'HH24:MI:SS'), revision) FROM reporting.trips ORDER BY 1
                        """).mapTo(String.class).list());
    }

    private OffsetDateTime revisedAt() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT max(revised_at) FROM reporting.trips")
                .mapTo(OffsetDateTime.class)
                .one());
    }

    private long repaired() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT infrastructure.fn_rebuild_trips()")
                .mapTo(Long.class)
                .one());
    }

    private List<Map<String, Object>> rows(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).mapToMap().list());
    }

    private void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
