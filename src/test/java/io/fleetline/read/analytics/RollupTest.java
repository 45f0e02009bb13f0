package io.fleetline.read.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollupTest {
    private static final List<String> FIGURES = List.of(
            "trips",
            "distance_m",
            "driving_time_s",
            "shift_driving_s",
            "parkings",
            "parked_s",
            "alarms",
            "fixes",
            "speeding",
            "severe_speeding",
            "harsh_acceleration",
            "harsh_braking",
            "harsh_cornering",
            "measured_ml");

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final Rollup rollup = new Rollup(database.dataSource());
    private Store store;

    @BeforeEach
    void open() {
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void whileManyWriteAndTwoReplicasRollUpTheDaysAreThoseFromScratch() throws Exception {
        for (var seed = 1; seed <= 3; seed++) {
            var facts = new RandomFacts(seed);
            var isWriting = new AtomicBoolean(true);
            try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var replica = 0; replica < 2; replica++) {
                    replicas.submit(() -> rollUpWhile(isWriting));
                }
                facts.writeAtOnce(store);
                isWriting.set(false);
            }
            rollup.run();
            assertUpToDate();
        }
    }

    @Test
    void aSecondRunFindsNothingToDo() {
        new RandomFacts(4).writeAtOnce(store);
        rollup.run();
        assertUpToDate();
        rollup.run();
        assertThat(logged()).last().isEqualTo("ok 0");
    }

    @Test
    void aReplayChangesNothing() {
        new RandomFacts(5).writeAtOnce(store);
        rollup.run();
        new RandomFacts(5).writeAtOnce(store);
        rollup.run();
        assertThat(logged()).last().isEqualTo("ok 0");
    }

    @Test
    void aLateFixRebuildsItsDayAlone() {
        var facts = new RandomFacts(6);
        facts.writeAtOnce(store);
        rollup.run();
        store.fixes().write(Batch.of(List.of(facts.fixBetween("v1"))));
        rollup.run();
        assertThat(logged()).last().isEqualTo("ok 1");
        assertUpToDate();
    }

    @Test
    void aRunThatIsKilledIsTakenUpByTheNextWhereverItWas() {
        new RandomFacts(7).writeAtOnce(store);
        for (var step :
                List.of("fn_mark_days()", "fn_rebuild_days(5)", "fn_rebuild_totals(1)", "fn_rebuild_fleet_days(1)")) {
            jdbi.useHandle(killed -> {
                killed.begin();
                killed.execute("SELECT infrastructure." + step);
                killed.rollback(); // it dies before it commits …
                killed.execute("SELECT infrastructure." + step); // … or after
            });
        }
        rollup.run();
        assertUpToDate();
    }

    @Test
    void itIsSkippedWhileAnotherReplicaIsAtIt() {
        jdbi.useHandle(replica -> {
            replica.execute("SELECT pg_advisory_lock(920146)");
            rollup.run();
            assertThat(logged()).isEmpty();
            replica.execute("SELECT pg_advisory_unlock(920146)");
        });
        rollup.run();
        assertThat(logged()).containsExactly("ok 0");
    }

    @Test
    void aWriterDoesNotWaitForIt() {
        var facts = new RandomFacts(8);
        facts.writeAtOnce(store);
        jdbi.useTransaction(run -> {
            run.execute("SELECT infrastructure.fn_mark_days()");
            run.execute("SELECT infrastructure.fn_rebuild_days()");
            run.execute("SELECT infrastructure.fn_rebuild_totals()");
            // The same vehicles and days: would they wait, this would never return.
            store.fixes().write(Batch.of(List.of(facts.fixBetween("v1"))));
            new RandomFacts(9).writeAtOnce(store);
        });
        rollup.run();
        assertUpToDate();
    }

    @Test
    void anotherThresholdAndAnotherTimeZoneMakeAllDaysAnew() {
        new RandomFacts(10).writeAtOnce(store);
        rollup.run();
        var before = sum("speeding");
        sql("UPDATE reporting.kpi_settings SET value = 1000 WHERE name = 'speeding_kmh'");
        rollup.run();
        assertThat(before).isPositive();
        assertThat(sum("speeding")).isZero();

        sql("UPDATE reporting.kpi_settings SET value = 80 WHERE name = 'speeding_kmh'");
        sql("UPDATE reporting.kpi_settings SET text_value = 'Pacific/Auckland' WHERE name = 'fleet_time_zone'");
        rollup.run();
        sql("UPDATE reporting.kpi_settings SET text_value = 'Africa/Nairobi' WHERE name = 'fleet_time_zone'");
        rollup.run();
        assertUpToDate();
    }

    @Test
    void aVehicleThatChangesItsGroupTakesItsPastAlong() {
        new RandomFacts(11).writeAtOnce(store);
        rollup.run();
        sql("UPDATE tracksolid.devices SET cost_centre = 'Moved' WHERE imei = 'v1'");
        rollup.run();
        assertThat(text("SELECT sum(distance_m) FROM reporting.fleet_days WHERE cost_centre = 'Moved'"))
                .isEqualTo(text("SELECT sum(distance_m) FROM reporting.vehicle_days WHERE imei = 'v1'"));
        assertUpToDate();
    }

    @Test
    void aDayWhoseFactsAreGoneHasNoRow() {
        new RandomFacts(12).writeAtOnce(store);
        rollup.run();
        sql("DELETE FROM tracksolid.position_history WHERE imei = 'v1'");
        sql("DELETE FROM tracksolid.trips WHERE imei = 'v1'");
        sql("INSERT INTO infrastructure.touched_days SELECT imei, day FROM reporting.vehicle_days WHERE imei = 'v1'");
        rollup.run();
        assertUpToDate();
    }

    @Test
    void aFailureIsLogged() {
        sql("ALTER FUNCTION infrastructure.fn_mark_days(integer) RENAME TO fn_gone");
        rollup.run();
        assertThat(logged())
                .singleElement()
                .asString()
                .startsWith("failed ERROR: function infrastructure.fn_mark_days()");
    }

    private void rollUpWhile(AtomicBoolean isWriting) {
        while (isWriting.get()) {
            rollup.run();
        }
    }

    private void assertUpToDate() {
        var scratch = FromScratch.days(jdbi);
        assertThat(figures("SELECT * FROM reporting.vehicle_days ORDER BY imei, day"))
                .isEqualTo(scratch);
        assertThat(text("SELECT count(*) FROM infrastructure.touched_days")).isEqualTo("0");
        assertRunningSums();
        assertFleetDays();
    }

    private void assertRunningSums() {
        assertThat(text("""
                SELECT count(*) FROM reporting.vehicle_totals t
                FULL JOIN (SELECT v.imei, v.day, (SELECT sum(w.distance_m) FROM reporting.vehicle_days w WHERE w.imei = v.imei AND w.day <= v.day) AS metres,
                                  (SELECT count(*) FROM reporting.vehicle_days w WHERE w.imei = v.imei AND w.day <= v.day AND w.trips > 0) AS active,
                                  (SELECT sum(w.speeding) FROM reporting.vehicle_days w WHERE w.imei = v.imei AND w.day <= v.day) AS speeding
                           FROM reporting.vehicle_days v) s ON s.imei = t.imei AND s.day = t.day
                WHERE (t.distance_m, t.active_days, t.speeding) IS DISTINCT FROM (s.metres, s.active, s.speeding)
                """)).isEqualTo("0");
    }

    private void assertFleetDays() {
        assertThat(text(
                        "SELECT string_agg(d, ' ') FROM (SELECT day || ':' || sum(distance_m) || ':' || sum(active_vehicles) AS d"
                                + " FROM reporting.fleet_days GROUP BY day HAVING sum(trips) > 0 ORDER BY day)"))
                .isEqualTo(text(
                        "SELECT string_agg(d, ' ') FROM (SELECT day || ':' || sum(distance_m) || ':' || count(*) FILTER (WHERE trips > 0) AS d"
                                + " FROM reporting.vehicle_days GROUP BY day HAVING sum(trips) > 0 ORDER BY day)"));
    }

    /** Of each "imei day" the figures that are not zero. */
    private Map<String, Map<String, Long>> figures(String sql) {
        var days = new TreeMap<String, Map<String, Long>>();
        jdbi.useHandle(handle -> handle.createQuery(sql).mapToMap().forEach(row -> {
            var figures = new TreeMap<String, Long>();
            for (var name : FIGURES) {
                var value = row.get(name) == null ? 0 : ((Number) row.get(name)).longValue();
                if (value != 0) {
                    figures.put(name, value);
                }
            }
            days.put(row.get("imei") + " " + row.get("day"), figures);
        }));
        days.values().removeIf(Map::isEmpty);
        return days;
    }

    private long sum(String figure) {
        return Long.parseLong(text("SELECT sum(" + figure + ") FROM reporting.vehicle_days"));
    }

    private List<String> logged() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT concat_ws(' ', outcome, coalesce(rows::text, error)) FROM reporting.refresh_log
                        WHERE view_name = 'reporting.vehicle_days' ORDER BY id
                        """).mapTo(String.class).list());
    }

    private void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
