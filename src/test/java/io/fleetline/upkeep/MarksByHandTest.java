package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.read.analytics.RandomFacts;
import io.fleetline.read.analytics.RolledUp;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts that people change with SQL: they do not know that the roll-up needs marks. */
class MarksByHandTest {
    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final Rollup rollup = new Rollup(database.dataSource());

    @BeforeEach
    void rollUp() {
        try (var store = new Store(database.dataSource(), StoreSettings.DEFAULT, InstantSource.system())) {
            new RandomFacts(21).writeAtOnce(store);
        }
        rollup.run();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM tracksolid.trips WHERE imei = 'v1'",
                "UPDATE tracksolid.trips SET distance_km = 3 WHERE imei = 'v2'",
                "DELETE FROM tracksolid.parking_events WHERE imei < 'v3'",
                "UPDATE tracksolid.parking_events SET end_time = start_time + INTERVAL '1 hour', duration_s = 3600",
                "DELETE FROM tracksolid.alarms WHERE imei > 'v2'",
                "INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time) SELECT imei, '9', alarm_time FROM tracksolid.alarms",
                "UPDATE tracksolid.fuel_readings SET fuel_level = fuel_level / 2 WHERE imei = 'v1'",
                "DELETE FROM tracksolid.position_history WHERE imei = 'v3' AND extract(hour FROM gps_time) < 12",
                "UPDATE tracksolid.position_history SET speed = 120, pos_type = 'GPS' WHERE imei = 'v4'",
                "INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, direction, source) "
                        + "SELECT imei, gps_time - INTERVAL '1 minute', geom, lat, lng, 99, 270, 'push' FROM tracksolid.position_history "
                        + "ON CONFLICT DO NOTHING"
            })
    void theDaysOfWhatChangedAreRolledUpAgain(String change) {
        byHand(change);
        assertThat(marks()).isNotEmpty();
        rollup.run();
        new RolledUp(jdbi).assertUpToDate();
    }

    @Test
    void whoMarksHimselfIsNotHelped() {
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM tracksolid.trips WHERE imei = 'v1'");
            handle.execute("DELETE FROM tracksolid.position_history WHERE imei = 'v1'");
        });
        assertThat(marks()).isEmpty();
    }

    /** It inserts a row without an IMEI into each table, and deletes it again. */
    @Test
    void chunksMadeAheadMarkNothing() {
        byHand("SELECT infrastructure.make_chunks_ahead(now() + INTERVAL '1 day')");
        assertThat(marks()).isEmpty();
    }

    /** Of the readings of engines only litres are in the figures. */
    @Test
    void aReadingWithoutLitresIsNotMarked() {
        byHand(
                "INSERT INTO tracksolid.obd_readings (imei, reading_time, fuel_litres) VALUES ('v1', '2025-03-20Z', NULL), ('v2', '2025-03-20Z', 9)");
        assertThat(marks()).containsExactly("v2");
    }

    /** 21:30 in Nairobi is the next day in Auckland: that one alone is marked. */
    @Test
    void aZoneThatIsChangedBackBetweenTwoRunsLosesNoTrip() {
        byHand("UPDATE reporting.kpi_settings SET text_value = 'Pacific/Auckland' WHERE name = 'fleet_time_zone'");
        byHand("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, driving_time_s)
                VALUES ('v1', '2025-03-20 18:30Z', '2025-03-20 19:00Z', 5, 600)
                """);
        byHand("UPDATE reporting.kpi_settings SET text_value = 'Africa/Nairobi' WHERE name = 'fleet_time_zone'");
        rollup.run();
        new RolledUp(jdbi).assertUpToDate();
    }

    private void byHand(String sql) {
        jdbi.useTransaction(handle -> {
            handle.execute("SET LOCAL fleetline.marks_touched = ''");
            handle.execute(sql);
        });
    }

    private List<String> marks() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT imei FROM infrastructure.touched_days UNION ALL SELECT imei FROM infrastructure.touched_hours
                        """).mapTo(String.class).list());
    }
}
