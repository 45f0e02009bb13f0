package io.fleetline.read.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tracks with positions by radio cell among those by GPS, and with odometers of every kind. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class UsableFixesTest {
    private static final String DAY = "/vehicles/%s/track?date=2026-03-10";

    @Inject
    AgroalDataSource database;

    TrackFixture fixture;

    @BeforeEach
    void clear() {
        fixture = new TrackFixture(database);
        fixture.clear();
    }

    /** Every second fix is by radio cell, 5 km away, and one by GPS claims 900 km/h. */
    @Test
    void aParkedVehicleHasNotDrivenFromCellToCell() throws IOException {
        fixture.sql("INSERT INTO tracksolid.devices (imei) VALUES ('p')");
        fixture.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, speed, pos_type, source)
            SELECT 'p', TIMESTAMPTZ '2026-03-10 06:00Z' + i * INTERVAL '1 minute', 36.75 + i % 2 * 0.045, 0, ST_Point(36.75 + i % 2 * 0.045, 0, 4326),
                   CASE WHEN i = 4 THEN 900 ELSE i % 2 * 60 END, (ARRAY['GPS', 'LBS', NULL, 'WIFI'])[i % 4 + 1], 'push'
            FROM generate_series(0, 12) i
            """);
        for (var answer : new JsonNode[] {TrackTest.track(DAY.formatted("p")), sqlFunction("p")}) {
            assertThat(answer.at("/summary/points").intValue()).isEqualTo(13);
            assertThat(answer.at("/summary/fixes_left_out").intValue()).isEqualTo(7);
            assertThat(answer.at("/summary/distance_km").doubleValue()).isZero();
            assertThat(answer.at("/summary/max_speed_kmh").doubleValue()).isZero();
            var feature = answer.at("/geojson/features/0/properties");
            assertThat(feature.at("/distance_km").doubleValue()).isZero();
            assertThat(feature.at("/pos_type")).hasSize(13).hasToString("""
                    ["GPS","LBS",null,"WIFI","GPS","LBS",null,"WIFI","GPS","LBS",null,"WIFI","GPS"]""");
        }
    }

    /** The joint of the two parts is by radio cell; 0.0001 degrees on the equator are 11.13195 m. */
    @Test
    void theWayOverAJointThatIsNotUsableCounts() {
        fixture.longTrack("l", 6000);
        fixture.sql(
                "UPDATE tracksolid.position_history SET pos_type = 'LBS' WHERE gps_time = '2026-03-10 12:00Z'::timestamptz + INTERVAL '4999 s'");
        var answer = TrackTest.track(DAY.formatted("l"));
        assertThat(answer.at("/geojson/features")).hasSize(2);
        assertThat(answer.at("/summary/fixes_left_out").intValue()).isEqualTo(1);
        assertThat(answer.at("/summary/distance_km").doubleValue()).isCloseTo(5999 * 0.01113195, within(0.001));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            an odometer at both ends        | 1000, NULL, 0, 1030       | 30
            none at the beginning           | NULL, 1000, 1010, 1030    | null
            none at the end                 | 1000, 1010, 1030, NULL    | null
            a zero at the end               | 1000, 1010, 1030, 0       | null
            a reset                         | 1000, 1010, 3, 13         | null
            a reset that catches up         | 10, 20, 3, 30             | null
            a jump there and back           | 1000, 999999, 1020, 1030  | null
            a jump that stays               | 1000, 1010, 3000, 3010    | null
            rounded otherwise               | 1000, 1010.4, 1010, 1020  | 20
            standing                        | 1000, 999.9, 999.8, 999.7 | 0
            no number                       | 1000, 'NaN', 1010, 1030   | null
            no end                          | 1000, 'Infinity', 1010, 1 | null
            """)
    void anOdometerCountsOnlyWhatItCanHaveCounted(String name, String readings, Double km) throws IOException {
        fixture.sql("INSERT INTO tracksolid.devices (imei) VALUES ('o')");
        fixture.sql(String.format(Locale.ROOT, """
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, odometer_km, source)
            SELECT 'o', TIMESTAMPTZ '2026-03-10 06:00Z' + i * INTERVAL '30 minutes', 36.75, -1, ST_Point(36.75, -1, 4326), km, 'poll'
            FROM unnest(ARRAY[%s]::double precision[]) WITH ORDINALITY AS o(km, i)
            """, readings));
        for (var answer : new JsonNode[] {TrackTest.track(DAY.formatted("o")), sqlFunction("o")}) {
            var counted = answer.at("/summary/odometer_distance_km");
            if (km == null) {
                assertThat(counted.isNull()).as(name).isTrue();
            } else {
                assertThat(counted.doubleValue()).as(name).isEqualTo(km);
            }
        }
    }

    /** Two trackers of a plate: a sum with one that is unknown would cover a part. */
    @Test
    void anUnknownOdometerIsNotLeftOutOfASum() {
        fixture.vehicles();
        var answer = TrackTest.track("/webhook/live-positions/track?imei=a,b&date=2026-03-10");
        assertThat(answer.at("/summary/odometer_distance_km").isNull()).isTrue();
    }

    private JsonNode sqlFunction(String imei) throws IOException {
        String text = Jdbi.create(database)
                .withHandle(handle -> handle.createQuery(
                                "SELECT reporting.fn_vehicle_track(:imei, NULL, '2026-03-09 21:00Z', '2026-03-10 21:00Z')::text")
                        .bind("imei", imei)
                        .mapTo(String.class)
                        .one());
        return new ObjectMapper().readTree(text);
    }
}
