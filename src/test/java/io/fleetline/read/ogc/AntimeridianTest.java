package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ITEMS;
import static io.fleetline.read.ogc.OgcFleet.get;
import static io.fleetline.read.ogc.OgcFleet.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A vehicle of Fiji drives from 179.5 -16 to -179.5 -17, which is one degree: at -16.5 it crosses the antimeridian. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class AntimeridianTest {
    private static final String ACROSS = "[[[179.5, -16], [180, -16.5]], [[-180, -16.5], [-179.5, -17]]]";

    @Inject
    AgroalDataSource database;

    @BeforeAll
    void fleet() {
        OgcFleet.clear(database);
        var fixture = new FleetFixture(database);
        fixture.sql("INSERT INTO tracksolid.devices (imei) VALUES ('862')");
        fixture.sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom)
            VALUES ('862', '2026-03-10 06:00Z', '2026-03-10 07:00Z', ST_Point(179.5, -16, 4326), ST_Point(-179.5, -17, 4326))
            """);
        fixture.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, source)
            SELECT '862', at, lng, lat, ST_Point(lng, lat, 4326), 'poll'
            FROM (VALUES (TIMESTAMPTZ '2026-03-10 06:00Z', 179.5, -16), ('2026-03-10 07:00Z', -179.5, -17)) AS h(at, lng, lat)
            """);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_extents");
    }

    @ParameterizedTest
    @CsvSource({
        "trips, 862~20260310T060000.000000Z",
        "driven-trips, 862~20260310T060000.000000Z",
        "tracks, 862~2026-03-10"
    })
    void aLineAcrossIsCutInTwo(String collection, String id) {
        var feature = get(ITEMS.formatted(collection) + "/" + id);
        assertThat(feature.getString("geometry.type")).isEqualTo("MultiLineString");
        assertThat(feature.getString("geometry.coordinates")).isEqualTo(ACROSS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            179.6,-17,180,-16       | true
            -180,-17,-179.6,-16     | true
            179.9,-17,-179.9,-16    | true
            179.5,-16,179.5,-16     | true
            180,-16.5,180,-16.5     | true
            -180,-16.5,-180,-16.5   | true
            -179,-18,179,-15        | false
            0,-16.5,0,-16.4         | false
            179.9,-16.1,180,-16     | false
            -180,-16.4,-179.9,-16   | false
            179.4,-18,179.49,-15    | false
            """)
    void itIsFoundWhereItIsAndNowhereElse(String bbox, boolean found) {
        var query = "datetime=2026-03-10&bbox=" + bbox;
        for (var collection : new String[] {"trips", "driven-trips", "tracks"}) {
            assertThat(ids(collection, query)).as(collection).hasSize(found ? 1 : 0);
        }
    }

    @Test
    void theExtentHoldsBothParts() {
        assertThat(get("/ogc/collections/trips").getString("extent.spatial.bbox"))
                .isEqualTo("[[-180.0, -17.0, 180.0, -16.0]]");
    }
}
