package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.read.analytics.RandomFacts;
import io.fleetline.read.analytics.RolledUp;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.store.table.FixTable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollupTest {
    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final Rollup rollup = new Rollup(database.dataSource());
    private final RolledUp rolledUp = new RolledUp(jdbi);
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
            rolledUp.assertUpToDate();
        }
    }

    @Test
    void aSecondRunFindsNothingToDo() {
        new RandomFacts(4).writeAtOnce(store);
        rollup.run();
        rolledUp.assertUpToDate();
        rollup.run();
        assertThat(rolledUp.logged()).last().isEqualTo("ok 0");
    }

    @Test
    void aReplayChangesNothing() {
        new RandomFacts(5).writeAtOnce(store);
        rollup.run();
        new RandomFacts(5).writeAtOnce(store);
        rollup.run();
        assertThat(rolledUp.logged()).last().isEqualTo("ok 0");
    }

    @Test
    void aLateFixRebuildsItsDayAlone() {
        var facts = new RandomFacts(6);
        facts.writeAtOnce(store);
        rollup.run();
        store.writer(FixTable.KIND).write(Batch.of(List.of(facts.fixBetween("v1"))));
        rollup.run();
        assertThat(rolledUp.logged()).last().isEqualTo("ok 1");
        rolledUp.assertUpToDate();
    }

    @Test
    void aRunThatIsKilledIsTakenUpByTheNextWhereverItWas() {
        new RandomFacts(7).writeAtOnce(store);
        for (var step : List.of(
                "fn_add_fixes('', 2)",
                "fn_recount_hours('', 1)",
                "fn_rebuild_days('', 5)",
                "fn_rebuild_totals(1)",
                "fn_rebuild_fleet_days(1)")) {
            jdbi.useHandle(killed -> {
                killed.begin();
                killed.execute("SELECT infrastructure." + step);
                killed.rollback(); // it dies before it commits …
                killed.execute("SELECT infrastructure." + step); // … or after
            });
        }
        rollup.run();
        rolledUp.assertUpToDate();
    }

    @Test
    void itIsSkippedWhileAnotherReplicaIsAtIt() {
        jdbi.useHandle(replica -> {
            replica.execute("SELECT pg_advisory_lock(920146)");
            rollup.run();
            assertThat(rolledUp.logged()).isEmpty();
            replica.execute("SELECT pg_advisory_unlock(920146)");
        });
        rollup.run();
        assertThat(rolledUp.logged()).containsExactly("ok 0");
    }

    @Test
    void aWriterDoesNotWaitForIt() {
        var facts = new RandomFacts(8);
        facts.writeAtOnce(store);
        jdbi.useTransaction(run -> {
            run.execute("SELECT infrastructure.fn_add_fixes()");
            run.execute("SELECT infrastructure.fn_recount_hours()");
            run.execute("SELECT infrastructure.fn_rebuild_days()");
            run.execute("SELECT infrastructure.fn_rebuild_totals()");
            // The same vehicles and days: if they waited, this would never return.
            store.writer(FixTable.KIND).write(Batch.of(List.of(facts.fixBetween("v1"))));
            new RandomFacts(9).writeAtOnce(store);
        });
        rollup.run();
        rolledUp.assertUpToDate();
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
        rolledUp.assertUpToDate();
    }

    @Test
    void aVehicleThatChangesItsGroupTakesItsPastAlong() {
        new RandomFacts(11).writeAtOnce(store);
        rollup.run();
        sql("UPDATE tracksolid.devices SET cost_centre = 'Moved' WHERE imei = 'v1'");
        rollup.run();
        assertThat(text("SELECT sum(distance_m) FROM reporting.fleet_days WHERE cost_centre = 'Moved'"))
                .isEqualTo(text("SELECT sum(distance_m) FROM reporting.vehicle_days WHERE imei = 'v1'"));
        rolledUp.assertUpToDate();
    }

    @Test
    void aDayWhoseFactsAreGoneHasNoRow() {
        new RandomFacts(12).writeAtOnce(store);
        rollup.run();
        sql("DELETE FROM tracksolid.position_history WHERE imei = 'v1'");
        sql("DELETE FROM tracksolid.trips WHERE imei = 'v1'");
        sql("INSERT INTO infrastructure.touched_days SELECT imei, day FROM reporting.vehicle_days WHERE imei = 'v1'");
        rollup.run();
        rolledUp.assertUpToDate();
    }

    @Test
    void aFailureIsLogged() {
        sql("ALTER FUNCTION infrastructure.fn_add_fixes(text, integer) RENAME TO fn_gone");
        rollup.run();
        assertThat(rolledUp.logged())
                .singleElement()
                .asString()
                .startsWith("failed ERROR: function infrastructure.fn_add_fixes(");
    }

    private void rollUpWhile(AtomicBoolean isWriting) {
        while (isWriting.get()) {
            rollup.run();
        }
    }

    private long sum(String figure) {
        return Long.parseLong(text("SELECT sum(" + figure + ") FROM reporting.vehicle_days"));
    }

    private void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
