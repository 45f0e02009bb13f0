package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fleet is {@link FleetFixture#tripFleet}: a sum of kilometres identifies the trips in an answer. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class FleetDashboardResourceTest {
    private static final String PATH = "/webhook/fleet-dashboard";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    /** Contains the seven trips of noon, 63.5 km. */
    private static final String DAY = "from=2026-03-10 & to=2026-03-10";

    @Inject
    AgroalDataSource database;

    @TestHTTPResource(PATH)
    URI address;

    FleetFixture fixture;

    @BeforeAll
    void fleet() {
        fixture = new FleetFixture(database);
        fixture.clear();
        fixture.tripFleet();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            colour=red                                                            | 63.5
            cost_centre=R&D + 50%                                                 | 62.5
            cost_centre=South                                                     | 1
            cost_centre=nowhere                                                   | 0
            cost_centre=                                                          | 63.5
            cost_centre= & cost_centre=South                                      | 1
            cost_centre=South & cost_centre=R&D + 50%                             | 63.5
            cost_centre=South, R&D + 50% ,nowhere                                 | 63.5
            assigned_city=Nairobi                                                 | 61.5
            assigned_city=Mombasa                                                 | 2
            assigned_city=Mombasa & assigned_city=nowhere                         | 2
            assigned_city=Mombasa,Nairobi                                         | 63.5
            vehicle_type=van                                                      | 59.5
            vehicle_type=truck                                                    | 4
            vehicle_type=truck & vehicle_type=van                                 | 63.5
            vehicle_type=truck,bus                                                | 4
            fleet_segment=delivery                                                | 55.5
            fleet_segment=service                                                 | 8
            fleet_segment=service & fleet_segment=delivery                        | 63.5
            fleet_segment=service,other                                           | 8
            vehicle_number=KDA 100A                                               | 47.5
            vehicle_number=KDB 200B                                               | 16
            vehicle_number=KDB 200B & vehicle_number=KDA 100A                     | 63.5
            vehicle_number=KDB 200B,KDC 300C                                      | 16
            imei=860000000000000                                                  | 0.5
            imei=860000000000001 & imei=860000000000003                           | 5
            imei=860000000000001,860000000000003                                  | 5
            driver_name=Wanjikũ Ng'ang'a                                          | 31.5
            driver_name=Brian                                                     | 32
            driver_name=Brian & driver_name=Wanjikũ Ng'ang'a                      | 63.5
            driver_name=Brian,Nobody                                              | 32
            cost_centre=South & assigned_city=Mombasa                             | 0
            cost_centre=R&D + 50% & assigned_city=Nairobi & vehicle_type=van & fleet_segment=delivery & vehicle_number=KDA 100A & driver_name=Wanjikũ Ng'ang'a | 0.5
            """)
    void eachFilterFiltersWhetherItComesAsFormOrAsJson(String query, double km) {
        assertThat(kilometres(FORM, DAY + " & " + query)).isEqualTo(km);
        assertThat(kilometres(JSON, DAY + " & " + query)).isEqualTo(km);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from=2026-03-10 & to=2026-03-10                                     | 63.5
            start=2026-03-10 & end=2026-03-10                                   | 63.5
            start_date=2026-03-10 & end_date=2026-03-10                         | 63.5
            from=2026-03-10 & start=2026-03-10 & end=2026-03-10 & to=           | 63.5
            from=2026-03-09 & to=2026-03-10                                     | 127.5
            from=2026-03-10 & to=2026-03-11                                     | 191.5
            from=2026-03-09T20:59:59Z & to=2026-03-10T21:00:00Z                 | 127.5
            from=2026-03-09T21:00:00.000Z & to=2026-03-10T21:00:01Z             | 191.5
            from=2026-03-10T00:00+03:00 & to=2026-03-11T00:00+03:00             | 63.5
            from=2026-03-10T12:00:01+03:00 & to=2026-03-11                      | 128
            to=2026-03-16                                                       | 191.5
            to=2026-03-17                                                       | 128
            """)
    void thePeriodIsBusinessDaysOrInstants(String query, double km) {
        assertThat(kilometres(FORM, query)).isEqualTo(km);
        assertThat(kilometres(JSON, query)).isEqualTo(km);
    }

    @Test
    void withoutAPeriodItIsTheLastSevenBusinessDays() {
        fixture.sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, source)
            SELECT 'today', at, at + INTERVAL '1 minute', km, 'poll'
            FROM (SELECT reporting.fn_business_day_start(reporting.fn_business_day(now()) - 6) AS first) d,
                 LATERAL (VALUES (first, 7), (first - INTERVAL '1 second', 1000)) AS t(at, km)
            """);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
        try {
            assertThat(kilometres(FORM, "imei=today")).isEqualTo(7);
            assertThat(kilometres(JSON, "imei=today")).isEqualTo(7);
        } finally {
            fleet();
        }
    }

    @Test
    void aFilterInTheQueryStringCountsToo() {
        post(FORM, form(DAY), PATH + "?vehicle_type=truck").statusCode(200).body("summary.trips", equalTo(1));
        post(
                        JSON,
                        "{\"vehicle_type\": \"van\", \"end\": \"2026-03-10\"}",
                        PATH + "?start=2026-03-10&vehicle_type=truck")
                .body("summary.trips", equalTo(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost_centre[]", "cost_centre[0]", "cost_centre[x]"})
    void aFilterWithBracketsIsAFilter(String name) {
        assertThat(kilometres(FORM, DAY + " & " + name + "=South")).isEqualTo(1);
        assertThat(kilometres(JSON, DAY + " & " + name + "=South")).isEqualTo(1);
        assertThat(kilometres(FORM, DAY + " & " + name + "=South & cost_centre=R&D + 50%"))
                .isEqualTo(63.5);
    }

    @Test
    void aBodyIsReadInItsDeclaredCharset() throws Exception {
        fixture.sql("UPDATE tracksolid.devices SET driver_name = 'Zo\u00eb' WHERE imei = '860000000000006'");
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
        try (var client = HttpClient.newHttpClient()) {
            for (var sent : Map.of(FORM, "from=2026-03-10&to=2026-03-10&driver_name=Zo%EB", JSON, """
                    {"from": "2026-03-10", "to": "2026-03-10", "driver_name": "Zo\u00eb"}""")
                    .entrySet()) {
                var request = HttpRequest.newBuilder(address)
                        .header("Content-Type", sent.getKey() + "; charset=ISO-8859-1")
                        .POST(BodyPublishers.ofString(sent.getValue(), ISO_8859_1))
                        .build();
                assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"trips\": 1,");
            }
        } finally {
            fleet();
        }
        post(FORM + "; charset=klingon", "").statusCode(415).body("detail", containsString("charset"));
    }

    @Test
    void tripsAreATableToo() {
        var table = given().get(PATH + "/trips?from=2026-03-10&to=2026-03-10&vehicle_type=truck&format=csv")
                .then()
                .statusCode(200)
                .contentType("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"trips_2026-03-10_2026-03-10.csv\"")
                .extract()
                .asString();
        assertThat(table).isEqualTo("""
                imei,vehicle_number,vehicle_name,vehicle_type,fleet_segment,driver_name,cost_centre,assigned_city,day,start_time,end_time,\
                distance_km,driving_time_s,idle_time_s,avg_speed_kmh,max_speed_kmh,fuel_estimated_l,start_odometer_km,end_odometer_km,\
                start_lng,start_lat,end_lng,end_lat,start_address,end_address,source
                860000000000003,KDA 100A,,truck,delivery,Wanjikũ Ng'ang'a,R&D + 50%,Nairobi,2026-03-10,2026-03-10T09:00:00Z,2026-03-10T09:20:00Z,\
                4,,,,,,,,36.75,-1.25,36.5,-1.5,,,poll
                """.replace("\n", "\r\n"));
        post(FORM, form(DAY + " & vehicle_type=truck & format=csv"))
                .statusCode(200)
                .body(equalTo(table));
        post(
                        JSON,
                        "{\"from\": \"2026-03-10\", \"to\": \"2026-03-10\", \"vehicle_type\": \"truck\", \"format\": \"csv\", \"bom\": \"1\"}")
                .statusCode(200)
                .body(equalTo("\uFEFF" + table));
        given().accept("text/csv")
                .get(PATH + "/trips?from=2026-03-10&to=2026-03-10&vehicle_type=truck")
                .then()
                .body(equalTo(table));
    }

    @Test
    void tripsCanBeGotByALink() {
        var posted = post(FORM, form(DAY + " & vehicle_type=truck"))
                .extract()
                .jsonPath()
                .getList("geojson.features");
        assertThat(given().get(PATH + "/trips?from=2026-03-10&to=2026-03-10&vehicle_type=truck")
                        .jsonPath()
                        .getList("geojson.features"))
                .hasSize(1)
                .isEqualTo(posted);
    }

    @Test
    void theAnswerIsASummaryAndALineForEachTrip() {
        post(FORM, form(DAY + " & vehicle_type=truck"))
                .statusCode(200)
                .contentType(JSON)
                .body("summary.trips", equalTo(1))
                .body("summary.from", equalTo("2026-03-09T21:00:00+00:00"))
                .body("summary.to", equalTo("2026-03-10T21:00:00+00:00"))
                .body("geojson.type", equalTo("FeatureCollection"))
                .body(
                        "geojson.features[0].geometry.coordinates",
                        contains(List.of(36.75f, -1.25f), List.of(36.5f, -1.5f)))
                .body("geojson.features[0].properties.imei", equalTo("860000000000003"))
                .body("geojson.features[0].properties.day", equalTo("2026-03-10"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "to=2026-02-30",
                "start=2026-13-01",
                "end=2026-03-10T25:00:00Z",
                "start_date=10.03.2026",
                "end_date=2026-03-10T12:00:00",
                "from=12026-03-10",
                "to=+12026-03-10T00:00:00Z",
                "from=2026-03-10,2026-03-11",
                "from=2026-03-10 & from=2026-03-11",
                "to=2026-03-10 & to=2026-03-11",
                "from=2026-03-11 & to=2026-03-10",
                "from=2026-03-11T00:00:00Z & to=2026-03-10T00:00:00Z",
                "from=9999-01-01",
                "imei=a\0b",
                "driver_name=\0"
            })
    void anImpossibleValueIsRefusedByName(String query) {
        var name = query.substring(0, query.indexOf('='));
        for (var type : List.of(FORM, JSON)) {
            post(type, body(type, query))
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("detail", containsString(name));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"cost_centre": 7}                               | cost_centre
            {"imei": ["1", null]}                            | imei
            {"driver_name": {"is": "Brian"}}                 | driver_name
            {"vehicle_type": true}                           | vehicle_type
            {"vehicle_type": "van", "vehicle_type": "truck"} | vehicle_type
            {"from": 20260310}                               | from
            ["van"]                                          | object
            "van"                                            | object
            {"vehicle_type": "van"                           | JSON
            {} {"vehicle_type": "van"}                       | JSON
            vehicle_type=van                                 | JSON
            """)
    void jsonThatCannotBeFollowedIsRefused(String body, String culprit) {
        post(JSON, body).statusCode(400).body("detail", containsString(culprit));
    }

    @Test
    void anEmptyJsonBodyIsNoJson() {
        post(JSON, "").statusCode(400).contentType("application/problem+json");
    }

    @Test
    void jsonMayHoldNullsListsAndWhatNobodyKnows() {
        var body = """
            {"from": "2026-03-10", "to": ["2026-03-10"], "vehicle_type": ["truck"], "cost_centre": null, "imei": [],
             "map": {"zoom": 3}, "colours": [1, 2]}
            """;
        post(JSON, body).statusCode(200).body("summary.trips", equalTo(1));
    }

    @Test
    void aFormThatIsCutIsRefused() {
        post(FORM, "from=2026-03-10&driver_name=Wanjik%C").statusCode(400).body("detail", containsString("Wanjik%C"));
    }

    @Test
    void aLongListOfVehiclesIsNoTrouble() {
        var others = "KDC 300C,".repeat(5_000);
        assertThat(kilometres(FORM, DAY + " & vehicle_number=" + others + "KDB 200B"))
                .isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded; charset=UTF-8",
                "application/x-www-form-urlencoded;charset=utf-8",
                "Application/X-WWW-Form-Urlencoded"
            })
    void theTypeMayBeWrittenInItsWays(String type) {
        assertThat(post(type, form(DAY + " & driver_name=Wanjikũ Ng'ang'a"))
                        .statusCode(200)
                        .extract()
                        .<Integer>path("summary.trips"))
                .isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x", "application/xml", "application/*", "*/*"})
    void anotherTypeOfBodyIsRefused(String type) {
        post(type, form(DAY))
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("Content-Type"));
    }

    @Test
    void aBodyOfUnknownTypeIsRefused() throws Exception {
        var request = HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString(form(DAY)))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("Content-Type");
        }
    }

    private static double kilometres(String type, String query) {
        return post(type, body(type, query))
                .statusCode(200)
                .extract()
                .<Number>path("summary.distance_km")
                .doubleValue();
    }

    private static ValidatableResponse post(String type, String body) {
        return post(type, body, PATH);
    }

    /** The type and the body unchanged: RestAssured would add a charset, and encode the form itself. */
    private static ValidatableResponse post(String type, String body, String path) {
        var asIs = new EncoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(FORM, ContentType.BINARY)
                .encodeContentTypeAs(type, ContentType.BINARY);
        return given().config(RestAssuredConfig.config().encoderConfig(asIs))
                .urlEncodingEnabled(false)
                .header("Content-Type", type)
                .body(body.getBytes(UTF_8))
                .post(path)
                .then();
    }

    private static String body(String type, String query) {
        return type.equals(FORM) ? form(query) : json(query);
    }

    /** As a page's URLSearchParams writes it. */
    private static String form(String query) {
        return parameters(query).entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    /** One value as a string, several as an array. */
    private static String json(String query) {
        return parameters(query).entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ": " + json(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String json(List<String> values) {
        var quoted = values.stream().map(FleetDashboardResourceTest::quoted).toList();
        return quoted.size() == 1 ? quoted.getFirst() : quoted.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\0", "\\u0000") + "\"";
    }

    /** Reads {@code name=value & name=value}. */
    private static Map<String, List<String>> parameters(String query) {
        var parameters = new TreeMap<String, List<String>>();
        for (var pair : query.isEmpty() ? new String[0] : query.split(" & ")) {
            var nameAndValue = pair.split("=", 2);
            parameters
                    .computeIfAbsent(nameAndValue[0], name -> new ArrayList<>())
                    .add(nameAndValue[1]);
        }
        return parameters;
    }
}
