package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A track simplified, as GPX and as CSV. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class TrackFormsTest {
    private static final String GPX_NAMESPACE = "http://www.topografix.com/GPX/1/1";

    @Inject
    AgroalDataSource database;

    TrackFixture fixture;

    @BeforeEach
    void vehicles() {
        fixture = new TrackFixture(database);
        fixture.clear();
        fixture.vehicles();
    }

    /**
     * On the equator 0.001 degrees are 111 m. From end to end the fourth point is farthest off: 111 m. Between the first and it the
     * third is 70 m off and the second 34 m; between the first and the third the second is 1.1 m off.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1      | 0 1 2 3 4
            1.2    | 0 2 3 4
            10     | 0 2 3 4
            69     | 0 2 3 4
            72     | 0 3 4
            111    | 0 3 4
            112    | 0 4
            100000 | 0 4
            """)
    void aSimplifiedLineKeepsWhatIsFartherOff(String metres, String kept) {
        crookedTrack();
        var answer = TrackTest.track("/vehicles/k/track?date=2026-03-10&simplify=" + metres);
        var speeds = answer.at("/geojson/features/0/properties/speeds");
        assertThat(speeds).hasToString("[" + kept.replace(' ', ',') + "]");
        int points = kept.split(" ").length;
        assertThat(answer.at("/geojson/features/0/geometry/coordinates")).hasSize(points);
        assertThat(answer.at("/geojson/features/0/properties/times")).hasSize(points);
        assertThat(answer.at("/geojson/features/0/properties/times/" + (points - 1))
                        .textValue())
                .isEqualTo("2026-03-10T06:00:04+00:00");
        assertThat(answer.at("/geojson/features/0/properties/points").intValue())
                .isEqualTo(points);
        assertThat(answer.at("/summary/points").intValue()).isEqualTo(5);
        assertThat(answer.at("/summary/points_left_out").intValue()).isEqualTo(5 - points);
    }

    @Test
    void whatStandsStillIsSimplifiedToItsEnds() {
        fixture.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, source)
            SELECT 'c', TIMESTAMPTZ '2026-03-10 06:00Z' + i * INTERVAL '1 second', 36.5, -1.5, ST_Point(36.5, -1.5, 4326), 'poll'
            FROM generate_series(0, 9) i
            """);
        var answer = TrackTest.track("/vehicles/c/track?date=2026-03-10&simplify=5");
        assertThat(answer.at("/geojson/features/0/properties/times"))
                .hasToString("[\"2026-03-10T06:00:00+00:00\",\"2026-03-10T06:00:09+00:00\"]");
    }

    @Test
    void aSinglePointCannotBeSimplified() {
        var answer = TrackTest.track("/vehicles/b/track?date=2026-03-10&simplify=5");
        assertThat(answer.at("/geojson/features/0/geometry/type").textValue()).isEqualTo("Point");
    }

    @Test
    void theJointsOfALongTrackSurviveSimplification() {
        fixture.longTrack("l", 10_000);
        var answer = TrackTest.track("/vehicles/l/track?date=2026-03-10&simplify=5");
        assertThat(answer.at("/geojson/features").findValuesAsText("points")).containsExactly("2", "2", "2");
        assertThat(answer.at("/summary/points_left_out").intValue()).isEqualTo(10_000 - 4);
    }

    /** Its speeds number its points. */
    private void crookedTrack() {
        fixture.sql("""
            INSERT INTO tracksolid.devices (imei, vehicle_number) VALUES ('k', 'KDK 5');
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, speed, source)
            SELECT 'k', TIMESTAMPTZ '2026-03-10 06:00Z' + i * INTERVAL '1 second', lng, lat, ST_Point(lng, lat, 4326), i, 'poll'
            FROM (VALUES (0, 0.0, 0.0), (1, 0.001, 0.00001), (2, 0.002, 0), (3, 0.003, 0.001), (4, 0.004, 0)) f(i, lng, lat)
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?date=2026-03-10&imei=a,b            | application/gpx+xml
            ?date=2026-03-10&imei=a,b&format=gpx | */*
            ?date=2026-03-10&imei=a,b&format=gpx | application/json
            """)
    void gpxIsATrackForEachTracker(String query, String accept) throws Exception {
        var gpx = gpx("/webhook/live-positions/track" + query, accept);
        assertThat(gpx.getDocumentElement().getAttribute("version")).isEqualTo("1.1");
        assertThat(texts(gpx, "name")).containsExactly("KDA <1> & \"2\"", "KDA <1> & \"2\"");
        assertThat(elements(gpx, "trk")
                        .map(trk -> trk.getElementsByTagName("trkpt").getLength()))
                .containsExactly(3, 1);
        assertThat(texts(gpx, "time"))
                .containsExactly(
                        "2026-03-09T21:00:00Z",
                        "2026-03-10T09:00:00.25Z",
                        "2026-03-10T20:59:59Z",
                        "2026-03-10T12:00:00Z");
        assertThat(texts(gpx, "ele")).containsExactly("1661.5", "0");
        assertThat(elements(gpx, "trkpt").map(point -> point.getAttribute("lon") + " " + point.getAttribute("lat")))
                .containsExactly("36.5 -1.25", "36.25 -1.5", "36.25 -1.75", "36 -1");
    }

    @Test
    void aLongTrackIsOneSegmentWithEveryFixOnce() throws Exception {
        fixture.longTrack("l", 10_000);
        var gpx = gpx("/vehicles/l/track?date=2026-03-10", "application/gpx+xml");
        assertThat(elements(gpx, "trkseg")).hasSize(1);
        assertThat(texts(gpx, "time").distinct()).hasSize(10_000);
        assertThat(elements(gpx, "trkpt")).hasSize(10_000);
        var csv = csv("/vehicles/l/track?date=2026-03-10&format=csv");
        assertThat(csv.lines().distinct()).hasSize(10_001);
        assertThat(csv.lines()).hasSize(10_001);
    }

    @Test
    void aTrackWithoutFixesIsAnEmptyFile() throws Exception {
        assertThat(elements(gpx("/vehicles/c/track?date=2026-03-10", "application/gpx+xml"), "trk"))
                .isEmpty();
        assertThat(csv("/vehicles/c/track?date=2026-03-10&format=csv").lines()).hasSize(1);
    }

    @Test
    void csvHasAHeaderAndALineForEachFix() {
        assertThat(csv("/vehicles/a/track?date=2026-03-10&format=csv")).isEqualTo("""
            imei,vehicle_number,gps_time,lng,lat,speed,direction,acc_status,altitude,satellites,odometer_km,pos_type
            a,"KDA <1> & ""2""\",2026-03-09T21:00:00Z,36.5,-1.25,10.5,90,true,1661.5,9,1001,
            a,"KDA <1> & ""2""\",2026-03-10T09:00:00.25Z,36.25,-1.5,,90,,,9,0,
            a,"KDA <1> & ""2""\",2026-03-10T20:59:59Z,36.25,-1.75,42,90,false,0,9,1080.5,
            """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\uFF1D1", "=a\",b"})
    void noTextBecomesAFormula(String plate) throws IOException {
        fixture.sql("UPDATE tracksolid.devices SET vehicle_number = '%s' WHERE imei = 'b'".formatted(plate));
        var text = csv("/vehicles/b/track?date=2026-03-10&format=csv");
        try (MappingIterator<String[]> rows = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(text)) {
            assertThat(rows.readAll().get(1)[1]).isEqualTo("'" + plate);
        }
    }

    @Test
    void aFileIsSavedUnderItsName() {
        given().get("/webhook/live-positions/track?imei=a&date=2026-03-10&format=GPX")
                .then()
                .statusCode(200)
                .contentType("application/gpx+xml")
                .header("Content-Disposition", "attachment; filename=\"track_a_2026-03-10.gpx\"");
        given().queryParam("vehicle_number", "KDA <1> & \"2\"")
                .get("/webhook/live-positions/track?from=2026-03-10&to=2026-03-10&format=csv")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"track_KDA-1-2_2026-03-10_2026-03-10.csv\"");
        given().get("/vehicles/a/track?date=2026-03-10").then().header("Content-Disposition", nullValue());
    }

    @Test
    void excelIsToldThatATrackIsUtf8() {
        var plain = given().get("/vehicles/a/track?date=2026-03-10&format=csv").asByteArray();
        var marked = given().get("/vehicles/a/track?date=2026-03-10&format=csv&bom=1")
                .asByteArray();
        assertThat(marked).startsWith(0xEF, 0xBB, 0xBF).hasSize(plain.length + 3);
    }

    @Test
    void simplifiedFormsHaveFewerPoints() throws Exception {
        crookedTrack();
        assertThat(elements(gpx("/vehicles/k/track?date=2026-03-10&simplify=10", "application/gpx+xml"), "trkpt"))
                .hasSize(4);
        assertThat(csv("/vehicles/k/track?date=2026-03-10&simplify=80&format=csv")
                        .lines())
                .hasSize(4);
    }

    @Test
    void anotherFormIsNotAcceptable() {
        given().accept("image/png").get("/vehicles/a/track").then().statusCode(406);
    }

    private static String csv(String path) {
        return new String(
                given().accept("text/csv")
                        .get(path)
                        .then()
                        .statusCode(200)
                        .contentType("text/csv;charset=UTF-8")
                        .extract()
                        .asByteArray(),
                UTF_8);
    }

    private static Document gpx(String path, String accept) throws Exception {
        var body = given().accept(accept)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/gpx+xml")
                .extract()
                .asByteArray();
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var gpx = factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
        assertThat(gpx.getDocumentElement().getNamespaceURI()).isEqualTo(GPX_NAMESPACE);
        return gpx;
    }

    private static Stream<Element> elements(Document gpx, String name) {
        var nodes = gpx.getElementsByTagNameNS(GPX_NAMESPACE, name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }

    private static Stream<String> texts(Document gpx, String name) {
        return elements(gpx, name).map(Element::getTextContent);
    }
}
