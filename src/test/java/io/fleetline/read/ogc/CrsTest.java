package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ITEMS;
import static io.fleetline.read.ogc.OgcFleet.get;
import static io.fleetline.read.ogc.OgcFleet.ids;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coordinate systems (OGC 18-058r1); the fleet is {@link OgcFleet}. The trip of 861 goes from 36.75 -1.25 to 36.5 -1.5. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrsTest {
    private static final String TRIP = ITEMS.formatted("trips") + "/861~20260310T060000.000000Z";
    private static final String EPSG = "http://www.opengis.net/def/crs/EPSG/0/";

    @Inject
    AgroalDataSource database;

    @BeforeAll
    void fleet() {
        OgcFleet.create(database);
    }

    @ParameterizedTest
    @EnumSource(Crs.class)
    void theHeaderSaysInWhichSystemTheCoordinatesAre(Crs crs) {
        for (var path : List.of(TRIP, ITEMS.formatted("alarms"))) {
            given().queryParam("crs", crs.uri())
                    .get(path)
                    .then()
                    .statusCode(200)
                    .header("Content-Crs", "<" + crs.uri() + ">");
        }
    }

    @Test
    void withoutAWordTheyAreLongitudeAndLatitude() {
        given().get(TRIP).then().header("Content-Crs", "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
        assertThat(get(TRIP).getString("geometry.coordinates")).isEqualTo("[[36.75, -1.25], [36.5, -1.5]]");
    }

    @Test
    void epsg4326HasTheLatitudeFirst() {
        assertThat(get(TRIP + "?crs=" + EPSG + 4326).getString("geometry.coordinates"))
                .isEqualTo("[[-1.25, 36.75], [-1.5, 36.5]]");
    }

    /** Web Mercator by its definition: R λ, and R ln tan(π/4 + φ/2). */
    @Test
    void epsg3857IsMetresOfWebMercator() throws Exception {
        var feature = given().get(TRIP + "?crs=" + EPSG + 3857).asString();
        var start = new ObjectMapper().readTree(feature).at("/geometry/coordinates/0");
        assertThat(start.get(0).doubleValue()).isCloseTo(6_378_137 * Math.toRadians(36.75), within(1e-6));
        assertThat(start.get(1).doubleValue())
                .isCloseTo(6_378_137 * Math.log(Math.tan(Math.PI / 4 + Math.toRadians(-1.25) / 2)), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bbox=-2,36,-1,37                                                   | 4326 | 861~20260310T060000.000000Z
            bbox=36,-2,37,-1                                                   | 4326 |
            bbox=-17,179.6,-16,-179                                            | 4326 | 862~20260310T060000.000000Z
            bbox=-2,36,0,-1,37,100                                             | 4326 | 861~20260310T060000.000000Z
            bbox=4007500,-222700,4118800,-111300                               | 3857 | 861~20260310T060000.000000Z
            bbox=-20037508.342789248,-242528680,20037508.342789248,0           | 3857 | 864~20260310T090000.123456Z 862~20260310T060000.000000Z 861~20260310T060000.000000Z
            bbox=0,0,20037508,20037508                                         | 3857 |
            """)
    void aBoxIsInTheSystemThatItNames(String bbox, String epsg, String expected) {
        assertThat(ids("trips", bbox + "&bbox-crs=" + EPSG + epsg))
                .containsExactly(expected == null ? new String[0] : expected.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crs=http://www.opengis.net/def/crs/EPSG/0/32637",
                "crs=EPSG:4326",
                "crs=",
                "crs=http://www.opengis.net/def/crs/EPSG/0/4326&crs=http://www.opengis.net/def/crs/EPSG/0/3857",
                "bbox-crs=nonsense&bbox=1,2,3,4",
                "bbox-crs=nonsense",
                "bbox=1,200,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326",
                "bbox=20037600,2,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857"
            })
    void whatIsNoSystemOrNotInItIsRefusedByName(String query) {
        given().urlEncodingEnabled(false)
                .get(ITEMS.formatted("trips") + "?" + query)
                .then()
                .statusCode(400)
                .body("detail", startsWith(query.replaceFirst("=.*", "")));
    }
}
