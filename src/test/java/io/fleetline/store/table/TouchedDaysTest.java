package io.fleetline.store.table;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.FuelReading;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.store.Batch;
import io.fleetline.store.CountingDataSource;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Noon in these facts is 15:00 of Sunday 2026-03-01 in Nairobi, whose day ends 32,400 s later. */
class TouchedDaysTest {
    private static final int MIDNIGHT = 32_400;

    private static TestDatabase database;
    private static CountingDataSource counting;
    private static Store store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        counting = new CountingDataSource(database.dataSource());
        // Later than all facts: with an earlier clock they would be refused.
        store = new Store(counting.counted, StoreSettings.DEFAULT, InstantSource.fixed(NOON.plus(Duration.ofDays(3))));
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("""
                TRUNCATE tracksolid.position_history, tracksolid.live_positions, tracksolid.trips, tracksolid.parking_events,
                         tracksolid.alarms, tracksolid.obd_readings, tracksolid.fuel_readings, infrastructure.touched_days,
                         infrastructure.touched_hours
                """));
    }

    @Test
    void fixesThatBringTheirVehicleForwardTakeNoMark() {
        write(fix("1", 10), fix("1", 5), fix("2", 7));
        counting.statements.set(0);
        write(fix("1", 20), fix("1", 15), fix("2", 8));
        assertThat(marks()).isEmpty();
        assertThat(counting.statements).hasValue(2); // facts, live rows
    }

    @Test
    void aLateFixMarksItsHour() {
        write(fix("1", 10));
        write(fix("1", 9));
        write(fix("1", -3600));
        assertThat(marks()).containsExactly("1 2026-03-01 11:00", "1 2026-03-01 12:00");
    }

    @Test
    void aLateFixIsNotHiddenByANewerOneOfItsBatch() {
        write(fix("1", 10));
        write(fix("1", 5), fix("1", 20));
        assertThat(marks()).containsExactly("1 2026-03-01 12:00");
    }

    @Test
    void fortyLateOnesOfFourThousandTakeOneStatement() {
        var vehicles =
                IntStream.range(0, 4_000).mapToObj(number -> "v" + number).toList();
        write(vehicles.stream().map(imei -> fix(imei, 100)).toList());
        var next = new ArrayList<>(
                vehicles.stream().skip(40).map(imei -> fix(imei, 160)).toList());
        vehicles.stream().limit(40).map(imei -> fix(imei, 50)).forEach(next::add);
        counting.statements.set(0);
        write(next);
        assertThat(marks()).hasSize(40).contains("v0 2026-03-01 12:00", "v39 2026-03-01 12:00");
        assertThat(counting.statements).hasValue(3); // late facts, live rows, marks; the others are copied
    }

    @Test
    void aBatchAcrossMidnightThatBringsItsVehicleForwardTakesNoMark() {
        write(fix("1", 0));
        write(fix("1", MIDNIGHT - 1), fix("1", MIDNIGHT), fix("1", MIDNIGHT + 5));
        assertThat(marks()).isEmpty();
    }

    @Test
    void aRepeatMarksNothing() {
        write(fix("1", 10), fix("1", 5));
        write(fix("1", 5));
        write(fix("1", 10));
        assertThat(marks()).isEmpty();
    }

    @Test
    void aNewSignOfLifeOfAKnownFixDoesNotHideALateOne() {
        write(fix("1", 10));
        write(fix("1", 10, -1.2921, NOON.plusSeconds(60)), fix("1", 9));
        assertThat(marks()).containsExactly("1 2026-03-01 12:00");
    }

    @Test
    void whatIsRolledBackLeavesNoMark() {
        write(fix("1", 10));
        write(fix("1", 5, Double.NaN, null));
        assertThat(marks()).isEmpty();
    }

    @Test
    void aTripMarksTheDayItBeganOnWheneverItChanges() {
        store.writer(TripTable.KIND).write(Batch.of(List.of(trip(600))));
        assertThat(marks()).containsExactly("1 2026-03-02");
        empty(); // the trips too
        store.writer(TripTable.KIND).write(Batch.of(List.of(trip(600))));
        store.writer(TripTable.KIND).write(Batch.of(List.of(trip(600))));
        store.writer(TripTable.KIND).write(Batch.of(List.of(trip(900))));
        assertThat(marks()).containsExactly("1 2026-03-02", "1 2026-03-02");
    }

    @Test
    void stopsAlarmsAndFuelMarkTheirDaysOnceABatch() {
        var at = NOON.plusSeconds(MIDNIGHT);
        store.writer(StopTable.KIND)
                .write(Batch.of(List.of(
                        new Stop("s", Stop.Kind.PARKING, at, null, null, null, null, null),
                        new Stop("s", Stop.Kind.IDLING, at, null, null, null, null, null))));
        store.writer(AlarmTable.KIND)
                .write(Batch.of(
                        List.of(new Alarm("a", "1", null, at, null, null, null, null, FactSource.POLL, null, null))));
        store.writer(FuelTable.KIND).write(Batch.of(List.of(new FuelReading("f", at, 40.0, "L", null, "{}"))));
        assertThat(marks()).containsExactly("a 2026-03-02", "f 2026-03-02", "s 2026-03-02");
    }

    @Test
    void anObdReadingMarksItsDayOnlyWhenItTellsLitres() {
        store.writer(ObdTable.KIND).write(Batch.of(List.of(obd("1", null), obd("2", 30.5))));
        assertThat(marks()).containsExactly("2 2026-03-01");
    }

    private static void write(Fix... fixes) {
        write(List.of(fixes));
    }

    private static void write(List<Fix> fixes) {
        store.writer(FixTable.KIND).write(Batch.of(fixes));
    }

    /** From the first second of Monday on. */
    private static Trip trip(long seconds) {
        var start = NOON.plusSeconds(MIDNIGHT);
        return new Trip(
                "1",
                start,
                start.plusSeconds(seconds),
                null,
                null,
                null,
                null,
                5.0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL);
    }

    private static ObdReading obd(String imei, Double litres) {
        return new ObdReading(
                imei, NOON, 900.0, null, null, null, null, null, litres, null, null, FactSource.PUSH, "{}");
    }

    private static List<String> marks() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT imei || ' ' || day FROM infrastructure.touched_days WHERE NOT with_fixes
                                UNION ALL
                                SELECT imei || ' ' || to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
                                FROM infrastructure.touched_hours ORDER BY 1
                                """).mapTo(String.class).list());
    }
}
