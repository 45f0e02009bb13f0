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
                        .containsEntry("error", null));
        assertThat(number("""
                SELECT count(*) FROM reporting.refresh_log
                WHERE finished_at BETWEEN now() - INTERVAL '1 minute' AND now() AND duration_ms BETWEEN 0 AND 60000
                  AND abs(extract(epoch FROM finished_at - started_at) * 1000 - duration_ms) < 1
                """)).isEqualTo(1);
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
