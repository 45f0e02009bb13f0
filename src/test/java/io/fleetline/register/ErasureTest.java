package io.fleetline.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestDatabase;
import io.fleetline.register.Erasure.RowCount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();

    /** Two drivers; the first is also named in an alarm, in a reading and in a dead letter. */
    @BeforeEach
    void fill() {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.devices (imei, driver_name, driver_phone) VALUES
                    ('1', 'Anna Mwangi', '+254 700'), ('2', ' anna MWANGI ', '+254 700'), ('3', 'Joanna Mwangi', '+254 701');
                INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, source, raw) VALUES
                    ('1', '117', '2026-03-10T12:00:00Z', 'push', '{"driverName": "Anna Mwangi", "lat": 1}'),
                    ('3', '117', '2026-03-10T12:00:00Z', 'push', '{"driverName": "Joanna Mwangi"}');
                INSERT INTO infrastructure.dead_letters (source, path, reason, payload) VALUES
                    ('push', '/pushalarm', 'no imei', '{"driverName":"Anna Mwangi"}');
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT imei, '2026-03-10T12:00:00Z'::timestamptz + n * INTERVAL '1 hour', ST_Point(36.8, -1.3, 4326), -1.3, 36.8, 'poll'
                FROM unnest(ARRAY['1', '2']) AS imei, generate_series(0, 3) AS n;
                INSERT INTO tracksolid.trips (imei, start_time, end_time) VALUES ('1', '2026-03-10T12:00:00Z', '2026-03-10T13:00:00Z');
                DELETE FROM infrastructure.touched_days"""));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> texts(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static Map<String, Long> found(List<RowCount> places) {
        return places.stream()
                .filter(place -> place.rowCount() > 0)
                .collect(Collectors.toMap(RowCount::place, RowCount::rowCount));
    }

    @Test
    void theNameGoesEverywhereAndOthersStay() {
        var expected = Map.of("tracksolid.devices", 2L, "tracksolid.alarms", 1L, "infrastructure.dead_letters", 1L);
        assertThat(found(jdbi.inTransaction(handle -> new Erasure(handle, false).driver("anna mwangi"))))
                .isEqualTo(expected);
        assertThat(texts("SELECT driver_name FROM tracksolid.devices WHERE driver_name IS NOT NULL"))
                .hasSize(3);
        assertThat(found(jdbi.inTransaction(handle -> new Erasure(handle, true).driver("anna mwangi"))))
                .isEqualTo(expected);
        assertThat(texts(
                        "SELECT concat_ws('|', imei, driver_name, driver_phone) FROM tracksolid.devices ORDER BY imei"))
                .containsExactly("1", "2", "3|Joanna Mwangi|+254 701");
        assertThat(texts("SELECT raw ->> 'driverName' FROM tracksolid.alarms ORDER BY imei"))
                .containsExactly("(erased)", "Joanna Mwangi");
        assertThat(texts("SELECT payload FROM infrastructure.dead_letters"))
                .containsExactly("{\"driverName\":\"(erased)\"}");
    }

    @Test
    void theVendorsNextListDoesNotBringItBack() {
        jdbi.useTransaction(handle -> new Erasure(handle, true).driver("Anna Mwangi"));
        assertThat(texts("SELECT hand_kept::text FROM tracksolid.devices WHERE imei = '1'"))
                .containsExactly("{driver_name,driver_phone}");
    }

    @Test
    void aNameIsNoPattern() {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE tracksolid.alarms SET raw = '{\"driverName\": \"A.*(B) \\\"C\\\"\"}' WHERE imei = '3'"));
        jdbi.useTransaction(handle -> new Erasure(handle, true).driver("A.*(B) \"C\""));
        assertThat(texts("SELECT raw ->> 'driverName' FROM tracksolid.alarms ORDER BY imei"))
                .containsExactly("Anna Mwangi", "(erased)");
        assertThatThrownBy(() -> jdbi.inTransaction(handle -> new Erasure(handle, true).driver("an")))
                .hasMessageContaining("three characters");
    }

    @Test
    void aStretchOfHistoryGoesAndItsDaysAreRolledUpAgain() {
        var places =
                jdbi.inTransaction(handle -> new Erasure(handle, true).history("1", NOON, NOON.plusSeconds(2 * 3_600)));
        assertThat(found(places))
                .isEqualTo(Map.of("tracksolid.position_history", 2L, "tracksolid.trips", 1L, "tracksolid.alarms", 1L));
        assertThat(texts("SELECT imei || ' ' || count(*) FROM tracksolid.position_history GROUP BY imei ORDER BY imei"))
                .containsExactly("1 2", "2 4");
        assertThat(texts("SELECT imei || ' ' || day FROM infrastructure.touched_days"))
                .containsExactly("1 2026-03-10");
    }

    @Test
    void theListOfTripsForgetsAtOnce() {
        jdbi.useHandle(handle -> handle.execute("SELECT infrastructure.fn_rebuild_trips()"));
        assertThat(trips()).containsExactly("1 Anna Mwangi 2");
        jdbi.useTransaction(handle -> new Erasure(handle, true).driver("Anna Mwangi"));
        assertThat(trips()).containsExactly("1 2");
        jdbi.useTransaction(
                handle -> new Erasure(handle, true).history("1", NOON.plusSeconds(60), NOON.plusSeconds(7_200)));
        assertThat(trips()).as("without the fix of 13:00 there is no line").containsExactly("1");
        jdbi.useTransaction(handle -> new Erasure(handle, true).history("1", NOON, NOON.plusSeconds(60)));
        assertThat(trips()).isEmpty();
    }

    private List<String> trips() {
        return texts("SELECT concat_ws(' ', imei, driver_name, ST_NPoints(path)) FROM reporting.trips ORDER BY 1");
    }
}
