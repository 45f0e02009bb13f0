package io.fleetline.read.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.FuelReading;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.FuelTable;
import io.fleetline.upkeep.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A roll-up that continues where the last one ended, and recounts only what it must. */
class RollupByHoursTest {
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

    /** With a roll-up after every few fixes; in one of the zones, midnight is within an hour of UTC. */
    @ParameterizedTest
    @CsvSource({"1, Africa/Nairobi", "2, Asia/Kolkata", "3, Africa/Nairobi"})
    void countedPieceByPieceTheDaysAreThoseFromScratch(long seed, String zone) {
        sql("UPDATE reporting.kpi_settings SET text_value = '" + zone + "' WHERE name = 'fleet_time_zone'");
        var facts = new RandomFacts(seed);
        for (var step = 0; step < 240; step++) {
            store.writer(FixTable.KIND).write(Batch.of(facts.fixesOfStep(step)));
            rollup.run();
            if (step % 40 == 39) {
                rolledUp.assertUpToDate(zone);
            }
        }
        assertThat(text("SELECT count(*) FROM infrastructure.vehicle_hours")).isNotEqualTo("0");
    }

    /** Whenever a vehicle's fixes are counted, new ones arrive. */
    @Test
    void aRunEndsThoughEveryVehicleMovesOnMeanwhile() {
        new RandomFacts(13).writeAtOnce(store);
        sql("""
            CREATE FUNCTION move_on() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE tracksolid.live_positions SET gps_time = gps_time + INTERVAL '1 second';
                RETURN NULL;
            END $$;
            CREATE TRIGGER move_on AFTER INSERT OR UPDATE ON infrastructure.rolled_up
                FOR EACH STATEMENT EXECUTE FUNCTION move_on();
            """);
        assertTimeoutPreemptively(Duration.ofMinutes(1), rollup::run);
        sql("DROP TRIGGER move_on ON infrastructure.rolled_up");
        rolledUp.assertUpToDate();
    }

    @Test
    void whatALongRunLeavesIsTakenUpByTheNext() {
        new RandomFacts(14).writeAtOnce(store);
        var impatient = new Rollup(database.dataSource(), Duration.ZERO);
        do {
            impatient.run();
            rolledUp.assertRunningSums();
            assertThat(rolledUp.logged()).last().asString().startsWith("ok ");
        } while (!rolledUp.logged().getLast().equals("ok 0"));
        assertThat(rolledUp.logged()).hasSizeGreaterThan(3);
        rolledUp.assertUpToDate();
    }

    /** Each of the two readings is the only fact of its day, until they share one. */
    @Test
    void anotherTimeZoneFindsTheDaysThatHadNoRow() {
        store.writer(FuelTable.KIND)
                .write(Batch.of(List.of(
                        new FuelReading("v1", Instant.parse("2025-03-10T20:30:00Z"), 50.0, "L", null, "{}"),
                        new FuelReading("v1", Instant.parse("2025-03-10T21:30:00Z"), 40.0, "L", null, "{}"))));
        rollup.run();
        assertThat(text("SELECT count(*) FROM reporting.vehicle_days")).isEqualTo("0");
        sql("UPDATE reporting.kpi_settings SET text_value = 'UTC' WHERE name = 'fleet_time_zone'");
        rollup.run();
        assertThat(text("SELECT string_agg(day || ' ' || measured_ml, ', ') FROM reporting.vehicle_days"))
                .isEqualTo("2025-03-10 10000");
    }

    @Test
    void aLiveRowThatWasPutBackHasItsVehicleCountedFromTheStart() {
        var facts = new RandomFacts(15);
        facts.writeAtOnce(store);
        rollup.run();
        sql("DELETE FROM tracksolid.live_positions WHERE imei = 'v1'");
        store.writer(FixTable.KIND).write(Batch.of(List.of(facts.fixBetween("v1"))));
        rollup.run();
        sql(
                "UPDATE tracksolid.live_positions SET gps_time = (SELECT max(gps_time) FROM tracksolid.position_history WHERE imei = 'v1')"
                        + " WHERE imei = 'v1'");
        rollup.run();
        rolledUp.assertUpToDate();
    }

    /** A parked vehicle whose sensor scatters by a litre to either side uses nothing. */
    @Test
    void theNoiseOfAFuelSensorIsNoConsumption() {
        var random = new Random(1);
        var start = Instant.parse("2025-03-10T05:00:00Z");
        store.writer(FuelTable.KIND)
                .write(Batch.of(IntStream.range(0, 600)
                        .mapToObj(minute -> new FuelReading(
                                "v1",
                                start.plusSeconds(minute * 60L),
                                50 + random.nextInt(-100, 101) / 100.0,
                                "L",
                                null,
                                "{}"))
                        .toList()));
        rollup.run();
        assertThat(text("SELECT measured_ml FROM reporting.vehicle_days")).isEqualTo("0");
    }

    private void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
