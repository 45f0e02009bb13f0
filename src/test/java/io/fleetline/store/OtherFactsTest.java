package io.fleetline.store;

import static io.fleetline.store.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.ObdTable;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtherFactsTest {

    private static TestDatabase database;
    private static Store store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.system());
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("""
                TRUNCATE tracksolid.trips, tracksolid.parking_events, tracksolid.alarms, tracksolid.obd_readings,
                         infrastructure.dead_letters
                """));
    }

    @Test
    void everyFieldOfATripIsKept() {
        var trip = new Trip(
                "1",
                NOON,
                NOON.plusSeconds(600),
                -1.25,
                36.5,
                -1.5,
                36.75,
                12.5,
                500L,
                100L,
                75.0,
                90.5,
                1000.0,
                1012.5,
                "Moi Avenue",
                "Ngong Road",
                FactSource.PUSH);
        assertThat(store.writer(TripTable.KIND).write(Batch.of(List.of(trip)))).isEqualTo(new Stored(1, 0, 0));
        assertThat(row("""
                SELECT concat_ws(' ', imei, extract(epoch FROM start_time)::bigint, extract(epoch FROM end_time - start_time)::int,
                       ST_AsText(start_geom), ST_AsText(end_geom), distance_km, driving_time_s, idle_time_s, avg_speed_kmh,
                       max_speed_kmh, start_odometer_km, end_odometer_km, start_address, end_address, source)
                FROM tracksolid.trips
                """))
                .isEqualTo("1 1772366400 600 POINT(36.5 -1.25) POINT(36.75 -1.5) 12.5 500 100 75 90.5 1000 1012.5"
                        + " Moi Avenue Ngong Road push");
    }

    @Test
    void aTripThatHasGrownIsTakenOverAndOneThatShrankIsNot() {
        assertThat(storeTrip(trip(600, 10.0, "Ngong Road"))).isEqualTo(new Stored(1, 0, 0));
        assertThat(storeTrip(trip(900, 15.0, null))).isEqualTo(new Stored(1, 0, 0));
        assertThat(trips()).isEqualTo("900 15 Ngong Road");
        assertThat(storeTrip(trip(600, 10.0, "Moi Avenue"))).isEqualTo(new Stored(0, 1, 0));
        assertThat(trips()).isEqualTo("900 15 Ngong Road");
    }

    @Test
    void anEarlierEndOnlyFillsWhatWasNull() {
        storeTrip(trip(900, null, "Ngong Road"));
        assertThat(storeTrip(trip(600, 10.0, "Moi Avenue"))).isEqualTo(new Stored(1, 0, 0));
        assertThat(trips()).isEqualTo("900 10 Ngong Road");
        assertThat(storeTrip(trip(600, 10.0, "Moi Avenue"))).isEqualTo(new Stored(0, 1, 0));
    }

    @Test
    void aTripThatGrowsWithinOneBatchEndsAsTheLatest() {
        var batch = List.of(
                trip(600, 10.0, null), trip(900, 15.0, null), trip(300, 5.0, "Moi Avenue"), trip(600, 10.0, null));
        assertThat(store.writer(TripTable.KIND).write(Batch.of(batch))).isEqualTo(new Stored(3, 1, 0));
        assertThat(trips()).isEqualTo("900 15 Moi Avenue");
    }

    @Test
    void aTripWithANegativeDistanceIsADeadLetter() {
        assertThat(storeTrip(trip(600, -1.0, null))).isEqualTo(new Stored(0, 0, 1));
        assertThat(row("SELECT reason FROM infrastructure.dead_letters"))
                .isEqualTo("database: violates trips_distance_km_check");
    }

    @Test
    void moreSecondsThanTheColumnHoldsAreADeadLetter() {
        var endless = new Stop("1", Stop.Kind.PARKING, NOON, null, 3_000_000_000L, null, null, null);
        assertThat(store.writer(StopTable.KIND).write(Batch.of(List.of(endless))))
                .isEqualTo(new Stored(0, 0, 1));
        assertThat(row("SELECT reason FROM infrastructure.dead_letters")).isEqualTo("database: integer out of range");
    }

    @Test
    void aStopEndsLater() {
        var standing = new Stop("1", Stop.Kind.PARKING, NOON, null, null, -1.25, 36.5, null);
        var ended = new Stop("1", Stop.Kind.PARKING, NOON, NOON.plusSeconds(60), 60L, -1.25, 36.5, "Moi Avenue");
        var idling = new Stop("1", Stop.Kind.IDLING, NOON, null, null, null, null, null);
        assertThat(store.writer(StopTable.KIND).write(Batch.of(List.of(standing, idling))))
                .isEqualTo(new Stored(2, 0, 0));
        assertThat(store.writer(StopTable.KIND).write(Batch.of(List.of(ended)))).isEqualTo(new Stored(1, 0, 0));
        assertThat(store.writer(StopTable.KIND).write(Batch.of(List.of(standing, ended, idling))))
                .isEqualTo(new Stored(0, 3, 0));
        assertThat(row("""
                SELECT string_agg(concat_ws(' ', kind, duration_s, ST_AsText(geom), lat, lng, address, source), ', ' ORDER BY kind)
                FROM tracksolid.parking_events
                """)).isEqualTo("idling poll, parking 60 POINT(36.5 -1.25) -1.25 36.5 Moi Avenue poll");
    }

    @Test
    void anAlarmGetsItsSeverityAndANameWhereItHasNone() {
        var alarms = List.of(
                alarm("1", "Notruf"),
                alarm("2", null),
                alarm("2", "known already"),
                alarm("not in any list", "Neu"),
                alarm("3", ""));
        assertThat(store.writer(AlarmTable.KIND).write(Batch.of(alarms))).isEqualTo(new Stored(4, 1, 0));
        assertThat(row("""
                SELECT string_agg(concat_ws('/', alarm_type, alarm_name, severity, ST_AsText(geom), speed, acc_status, source),
                                  ', ' ORDER BY alarm_type)
                FROM tracksolid.alarms
                """))
                .isEqualTo(
                        "1/Notruf/critical/POINT(36.5 -1.25)/42/t/poll, 2/Power cut off/critical/POINT(36.5 -1.25)/42/t/poll,"
                                + " 3/Vibration/warning/POINT(36.5 -1.25)/42/t/poll, not in any list/Neu/POINT(36.5 -1.25)/42/t/poll");
        assertThat(store.writer(AlarmTable.KIND).write(Batch.of(alarms))).isEqualTo(new Stored(0, 5, 0));
    }

    @Test
    void anObdReadingKeepsItsRawItemWithoutTheCharacterZero() {
        var raw = "{\"dtc\":\"P0\\u0000301\",\"path\":\"C:\\\\u0000\"}";
        var reading = new ObdReading("1", NOON, 2100.0, 55.5, 60.0, 90.0, 13.8, 1000.5, raw);
        assertThat(store.writer(ObdTable.KIND).write(Batch.of(List.of(reading, reading))))
                .isEqualTo(new Stored(1, 1, 0));
        assertThat(row("""
                SELECT concat_ws(' ', engine_rpm, fuel_level_pct, speed, coolant_c, voltage_v, odometer_km, raw ->> 'dtc', raw ->> 'path')
                FROM tracksolid.obd_readings
                """)).isEqualTo("2100 55.5 60 90 13.8 1000.5 P0301 C:\\u0000");
    }

    @Test
    void aRawItemThatIsNoJsonIsADeadLetterWithTheDatabasesReason() {
        var reading = new ObdReading("1", NOON, null, null, null, null, null, null, "{cut");
        assertThat(store.writer(ObdTable.KIND).write(Batch.of(List.of(reading))))
                .isEqualTo(new Stored(0, 0, 1));
        assertThat(row("SELECT reason FROM infrastructure.dead_letters"))
                .isEqualTo("database: invalid input syntax for type json");
    }

    @Test
    void everyKindOfFactRegistersItsDevice() {
        store.writer(TripTable.KIND)
                .write(Batch.of(List.of(new Trip(
                        "t",
                        NOON,
                        NOON,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        FactSource.PUSH))));
        store.writer(StopTable.KIND)
                .write(Batch.of(List.of(new Stop("s", Stop.Kind.IDLING, NOON, null, null, null, null, null))));
        store.writer(AlarmTable.KIND)
                .write(Batch.of(List.of(new Alarm("a", "1", null, NOON, null, null, null, null, FactSource.POLL))));
        store.writer(ObdTable.KIND)
                .write(Batch.of(List.of(new ObdReading("o", NOON, null, null, null, null, null, null, "{}"))));
        assertThat(
                        row(
                                "SELECT string_agg(imei || ' ' || registered_by, ', ' ORDER BY imei) FROM tracksolid.devices WHERE length(imei) = 1 AND imei > '9'"))
                .isEqualTo("a poll, o poll, s poll, t push");
    }

    private static Trip trip(long seconds, Double distanceKm, String endAddress) {
        return new Trip(
                "1",
                NOON,
                NOON.plusSeconds(seconds),
                null,
                null,
                null,
                null,
                distanceKm,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                endAddress,
                FactSource.POLL);
    }

    private static Alarm alarm(String type, String name) {
        return new Alarm("1", type, name, NOON, -1.25, 36.5, 42.0, true, FactSource.POLL);
    }

    private static Stored storeTrip(Trip trip) {
        return store.writer(TripTable.KIND).write(Batch.of(List.of(trip)));
    }

    private static String trips() {
        return row(
                "SELECT string_agg(concat_ws(' ', extract(epoch FROM end_time - start_time)::int, distance_km, end_address), ', ')"
                        + " FROM tracksolid.trips");
    }

    private static String row(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
