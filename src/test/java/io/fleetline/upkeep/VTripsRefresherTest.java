package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class VTripsRefresherTest {
    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final VTripsRefresher refresher = new VTripsRefresher(database.dataSource());

    @BeforeEach
    void twoTrips() {
        jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km)
            VALUES ('1', now() - INTERVAL '2 hours', now() - INTERVAL '1 hour', 5), ('2', now() - INTERVAL '2 hours', now(), 7)
            """));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theViewIsFreshAndTheRunIsLogged() {
        refresher.refresh();
        assertThat(number("SELECT sum(distance_km) FROM reporting.v_trips")).isEqualTo(12);
        assertThat(log())
                .singleElement()
                .satisfies(run -> assertThat(run)
                        .containsEntry("view_name", "reporting.v_trips")
                        .containsEntry("source", "dashboard_api")
                        .containsEntry("outcome", "ok")
                        .containsEntry("rows", 2L)
                        .containsEntry("repaired", 2L)
                        .containsEntry("error", null));
        assertThat(number("""
                SELECT count(*) FROM reporting.refresh_log
                WHERE finished_at BETWEEN now() - INTERVAL '1 minute' AND now() AND duration_ms BETWEEN 0 AND 60000
                  AND abs(extract(epoch FROM finished_at - started_at) * 1000 - duration_ms) < 1
                """)).isEqualTo(1);
    }

    @Test
    void whatTheLogMissedIsRepairedAndCounted() {
        try (var log = new FollowedLog(database)) {
            log.follow(new KeptTrips());
            refresher.refresh();
            execute("DELETE FROM reporting.trips WHERE imei = '1'");
            execute("UPDATE reporting.trips SET distance_km = 8");
            execute("INSERT INTO reporting.trips (imei, start_time, end_time, day) VALUES ('3', now(), now(), now())");
            refresher.refresh();
            refresher.refresh();
        }
        assertThat(log()).extracting(run -> run.get("repaired")).containsExactly(0L, 3L, 0L);
        assertThat(number("SELECT sum(distance_km) FROM reporting.v_trips")).isEqualTo(12);
        assertThat(number("SELECT count(*) FROM reporting.trips")).isEqualTo(2);
    }

    @Test
    void whatTheLogHasStillToBringWasNotMissed() {
        try (var log = new FollowedLog(database)) {
            log.follow(new KeptTrips());
            execute("UPDATE tracksolid.trips SET distance_km = 8 WHERE imei = '1'");
            execute("DELETE FROM reporting.trips WHERE imei = '2'");
            refresher.refresh();
            execute("UPDATE tracksolid.trips SET distance_km = 9 WHERE imei = '1'");
            log.tick(); // the consumer has still to apply it
            refresher.refresh();
        }
        assertThat(log()).extracting(run -> run.get("repaired")).containsExactly(1L, 0L);
        assertThat(number("SELECT sum(distance_km) FROM reporting.v_trips")).isEqualTo(16);
    }

    @Test
    void aPathOfTheLastDaysIsRepairedToo() {
        execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT '1', now() - n * INTERVAL '1 minute', ST_Point(36.5, -1.5, 4326), -1.5, 36.5, 'push' FROM generate_series(61, 119) AS n
                """);
        refresher.refresh();
        execute("UPDATE reporting.trips SET path = NULL");
        refresher.refresh();
        assertThat(log()).extracting(run -> run.get("repaired")).containsExactly(2L, 1L);
        assertThat(number("SELECT ST_NPoints(path) FROM reporting.trips WHERE imei = '1'"))
                .isEqualTo(59);
    }

    @Test
    void aRebuildComparesAllPaths() {
        execute("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time) VALUES ('4', '2026-01-01 09:00Z', '2026-01-01 10:00Z');
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT '4', TIMESTAMPTZ '2026-01-01 09:00Z' + n * INTERVAL '1 minute', ST_Point(36.5, -1.5, 4326), -1.5, 36.5, 'push' FROM generate_series(0, 9) AS n
                """);
        refresher.refresh();
        execute("UPDATE reporting.trips SET path = NULL");
        assertThat(refresher.refresh().orElseThrow().repaired()).isZero();
        assertThat(refresher.rebuild().orElseThrow().repaired()).isEqualTo(1);
        assertThat(number("SELECT ST_NPoints(path) FROM reporting.trips WHERE imei = '4'"))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFRESH MATERIALIZED VIEW", "REFRESH MATERIALIZED VIEW CONCURRENTLY"})
    void aRefreshByHandShowsTheFactsOfNow(String refresh) {
        execute(refresh + " reporting.v_trips");
        execute("UPDATE tracksolid.trips SET distance_km = 1 WHERE imei = '1'");
        assertThat(number("SELECT sum(distance_km) FROM reporting.v_trips")).isEqualTo(12);
        execute(refresh + " reporting.v_trips");
        assertThat(number("SELECT sum(distance_km) FROM reporting.v_trips")).isEqualTo(8);
        assertThat(number("SELECT sum(distance_km) FROM reporting.trips")).isEqualTo(8);
    }

    @Test
    void theListOfTripsDoesNotWaitForTheRefresh() {
        try (var log = new FollowedLog(database)) {
            log.follow(new KeptTrips());
            execute("UPDATE tracksolid.trips SET distance_km = 1 WHERE imei = '1'");
            log.follow(new KeptTrips());
        }
        assertThat(number("""
                SELECT sum(distance_km) FROM reporting.fn_trips(reporting.fn_vehicle_filter(), now() - INTERVAL '1 day', now())
                """)).isEqualTo(8);
    }

    /** Dumps hold the table as it was: what a drill compares must not change meanwhile. */
    @Test
    void duringARestoreNothingIsRepaired() {
        jdbi.useTransaction(restore -> {
            restore.execute("SET LOCAL timescaledb.restoring = 'on'");
            restore.execute("REFRESH MATERIALIZED VIEW reporting.v_trips");
        });
        assertThat(number("SELECT count(*) FROM reporting.trips")).isZero();
    }

    @Test
    void eachRunLeavesTheLockToTheNext() {
        refresher.refresh();
        refresher.refresh();
        assertThat(log()).hasSize(2);
        assertThat(locks()).isZero();
    }

    @Test
    void itIsSkippedWhileAnotherReplicaHoldsTheLock() {
        jdbi.useHandle(replica -> {
            replica.execute("SELECT pg_advisory_lock(920145)");
            refresher.refresh();
            assertThat(log()).isEmpty();
            assertThat(number("SELECT count(*) FROM reporting.v_trips")).isZero();
            replica.execute("SELECT pg_advisory_unlock(920145)");
        });
        refresher.refresh();
        assertThat(log()).hasSize(1);
    }

    @Test
    void ofTwoAtOnceOneRefreshes() throws Exception {
        var first = Thread.ofVirtual().unstarted(refresher::refresh);
        jdbi.useTransaction(reader -> {
            holdUpRefreshes(reader);
            first.start();
            await().until(() -> locks() == 1);
            new VTripsRefresher(database.dataSource()).refresh();
            assertThat(first.isAlive()).isTrue();
        });
        first.join();
        assertThat(log()).hasSize(1);
    }

    @Test
    void aFailureIsLoggedWithItsReasonAndDoesNotEndTheSchedule() {
        jdbi.useHandle(handle -> handle.execute("DROP INDEX reporting.v_trips_key"));
        refresher.refresh();
        assertThat(log())
                .singleElement()
                .satisfies(run -> assertThat(run)
                        .containsEntry("source", "dashboard_api")
                        .containsEntry("outcome", "failed")
                        .containsEntry("rows", null)
                        .extractingByKey("error")
                        .asString()
                        .contains("cannot refresh materialized view \"reporting.v_trips\" concurrently")
                        .doesNotContain("\n"));
        assertThat(locks()).isZero();

        jdbi.useHandle(
                handle -> handle.execute("CREATE UNIQUE INDEX v_trips_key ON reporting.v_trips (imei, start_time)"));
        refresher.refresh();
        assertThat(log()).extracting(run -> run.get("outcome")).containsExactly("failed", "ok");
    }

    @Test
    void aConnectionThatDiesMeanwhileIsLoggedToo() throws Exception {
        execute("SELECT infrastructure.fn_repair_trips()"); // so that nobody waits for that
        var run = Thread.ofVirtual().unstarted(refresher::refresh);
        jdbi.useTransaction(reader -> {
            holdUpRefreshes(reader);
            run.start();
            await().until(() -> number(
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'REFRESH%' AND wait_event_type = 'Lock'")
                    == 1);
            reader.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'REFRESH%'");
            run.join();
        });
        assertThat(log()).extracting(row -> row.get("outcome")).containsExactly("failed");
        refresher.refresh();
        assertThat(log()).extracting(row -> row.get("outcome")).containsExactly("failed", "ok");
    }

    @Test
    void aDatabaseThatIsAwayDoesNotEndTheSchedule() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");
        new VTripsRefresher(nowhere).refresh();
        assertThat(log()).isEmpty();
    }

    /** A concurrent refresh waits until the transaction ends. */
    private static void holdUpRefreshes(Handle transaction) {
        transaction.execute("REFRESH MATERIALIZED VIEW reporting.v_trips");
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private List<Map<String, Object>> log() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM reporting.refresh_log ORDER BY id")
                .mapToMap()
                .list());
    }

    private int locks() {
        return number("""
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND objid = 920145 AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
    }

    private int number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(int.class).one());
    }
}
