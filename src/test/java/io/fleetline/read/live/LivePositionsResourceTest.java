package io.fleetline.read.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.TestReadClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LivePositionsResourceTest {
    private static final String PATH = "/webhook/live-positions";

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    @TestHTTPResource(PATH)
    URI address;

    @BeforeEach
    void fleet() {
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.liveFleet();
        clock.pause();
    }

    @Test
    void everyVehicleWithAFixHasItsStatus() {
        var answer = live(PATH);
        assertThat(answer.getList("geojson.features.properties.imei")).containsExactly("i", "m", "o", "p");
        assertThat(answer.getList("geojson.features.properties.status"))
                .containsExactly("idle", "moving", "offline", "parked");
        assertThat(answer.getString("geojson.type")).isEqualTo("FeatureCollection");
    }

    @Test
    void theSummaryCountsPerStatusAndPerCostCentre() {
        var answer = live(PATH);
        var summary = answer.<String, Object>getMap("summary");
        assertThat(summary)
                .containsAllEntriesOf(
                        Map.of("total", 4, "moving", 1, "idle", 1, "parked", 1, "offline", 1, "without_position", 1));
        assertThat(OffsetDateTime.parse((String) summary.get("as_of"))).isNotNull();
        assertThat(answer.getList("summary.by_cost_centre.cost_centre"))
                .containsExactly("North", "R&D + West", "South");
        assertThat(answer.getList("summary.by_cost_centre.total")).containsExactly(2, 1, 1);
        assertThat(answer.getList("summary.by_cost_centre.without_position")).containsExactly(0, 0, 1);
    }

    @Test
    void aFeatureTellsAllAboutItsVehicle() {
        var answer = live(PATH + "?acc_status=on&cost_centre=North");
        assertThat(answer.getList("geojson.features[1].geometry.coordinates")).containsExactly(36.75, -1.25);
        var properties = answer.<String, Object>getMap("geojson.features[1].properties");
        assertThat(properties)
                .containsAllEntriesOf(Map.of(
                        "imei",
                        "m",
                        "vehicle_number",
                        "KDA 001A",
                        "vehicle_name",
                        "Van 1",
                        "vehicle_type",
                        "van",
                        "fleet_segment",
                        "delivery",
                        "driver_name",
                        "Amina",
                        "cost_centre",
                        "North",
                        "assigned_city",
                        "Nairobi",
                        "acc_status",
                        true))
                .containsAllEntriesOf(Map.of("status", "moving", "direction", 90, "speed", 42, "odometer_km", 1234.5));
        assertThat((Integer) properties.get("age_s")).isBetween(60, 90);
        assertThat(OffsetDateTime.parse((String) properties.get("gps_time"))).isBefore(OffsetDateTime.now());
        assertThat(properties).hasSize(15);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?cost_centre=North                            | i m
            ?cost_centre=North&cost_centre=South          | i m p
            ?cost_centre=North,South                      | i m p
            ?cost_centre=South,%20R%26D+%2B+West          | o p
            ?cost_centre=nowhere                          |
            ?cost_centre=                                 | i m o p
            ?acc_status=on                                | i m o
            ?acc_status=OFF                               | p
            ?acc_status=                                  | i m o p
            ?acc_status=on&cost_centre=R%26D%20%2B%20West | o
            ?colour=red                                   | i m o p
            ?assigned_city=Nairobi                        | i m
            ?assigned_city=Kisumu,Mombasa                 | o p
            ?vehicle_type=truck                           | i
            ?vehicle_type=truck&vehicle_type=van          | i m o p
            ?fleet_segment=delivery                       | m o p
            ?vehicle_number=KDA%20001A,KDA+002B           | i m
            ?imei=m                                       | m
            ?imei=n                                       |
            ?imei=o&imei=p                                | o p
            ?driver_name=Amina                            | m
            ?driver_name=Amina,Nobody&acc_status=off      |
            """)
    void aFilterLeavesOnlyWhatPasses(String query, String imeis) {
        var found = live(PATH + query).getList("geojson.features.properties.imei", String.class);
        assertThat(found).isEqualTo(imeis == null ? List.of() : List.of(imeis.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acc_status=maybe", "acc_status=on&acc_status=off", "acc_status=on,off"})
    void anImpossibleIgnitionIsRefusedByName(String query) {
        given().urlEncodingEnabled(false)
                .get(PATH + "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("acc_status"));
    }

    @Test
    void aTextThatNoDatabaseHoldsIsRefusedByName() {
        given().urlEncodingEnabled(false)
                .get(PATH + "?cost_centre=a%00b")
                .then()
                .statusCode(400)
                .body("detail", containsString("cost_centre"));
    }

    @Test
    void anExcludedCostCentreIsNotShown() {
        new FleetFixture(database).sql("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('North')");
        clock.pause();
        given().get(PATH).then().body("geojson.features.properties.imei", contains("o", "p"));
    }

    @Test
    void anEmptyFleetIsAnEmptyCollection() {
        new FleetFixture(database).clear();
        clock.pause();
        given().get(PATH)
                .then()
                .statusCode(200)
                .body("summary.total", equalTo(0))
                .body("geojson.features", equalTo(List.of()));
    }

    /** Over HTTP/2 Netty compresses: we must not compress as well. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void theAnswerIsCompressedForWhoCanReadIt(HttpClient.Version version) throws Exception {
        var compressed = send(version, "Accept-Encoding", "br, gzip;q=0.5");
        assertThat(compressed.version()).isEqualTo(version);
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(compressed.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding, Authorization, Origin");
        var plain = send(version, "Accept-Encoding", "identity");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(compressed.headers().firstValue("ETag"))
                .isEqualTo(plain.headers().firstValue("ETag"));
    }

    @Test
    void whoHasTheAnswerIsNotSentItAgain() throws Exception {
        var tag = send("Accept", "*/*").headers().firstValue("ETag").orElseThrow();
        var again = send("If-None-Match", "\"other\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(send("If-None-Match", "\"other\"").statusCode()).isEqualTo(200);

        new FleetFixture(database).sql("UPDATE tracksolid.live_positions SET speed = 43 WHERE imei = 'm'");
        clock.pause();
        assertThat(send("If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> send(String header, String value) throws Exception {
        return send(HttpClient.Version.HTTP_1_1, header, value);
    }

    private HttpResponse<byte[]> send(HttpClient.Version version, String header, String value) throws Exception {
        try (var client = HttpClient.newBuilder().version(version).build()) {
            return client.send(
                    HttpRequest.newBuilder(address).header(header, value).build(), BodyHandlers.ofByteArray());
        }
    }

    private static JsonPath live(String path) {
        return given().urlEncodingEnabled(false)
                .accept("application/json")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.DOUBLE));
    }
}
