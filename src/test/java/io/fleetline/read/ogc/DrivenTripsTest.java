package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ITEMS;
import static io.fleetline.read.ogc.OgcFleet.get;
import static io.fleetline.read.ogc.OgcFleet.ids;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trips as lines through their fixes; the fleet is {@link OgcFleet}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class DrivenTripsTest {
    private static final String TRIP = ITEMS.formatted("driven-trips") + "/861~20260310T060000.000000Z";

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void fleet() {
        OgcFleet.create(database);
    }

    /** Its fixes are of 06:00 and 06:10; that of 20:59 is long after its end. */
    @Test
    void aTripGoesThroughTheFixesFromItsStartToItsEnd() {
        var trip = get(TRIP);
        assertThat(trip.getString("geometry.type")).isEqualTo("LineString");
        assertThat(trip.getString("geometry.coordinates")).isEqualTo("[[36.75, -1.25], [36.625, -1.25]]");
        assertThat(trip.getInt("properties.points")).isEqualTo(2);
        assertThat(trip.getInt("properties.points_left_out")).isZero();
        assertThat(trip.getInt("properties.distance_km")).isEqualTo(50);
    }

    @Test
    void aPlaceByCellTowerIsNoPlaceOnTheRoad() {
        new FleetFixture(database).sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, pos_type, source)
            VALUES ('861', '2026-03-10 06:05Z', 37, -2, ST_Point(37, -2, 4326), 'LBS', 'push')
            """);
        var trip = get(TRIP);
        assertThat(trip.getString("geometry.coordinates")).isEqualTo("[[36.75, -1.25], [36.625, -1.25]]");
        assertThat(trip.getInt("properties.points_left_out")).isEqualTo(1);
        var track = get(ITEMS.formatted("tracks") + "/861~2026-03-10");
        assertThat(track.getInt("properties.points")).isEqualTo(3);
        assertThat(track.getInt("properties.points_left_out")).isEqualTo(1);
        assertThat(track.getDouble("properties.distance_km")).isLessThan(50);
    }

    /** The rule of the track in JSON, and of the KPIs. */
    @Test
    void aFixWithAnImpossibleSpeedIsNoPlaceOnTheRoadEither() {
        new FleetFixture(database).sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, speed, pos_type, source)
            VALUES ('861', '2026-03-10 06:05Z', 37, -2, ST_Point(37, -2, 4326), 900, 'GPS', 'push'),
                   ('862', '2026-03-09 06:05Z', 37, -2, ST_Point(37, -2, 4326), 900, 'GPS', 'push')
            """);
        var trip = get(TRIP);
        assertThat(trip.getString("geometry.coordinates")).isEqualTo("[[36.75, -1.25], [36.625, -1.25]]");
        assertThat(trip.getInt("properties.points_left_out")).isEqualTo(1);
        var track = get(ITEMS.formatted("tracks") + "/861~2026-03-10");
        var summary = get("/vehicles/861/track?date=2026-03-10");
        assertThat(track.getDouble("properties.max_speed_kmh")).isEqualTo(summary.getDouble("summary.max_speed_kmh"));
        assertThat(track.getDouble("properties.distance_km")).isEqualTo(summary.getDouble("summary.distance_km"));
        assertThat(track.getInt("properties.points_left_out")).isEqualTo(summary.getInt("summary.fixes_left_out"));
        var page = get(ITEMS.formatted("tracks") + "?datetime=2026-03-09/2026-03-10&limit=1");
        assertThat(page.getInt("numberMatched"))
                .as("a day without a usable fix has no track")
                .isEqualTo(ids("tracks", "datetime=2026-03-09/2026-03-10").size());
    }

    @Test
    void aTripWithTooFewFixesIsAsInTrips() {
        new FleetFixture(database).sql("DELETE FROM tracksolid.position_history WHERE gps_time > '2026-03-10 06:00Z'");
        var trip = get(TRIP);
        assertThat(trip.getString("geometry.coordinates")).isEqualTo("[[36.75, -1.25], [36.5, -1.5]]");
        assertThat(trip.getInt("properties.points")).isEqualTo(1);
        var point = get(ITEMS.formatted("driven-trips") + "/864~20260310T090000.123456Z");
        assertThat(point.getString("geometry.type")).isEqualTo("Point");
    }

    /** The straight line from start to end passes 36.55 -1.45; the driven line does not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            36.65,-1.25,36.65,-1.25 | 861
            36.55,-1.5,36.6,-1.4    |
            """)
    void theBoxFindsTheWay(String bbox, String expected) {
        var found = ids("driven-trips", "datetime=2026-03-10&bbox=" + bbox);
        assertThat(found).hasSize(expected == null ? 0 : 1).allMatch(id -> id.startsWith("861"));
        assertThat(ids("trips", "datetime=2026-03-10&bbox=36.55,-1.5,36.6,-1.4"))
                .hasSize(1);
    }

    @Test
    void moreThanAMonthIsRefused() {
        given().get(ITEMS.formatted("driven-trips") + "?datetime=2026-01-01/2026-03-10")
                .then()
                .statusCode(400)
                .body("detail", startsWith("datetime reaches over more than 31 days"));
        assertThat(ids("driven-trips", "limit=5"))
                .as("without a beginning: the last 31 days")
                .isEmpty();
    }
}
