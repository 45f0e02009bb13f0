package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class TrackTest {
    private static final String PATH = "/webhook/live-positions/track";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    AgroalDataSource database;

    @Inject
    Tracks tracks;

    TrackFixture fixture;

    @BeforeEach
    void vehicles() {
        fixture = new TrackFixture(database);
        fixture.clear();
        fixture.vehicles();
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH + "?imei=a&date=2026-03-10", "/vehicles/a/track?date=2026-03-10"})
    void aDayIsWhatTheSqlFunctionSaysAndThePart(String path) {
        var answer = track(path);
        for (var feature : answer.at("/geojson/features")) {
            assertThat(((ObjectNode) feature.get("properties")).remove("part").intValue())
                    .isZero();
        }
        assertThat(answer).isEqualTo(sqlFunction("'a', NULL, '2026-03-09 21:00Z', '2026-03-10 21:00Z'"));
        assertThat(answer.at("/summary/points").intValue()).isEqualTo(3);
        assertThat(answer.at("/summary/odometer_distance_km").doubleValue()).isEqualTo(79.5);
        assertThat(answer.at("/geojson/features/0/properties/speeds")).hasToString("[10.5,null,42]");
    }

    @Test
    void aPlateIsAllItsTrackers() {
        var answer = track(PATH + "?date=2026-03-10&vehicle_number=" + URLEncoder.encode("KDA <1> & \"2\"", UTF_8));
        for (var feature : answer.at("/geojson/features")) {
            ((ObjectNode) feature.get("properties")).remove("part");
        }
        assertThat(answer).isEqualTo(sqlFunction("NULL, 'KDA <1> & \"2\"', '2026-03-09 21:00Z', '2026-03-10 21:00Z'"));
        assertThat(answer.at("/geojson/features/1/geometry"))
                .hasToString("{\"type\":\"Point\",\"coordinates\":[36,-1]}");
    }

    @Test
    void aVehicleWithoutFixesHasNoFeature() {
        var answer = track(PATH + "?imei=c&date=2026-03-10");
        assertThat(answer).isEqualTo(sqlFunction("'c', NULL, '2026-03-09 21:00Z', '2026-03-10 21:00Z'"));
        assertThat(answer.at("/geojson/features")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from=2026-03-10&to=2026-03-10                              | 3
            start=2026-03-10&end=2026-03-10                            | 3
            start_date=2026-03-10&end_date=2026-03-10                  | 3
            to=2026-03-10                                              | 3
            date=2026-03-09                                            | 1
            date=2026-03-12                                            | 0
            from=2026-03-09&to=2026-03-11                              | 5
            from=2026-03-10                                            | 4
            from=2026-03-09T20:59:59Z&to=2026-03-09T21:00:00Z          | 1
            start=2026-03-10T00:00:00%2B03:00&end=2026-03-11           | 4
            start_date=2026-03-10T20:59:59Z&end_date=2026-03-10T21:00:01Z | 2
            to=2026-03-10T20:59:59Z                                    | 2
            date=2026-03-10&from=&hours=                               | 3
            """)
    void aPeriodIsDaysOrInstants(String period, int points) {
        assertThat(track(PATH + "?imei=a&" + period).at("/summary/points").intValue())
                .isEqualTo(points);
        assertThat(track("/vehicles/a/track?" + period).at("/summary/points").intValue())
                .isEqualTo(points);
    }

    /** Fixes half an hour ago, one and a half hours ago, and at the end of yesterday. */
    @ParameterizedTest
    @CsvSource({"hours=1, 1", "hours=2, 2", "hours=0.25, 0", "hours=1.0, 1", "hours=87000, 3"})
    void hoursAreTheLastOnes(String hours, int points) {
        recentFixes();
        assertThat(track("/vehicles/r/track?" + hours).at("/summary/points").intValue())
                .isEqualTo(points);
    }

    @Test
    void withoutAPeriodItIsToday() {
        recentFixes();
        var answer = track(PATH + "?imei=r");
        var expected = sqlFunction("'r', NULL, NULL, NULL");
        assertThat(answer.at("/summary/points")).isEqualTo(expected.at("/summary/points"));
        assertThat(answer.at("/summary/from")).isEqualTo(expected.at("/summary/from"));
        assertThat(answer.at("/summary/points").intValue()).isLessThan(3);
    }

    private void recentFixes() {
        fixture.sql("""
            INSERT INTO tracksolid.devices (imei) VALUES ('r');
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, source)
            SELECT DISTINCT 'r', at, 36.5, -1.5, ST_Point(36.5, -1.5, 4326), 'poll'
            FROM (VALUES (now() - INTERVAL '30 minutes'), (now() - INTERVAL '90 minutes'),
                         (reporting.fn_business_day_start(reporting.fn_business_day(now())) - INTERVAL '1 day')) f(at)
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            imei=a&cost_centre=North          | a
            imei=a,b&date=2026-03-10          | a b
            imei=b&imei=c                     | b c
            imei=a,b,nobody&cost_centre=South | b
            imei=a,b&assigned_city=Nairobi    | a
            imei=a,c&driver_name=Amina        | a
            vehicle_number=KDC 3,other        | c
            """)
    void otherFiltersNarrowToo(String query, String imeis) {
        assertThat(track(PATH + "?" + query).at("/summary/vehicles").findValuesAsText("imei"))
                .containsExactly(imeis.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imei=nobody",
                "vehicle_number=KDX",
                "imei=a&cost_centre=South",
                "imei=a&assigned_city=Mombasa",
                "imei=a&vehicle_type=van",
                "imei=a&fleet_segment=delivery",
                "imei=a&driver_name=Brian",
                "imei=a&vehicle_number=KDC 3"
            })
    void whoIsNotThereIsNotFound(String query) {
        given().get(PATH + "?" + query)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("vehicle"));
    }

    @Test
    void anExcludedCostCentreIsNotFound() {
        fixture.sql("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('North')");
        given().get("/vehicles/a/track").then().statusCode(404);
        given().get("/vehicles/b/track").then().statusCode(200);
    }

    @Test
    void whoMaySeeSomeCostCentresSeesNoOtherVehicle() throws IOException {
        var south = new Caller("south", Set.of("South"));
        assertThat(answer(Map.of("imei", List.of("a,b")), south)
                        .at("/summary/vehicles")
                        .findValuesAsText("imei"))
                .containsExactly("b");
        assertThatThrownBy(() -> answer(Map.of("imei", List.of("a")), south)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> answer(Map.of("imei", List.of("a"), "cost_centre", List.of("North")), south))
                .isInstanceOf(NotFoundException.class);
    }

    private JsonNode answer(Map<String, List<String>> given, Caller caller) throws IOException {
        var body = new ByteArrayOutputStream();
        var answer = tracks.answer(given, List.of(MediaType.WILDCARD_TYPE), caller);
        ((StreamingOutput) answer.getEntity()).write(body);
        return JSON.readTree(body.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            date=2026-03-10                        | imei
            imei=                                  | imei
            cost_centre=North                      | vehicle_number
            imei=a&from=yesterday                  | from
            imei=a&end=2026-02-30                  | end
            imei=a&from=2026-03-11&to=2026-03-10   | from
            imei=a&from=2026-03-11T00:00:00Z&to=2026-03-10 | from
            imei=a&date=2026-02-30                 | date
            imei=a&date=2026-03-10T00:00:00Z       | date
            imei=a&date=12026-03-10                | date
            imei=a&date=2026-03-10&date=2026-03-11 | date
            imei=a&date=2026-03-10&from=2026-03-10 | date
            imei=a&date=2026-03-10&hours=2         | date
            imei=a&hours=2&end_date=2026-03-10     | hours
            imei=a&hours=0                         | hours
            imei=a&hours=-1                        | hours
            imei=a&hours=1e3                       | hours
            imei=a&hours=99999                     | hours
            imei=a&hours=two                       | hours
            imei=a&simplify=-1                     | simplify
            imei=a&simplify=much                   | simplify
            imei=a&simplify=100001                 | simplify
            imei=a&simplify=NaN                    | simplify
            imei=a&format=kml                      | format
            imei=a&format=gpx&format=csv           | format
            imei=a%00                              | imei
            """)
    void whatIsImpossibleIsRefusedByName(String query, String culprit) {
        given().urlEncodingEnabled(false)
                .get(PATH + "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(culprit));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "5000, 5000", "5001, '5000,2'", "9999, '5000,5000'", "10000, '5000,5000,2'"})
    void aLongTrackComesInPartsThatShareTheirJoints(int fixes, String points) {
        fixture.longTrack("l", fixes);
        var answer = track("/vehicles/l/track?date=2026-03-10");
        var features = answer.at("/geojson/features");
        assertThat(String.join(",", features.findValuesAsText("points"))).isEqualTo(points);
        for (int part = 0; part < features.size(); part++) {
            assertThat(features.at("/%d/properties/part".formatted(part)).intValue())
                    .isEqualTo(part);
            assertThat(features.at("/%d/properties/times".formatted(part)))
                    .hasSameSizeAs(features.at("/%d/geometry/coordinates".formatted(part)))
                    .as("times of part %d", part);
        }
        assertThat(answer.at("/summary/points").intValue()).isEqualTo(fixes);
        assertThat(answer.at("/summary/distance_km").doubleValue())
                .isCloseTo(
                        sqlFunction("'l', NULL, '2026-03-10Z', '2026-03-11Z'")
                                .at("/summary/distance_km")
                                .doubleValue(),
                        within(1e-9));
        if (features.size() > 1) {
            assertThat(features.at("/1/geometry/coordinates/0")).hasToString("[0.4999,0]");
            assertThat(features.at("/0/geometry/coordinates/4999")).hasToString("[0.4999,0]");
        }
    }

    static JsonNode track(String path) {
        var text = given().urlEncodingEnabled(false)
                .get(path.replace(" ", "%20"))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();
        return tree(text);
    }

    private JsonNode sqlFunction(String arguments) {
        return tree(Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("SELECT reporting.fn_vehicle_track(" + arguments + ")::text")
                        .mapTo(String.class)
                        .one()));
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
