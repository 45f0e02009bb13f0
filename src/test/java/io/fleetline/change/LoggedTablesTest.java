package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.change.Change.Touched;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator changes with SQL is in the log, as what the service stores is. */
class LoggedTablesTest {
    private static final String VAN = "860000000000001";
    private static final String CAR = "860000000000002";
    private static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");

    /** The van's in two hours, the car's in one, in this order. */
    private static final String FIXES = """
            INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
            SELECT v.imei, timestamptz '2026-05-30 12:00Z' + n * interval '10 minutes', 'SRID=4326;POINT(36.8 -1.3)', -1.3, 36.8, 'push'
            FROM (VALUES (:van, 7), (:car, 1)) AS v (imei, last) CROSS JOIN LATERAL generate_series(0, last) AS n
            WHERE n NOT IN (5, 6)
            ORDER BY v.imei, n
            """;

    private static final TestDatabase DATABASE = TestDatabase.create();

    private LogOf log;
    private LogPosition start;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void open() throws SQLException {
        log = new LogOf(DATABASE);
        start = log.newest();
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    @Test
    void everyTableOfFactsIsLogged() {
        var unlogged = DATABASE.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT h.hypertable_name::text FROM timescaledb_information.hypertables h
                        WHERE h.hypertable_schema = 'tracksolid' AND h.hypertable_name <> 'ingestion_log'
                          AND 28 <> (SELECT bit_or(t.tgtype::integer & 28) FROM pg_trigger t   -- insert, delete, update
                                     WHERE t.tgrelid = format('tracksolid.%I', h.hypertable_name)::regclass AND t.tgname LIKE 'log\\_%')
                        """).mapTo(String.class).list());
        assertThat(unlogged).isEmpty();
    }

    @Test
    void aTripThatIsInsertedChangedMovedAndDeleted() throws Exception {
        execute(
                "INSERT INTO tracksolid.trips (imei, start_time, end_time) VALUES (:van, '2026-05-30 12:00Z', '2026-05-30 13:00Z')");
        assertThat(changes()).containsExactly(change("trips", false, touched(VAN, NOON, NOON.plusSeconds(3600), "")));
        execute("UPDATE tracksolid.trips SET end_time = '2026-05-30 14:00Z'");
        assertThat(changes()).containsExactly(change("trips", false, touched(VAN, NOON, NOON.plusSeconds(7200), "")));
        execute("UPDATE tracksolid.trips SET start_time = '2026-05-30 12:30Z'");
        assertThat(changes())
                .containsExactly(
                        change("trips", false, touched(VAN, NOON.plusSeconds(1800), NOON.plusSeconds(7200), "")),
                        change("trips", true, touched(VAN, NOON, NOON.plusSeconds(7200), "")));
        execute("DELETE FROM tracksolid.trips");
        assertThat(changes())
                .containsExactly(
                        change("trips", true, touched(VAN, NOON.plusSeconds(1800), NOON.plusSeconds(7200), "")));
        execute("DELETE FROM tracksolid.trips");
        assertThat(changes()).isEmpty();
    }

    @Test
    void anAlarmHasItsTypeInItsKey() throws Exception {
        execute("INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type) VALUES (:van, '2026-05-30 12:00Z', '3')");
        assertThat(changes()).containsExactly(change("alarms", false, touched(VAN, NOON, NOON, "3")));
        execute("DELETE FROM tracksolid.alarms");
        changes();
    }

    @Test
    void fixesByHandAreTheHoursOfTheirVehicles() throws Exception {
        execute(FIXES);
        assertThat(changes())
                .containsExactly(
                        change("position_history", false, hour(VAN, NOON)),
                        change("position_history", false, hour(VAN, NOON.plusSeconds(3600))),
                        change("position_history", false, hour(CAR, NOON)));
        execute("UPDATE tracksolid.position_history SET speed = 3 WHERE gps_time = '2026-05-30 13:10Z'");
        assertThat(changes()).containsExactly(change("position_history", false, hour(VAN, NOON.plusSeconds(3600))));
        execute("UPDATE tracksolid.position_history SET imei = :car WHERE gps_time = '2026-05-30 13:10Z'");
        assertThat(touchedBy(changes()))
                .containsExactly(hour(VAN, NOON.plusSeconds(3600)), hour(CAR, NOON.plusSeconds(3600)));
        execute("DELETE FROM tracksolid.position_history WHERE imei = :van");
        assertThat(changes()).containsExactly(change("position_history", true, hour(VAN, NOON)));
        execute("DELETE FROM tracksolid.position_history");
        changes();
    }

    @Test
    void aFixThatASavepointTakesBackDoesNotHideTheNextOne() throws Exception {
        DATABASE.jdbi().useTransaction(handle -> {
            handle.savepoint("before");
            handle.createUpdate(FIXES).bind("van", VAN).bind("car", CAR).execute();
            handle.rollbackToSavepoint("before");
            handle.createUpdate(FIXES).bind("van", VAN).bind("car", CAR).execute();
        });
        assertThat(touchedBy(changes()))
                .containsExactly(hour(VAN, NOON), hour(VAN, NOON.plusSeconds(3600)), hour(CAR, NOON));
        execute("DELETE FROM tracksolid.position_history");
        changes();
    }

    @Test
    void aDeviceCountsOnlyIfAValueDiffers() throws Exception {
        execute("INSERT INTO tracksolid.devices (imei, driver_name) VALUES (:van, 'Amina'), (:car, 'Otieno')");
        changes();
        execute("UPDATE tracksolid.devices SET last_listed_at = now(), updated_at = now()");
        assertThat(changes()).isEmpty();
        execute("UPDATE tracksolid.devices SET driver_name = 'Wanjiku'");
        assertThat(touchedBy(changes())).extracting(Touched::imei).containsExactlyInAnyOrder(VAN, CAR);
        execute("UPDATE tracksolid.devices SET driver_name = 'Juma' WHERE imei = :car");
        assertThat(touchedBy(changes())).extracting(Touched::imei).containsExactly(CAR);
        execute("DELETE FROM tracksolid.devices WHERE imei = :car");
        assertThat(changes()).extracting(Change::gone).containsExactly(true);
        execute("DELETE FROM tracksolid.devices");
        changes();
    }

    @Test
    void settingsAndHiddenCostCentresAreLogged() throws Exception {
        execute("UPDATE reporting.kpi_settings SET value = 6 WHERE name = 'moving_kmh'");
        execute("INSERT INTO reporting.excluded_cost_centres VALUES ('Private', 'not ours')");
        assertThat(changes()).extracting(Change::kind).containsExactly("kpi_settings", "excluded_cost_centres");
    }

    @Test
    void aLargeStatementIsDividedAndChunksMadeAheadAreNoChange() throws Exception {
        execute("SELECT infrastructure.make_chunks_ahead(now() + interval '1 day')");
        assertThat(changes()).isEmpty();
        execute(
                "INSERT INTO tracksolid.trips (imei, start_time) SELECT :van, timestamptz '2026-05-30 12:00Z' + n * interval '1 second' FROM generate_series(1, 2500) AS n");
        assertThat(changes()).extracting(change -> change.touched().size()).containsExactly(1000, 1000, 500);
        execute("DELETE FROM tracksolid.trips");
        changes();
    }

    private static void execute(String sql) {
        DATABASE.jdbi().useHandle(handle -> {
            try (var update = handle.createUpdate(sql)) {
                update.bind("van", VAN).bind("car", CAR);
                update.getConfig(org.jdbi.v3.core.statement.SqlStatements.class).setUnusedBindingAllowed(true);
                update.execute();
            }
        });
    }

    /** Those since the last call, without their places. */
    private List<Change> changes() throws Exception {
        log.tick();
        var changes = log.after(start);
        start = log.newest();
        return changes.stream()
                .map(change -> new Change(NOWHERE, NOON, change.kind(), change.gone(), change.touched()))
                .toList();
    }

    private static final LogPosition NOWHERE = new LogPosition("00000000", 0, 0);

    private static Change change(String kind, boolean gone, Touched touched) {
        return new Change(NOWHERE, NOON, kind, gone, List.of(touched));
    }

    private static Touched touched(String imei, Instant from, Instant to, String detail) {
        return new Touched(imei, from, to, detail);
    }

    private static Touched hour(String imei, Instant from) {
        return touched(imei, from, from.plusSeconds(3600).minusNanos(1000), "");
    }

    private static List<Touched> touchedBy(List<Change> changes) {
        return changes.stream().flatMap(change -> change.touched().stream()).toList();
    }
}
