package io.fleetline.read.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.fleetline.read.FilterOptions;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streamed trips compared with the SQL function; who may see which. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class TripListsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Caller SOUTH = new Caller("south", Set.of("South", "nowhere"));

    @Inject
    AgroalDataSource database;

    @Inject
    TripLists trips;

    @Inject
    FilterOptions options;

    FleetFixture fixture;

    @BeforeEach
    void fleet() {
        fixture = new FleetFixture(database);
        fixture.clear();
        fixture.tripFleet();
    }

    /** With trips that lack an end, a start, both, and nearly everything else; of a vehicle that is not in the register. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            from=2026-03-09&to=2026-03-11                  | '2026-03-08 21:00Z', '2026-03-11 21:00Z'
            from=2026-03-10T09:00:00Z                      | '2026-03-10 09:00Z', NULL
            from=2026-03-01&to=2026-03-01                  | '2026-02-28 21:00Z', '2026-03-01 21:00Z'
            from=2026-03-09&to=2026-03-11&vehicle_type=van | '2026-03-08 21:00Z', '2026-03-11 21:00Z', p_vehicle_type => '{van}'
            """)
    void theAnswerIsThatOfTheSqlFunction(String query, String arguments) throws IOException {
        fixture.sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, max_speed_kmh, driving_time_s, start_address)
            VALUES ('x1', '2026-03-10 09:30Z', '2026-03-10 10:30:00.125Z', ST_Point(36.123456789, -1.5, 4326), NULL, 99.5, 7, 'A "road" \\ Ĩ'),
                   ('x2', '2026-03-10 09:30Z', '2026-03-10 10:30Z', NULL, ST_Point(36.5, -1.5, 4326), NULL, NULL, NULL),
                   ('x3', '2026-03-10 09:30Z', '2026-03-10 10:30Z', NULL, NULL, NULL, NULL, NULL)
            """);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
        var body = given().contentType("application/x-www-form-urlencoded")
                .body(query)
                .post("/webhook/fleet-dashboard")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asByteArray();
        var answer = JSON.readTree(body);
        var expected = sqlFunction(arguments);
        if (arguments.contains("NULL")) {
            // "Until now", which was a moment ago.
            ((ObjectNode) expected.get("summary")).set("to", answer.at("/summary/to"));
        }
        assertThat(answer).isEqualTo(expected);
    }

    private JsonNode sqlFunction(String arguments) throws IOException {
        String text = Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("SELECT reporting.fn_trips_for_map(" + arguments + ")::text")
                        .mapTo(String.class)
                        .one());
        return JSON.readTree(text);
    }

    @Test
    void whoMaySeeSomeCostCentresSeesNoOtherTrip() throws IOException {
        assertThat(imeis(Map.of(), SOUTH)).containsOnly("860000000000001");
        assertThat(imeis(Map.of("cost_centre", List.of("South,R&D + 50%")), SOUTH))
                .containsOnly("860000000000001");
        assertThat(imeis(Map.of("cost_centre", List.of("R&D + 50%")), SOUTH)).isEmpty();
    }

    /** Without waiting for the next refresh of the view. */
    @Test
    void whoMaySeeATripIsAskedOfTheRegisterAsItIsNow() throws IOException {
        fixture.sql("UPDATE tracksolid.devices SET cost_centre = 'South' WHERE imei = '860000000000002'");
        fixture.sql("UPDATE tracksolid.devices SET cost_centre = 'R&D + 50%' WHERE imei = '860000000000001'");
        assertThat(imeis(Map.of(), SOUTH)).containsOnly("860000000000002");
        fixture.sql("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('South')");
        assertThat(imeis(Map.of(), SOUTH)).isEmpty();
        fixture.sql(
                "UPDATE tracksolid.devices SET driver_name = 'Chege', fuel_100km = 10 WHERE imei = '860000000000004'");
        var chege = sqlFunction("p_from => '2026-03-01', p_driver_name => '{Chege}'");
        assertThat(chege.at("/summary/fuel_estimated_l").doubleValue()).isEqualTo(0.8);
        assertThat(chege.at("/geojson/features").findValuesAsText("driver_name"))
                .containsExactly("Chege");
    }

    private List<String> imeis(Map<String, List<String>> filters, Caller caller) throws IOException {
        var given = new HashMap<>(filters);
        given.put("from", List.of("2026-03-01"));
        var body = new ByteArrayOutputStream();
        var answer = trips.answer(given, List.of(MediaType.APPLICATION_JSON_TYPE), caller);
        ((StreamingOutput) answer.getEntity()).write(body);
        return JSON.readTree(body.toByteArray()).findValuesAsText("imei");
    }

    @Test
    void whoMaySeeSomeCostCentresIsOfferedNothingElse() throws IOException {
        var offered = JSON.readTree(options.json(Map.of(), SOUTH).body());
        assertThat(offered.get("cost_centres")).hasToString("[{\"vehicles\":1,\"cost_centre\":\"South\"}]");
        assertThat(offered.get("vehicles").findValuesAsText("imei")).containsExactly("860000000000001");
        assertThat(offered.get("drivers").findValuesAsText("vehicles")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vehicle_type=truck                  | 860000000000003
            assigned_city=Mombasa,Kisumu        | 860000000000002
            cost_centre=South                   | 860000000000001
            fleet_segment=service               | 860000000000004
            vehicle_number=KDB 200B             | 860000000000005
            driver_name=Brian                   | 860000000000006
            imei=860000000000000                | 860000000000000
            """)
    void theOptionsCanBeNarrowed(String query, String imei) {
        for (var path : List.of("/webhook/fleet-dashboard", "/analytics/filters")) {
            assertThat(given().get(path + "?" + query).jsonPath().getList("vehicles.imei"))
                    .containsExactly(imei);
        }
    }
}
