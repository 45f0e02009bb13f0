package io.fleetline.read.analytics;

import static io.fleetline.read.analytics.FleetOfFive.WEEK;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.fleetline.read.FleetFixture;
import io.fleetline.upkeep.Rollup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class AnalyticsResourceTest {
    @Inject
    AgroalDataSource database;

    @Inject
    Reports reports;

    FleetFixture fixture;

    @BeforeEach
    void rollUp() {
        fixture = FleetOfFive.in(database);
    }

    @AfterEach
    void clear() {
        FleetOfFive.clear(fixture);
    }

    @ParameterizedTest
    @CsvSource({
        "cost_centre=North, A B",
        "cost_centre=North&cost_centre=South, A B C D",
        "'cost_centre=North,South', A B C D",
        "cost_centre=Test, ''",
        "assigned_city=Mombasa, C D",
        "vehicle_type=truck, B",
        "fleet_segment=delivery, A C D",
        "vehicle_number=KDA 003C, C",
        "imei=A&imei=D, A D",
        "imei=E, ''",
        "driver_name=Amina, A B",
        "driver_name=Amina&vehicle_type=van, A",
        "driver_name=, A B C D",
        "colour=red, A B C D"
    })
    void everyFilterNarrowsEveryReport(String filter, String imeis) {
        var expected = imeis.isEmpty() ? List.<String>of() : List.of(imeis.split(" "));
        for (var report : List.of("fleet-summary", "utilisation", "fuel")) {
            get(report, WEEK + "&" + filter)
                    .body("by_vehicle.imei", equalTo(expected))
                    .body("totals.vehicles", equalTo(expected.size()));
        }
        var withDriver =
                (int) expected.stream().filter(imei -> !imei.equals("D")).count();
        get("driver-behaviour", WEEK + "&" + filter).body("totals.vehicles", equalTo(withDriver));
    }

    /** Once from the sums of groups, once from the vehicles' own days. */
    @ParameterizedTest
    @ValueSource(
            strings = {"cost_centre=North", "vehicle_type=van,truck&cost_centre=North", "imei=A,B", "driver_name=Amina"
            })
    void theDailyTrendIsNarrowedToo(String filter) {
        get("utilisation", WEEK + "&" + filter)
                .body(
                        "daily.day",
                        contains(
                                "2025-03-10",
                                "2025-03-11",
                                "2025-03-12",
                                "2025-03-13",
                                "2025-03-14",
                                "2025-03-15",
                                "2025-03-16"))
                .body("daily.distance_km", contains(0, 90, 100, 0, 0, 0, 50))
                .body("daily.active_vehicles", contains(0, 1, 1, 0, 0, 0, 1));
        get("utilisation", WEEK).body("daily.distance_km", contains(10, 90, 100, 0, 0, 0, 50));
    }

    @ParameterizedTest
    @EnumSource(Report.class)
    void whoMaySeeOneCostCentreSeesNothingOfTheOthers(Report report) {
        var limited = new Caller("south", Set.of("South", "Test"));
        var narrowed = answer(report, limited);
        assertThat(narrowed).isEqualTo(answer(report, Caller.ANYBODY, "South"));
        assertThat(narrowed).contains("Brian").doesNotContain("Amina", "North", "Chege");
        assertThat(answer(report, limited, "South", "North")).isEqualTo(narrowed);
        assertThat(answer(report, limited, "North")).doesNotContain("Amina", "North", "Brian");
    }

    /** Without the fields that change with time. */
    private String answer(Report report, Caller caller, String... costCentres) {
        var given =
                Map.of("from", List.of("2025-03-10"), "to", List.of("2025-03-16"), "cost_centre", List.of(costCentres));
        return reports.json(report, ReportQuestion.of(report, given, caller))
                .body()
                .replaceAll("\"(as_of|rolled_up_at)\": \"[^\"]*\"", "");
    }

    /** B, which drove 100 km on Wednesday and 50 km on Sunday: before the next roll-up, and after it. */
    @Test
    void aReassignedVehicleIsOutOfItsOldGroupsTrendAtOnce() {
        fixture.sql("UPDATE tracksolid.devices SET cost_centre = 'South' WHERE imei = 'B'");
        for (var run = 0; run < 2; run++) {
            get("utilisation", WEEK + "&cost_centre=North").body("daily.distance_km", contains(0, 90, 0, 0, 0, 0, 0));
            get("utilisation", WEEK + "&cost_centre=South")
                    .body("daily.distance_km", contains(10, 0, 100, 0, 0, 0, 50));
            new Rollup(database).run();
        }
    }

    @Test
    void anotherFleetsTrendIsNotInIt() {
        get("utilisation", WEEK + "&cost_centre=South").body("daily.distance_km", contains(10, 0, 0, 0, 0, 0, 0));
        get("utilisation", WEEK + "&cost_centre=Test").body("daily.distance_km", contains(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aSingleDayIsThatDayFromMidnightToMidnight() {
        get("fleet-summary", "from=2025-03-10&to=2025-03-10")
                .body("totals.distance_km", equalTo(10))
                .body("totals.trips", equalTo(1));
        get("fleet-summary", "from=2025-03-09&to=2025-03-09").body("totals.distance_km", equalTo(7));
        get("fleet-summary", "from=2025-03-17&to=2025-03-17").body("totals.distance_km", equalTo(70));
        get("fleet-summary", "from=2025-03-09&to=2025-03-17").body("totals.distance_km", equalTo(327));
    }

    @ParameterizedTest
    @CsvSource({"start=2025-03-10&end=2025-03-16", "start_date=2025-03-10&end_date=2025-03-16", "to=2025-03-16"})
    void thePeriodHasItsAliases(String period) {
        get("fleet-summary", period)
                .body("period.from", equalTo("2025-03-10"))
                .body("period.to", equalTo("2025-03-16"))
                .body("period.days", equalTo(7))
                .body("totals.distance_km", equalTo(250));
    }

    @Test
    void withoutAPeriodTheLastSevenDaysAreMeant() {
        get("fleet-summary", "from=")
                .body("period.days", equalTo(7))
                .body("totals.vehicles", equalTo(4))
                .body("totals.trips", equalTo(0))
                .body("by_vehicle.trips", contains(0, 0, 0, 0));
    }

    @Test
    void aDisabledVehicleIsInItsPastOnly() {
        fixture.sql("UPDATE tracksolid.devices SET enabled = false WHERE imei IN ('C', 'D')");
        get("fleet-summary", WEEK).body("by_vehicle.imei", contains("A", "B", "C"));
        get("fleet-summary", "from=2025-04-01&to=2025-04-02").body("by_vehicle.imei", contains("A", "B"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=yesterday | from must be a day",
                "from=2025-02-30 | from is not a date",
                "start=2025-03-10T00:00:00Z | from must be a business day",
                "to=2025-03-10T00:00:00Z | to must be a business day",
                "from=2025-03-16&to=2025-03-10 | from (2025-03-16) is after to (2025-03-10)",
                "from=9999-12-31 | from (9999-12-31) is after to",
                "from=0000-01-01&to=2025-01-01 | at most 400",
                "from=2024-01-01&to=2025-02-04 | are 401 days; at most 400",
                "from=2025-03-10&start=2025-03-11 | from is given several times",
                "limit=0 | limit must be",
                "limit=10001 | limit must be",
                "limit=-1 | limit must be",
                "limit=many | limit must be",
                "limit=1&limit=2 | limit is given several times",
                "after=xyz | after is not a cursor",
                "after=00 | after is not a cursor",
                "rows=by_moon | rows must be one of [by_vehicle, by_cost_centre]",
                "imei=%00 | imei holds a NUL"
            })
    void whatIsImpossibleIsRefusedByItsName(String query, String detail) {
        given().urlEncodingEnabled(false)
                .get("/analytics/fleet-summary?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void pagesFollowEachOtherWithoutLossAndSayThatTheyAreCut() {
        for (var list : List.of(
                "fleet-summary by_vehicle imei",
                "utilisation by_vehicle imei",
                "fuel by_vehicle imei",
                "driver-behaviour by_driver driver_name")) {
            var names = list.split(" ");
            var keys = new ArrayList<String>();
            String after = "";
            while (after != null) {
                var page = get(names[0], WEEK + "&limit=1&after=" + after)
                        .extract()
                        .jsonPath();
                assertThat(page.getList(names[1])).hasSize(1);
                assertThat(page.getDouble("totals.distance_km")).isEqualTo(250);
                keys.addAll(page.getList(names[1] + "." + names[2]));
                after = page.getString("next");
                assertThat(page.getBoolean("truncated")).isEqualTo(after != null);
            }
            assertThat(keys)
                    .isEqualTo(names[2].equals("imei") ? List.of("A", "B", "C", "D") : List.of("Amina", "Brian"));
        }
        get("fleet-summary", WEEK + "&limit=4")
                .body("truncated", equalTo(false))
                .body("next", nullValue());
    }

    /** The first fact is of Sunday 2025-03-09. */
    @Test
    void daysBeforeTheFleetHadDataAreNoShift() {
        get("utilisation", "from=2025-02-20&to=2025-03-16")
                .body("totals.shift_days", equalTo(6))
                .body("totals.utilisation_pct", equalTo(0.88f))
                .body("daily.find { it.day == '2025-03-08' }.shift_day", equalTo(true))
                .body("daily.find { it.day == '2025-03-08' }.utilisation_pct", nullValue());
        get("utilisation", "from=2025-02-20&to=2025-02-26")
                .body("totals.shift_time_s", equalTo(0))
                .body("totals.utilisation_pct", nullValue());
    }

    @Test
    void aTableIsCsvWithItsColumnsInOrder() {
        assertThat(csv("fuel", WEEK)).isEqualTo("""
                imei,vehicle_number,vehicle_name,vehicle_type,fleet_segment,driver_name,cost_centre,assigned_city,fuel_100km,active_days,measured_days,\
                distance_km,litres_estimated,litres_measured,estimate_missing,measurement_missing
                A,KDA 001A,Van A,van,delivery,Amina,North,Nairobi,10,1,1,90,9,8.5,false,false
                B,KDA 002B,,truck,service,Amina,North,Nairobi,30,2,1,150,45,30,false,false
                C,KDA 003C,,van,delivery,Brian,South,Mombasa,,2,0,10,,,true,true
                D,KDA 004D,,van,delivery,,South,Mombasa,12.5,0,0,0,0,,false,true
                """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "fleet-summary, by_vehicle, 4",
        "fleet-summary, by_cost_centre, 2",
        "utilisation, by_vehicle, 4",
        "utilisation, daily, 7",
        "driver-behaviour, by_driver, 2",
        "fuel, by_vehicle, 4"
    })
    void everyListIsATableWithAllThatItsJsonHas(String report, String rows, int count) {
        var json = get(report, WEEK).extract().jsonPath();
        var lines = csv(report, WEEK + "&rows=" + rows).split("\r\n");
        assertThat(lines).hasSize(count + 1);
        assertThat(lines[0].split(","))
                .containsExactlyInAnyOrderElementsOf(json.getMap(rows + "[0]").keySet().stream()
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    void aTableWithoutRowsHasItsColumnsAndACutOneLeadsOn() {
        assertThat(csv("driver-behaviour", WEEK + "&imei=none"))
                .isEqualTo(
                        "driver_name,vehicles,trips,distance_km,driving_time_s,speeding,severe_speeding,harsh_acceleration,"
                                + "harsh_braking,harsh_cornering,index_per_100km,fixes_left_out\r\n");
        var cut = given().accept("text/csv").get("/analytics/fuel?" + WEEK + "&limit=3&after=&imei=A,B,C,D");
        assertThat(cut.header("Link"))
                .isEqualTo("<?%s&limit=3&imei=A%%2CB%%2CC%%2CD&after=43>; rel=\"next\"".formatted(WEEK));
        var rest = given().urlEncodingEnabled(false)
                .accept("text/csv")
                .get("/analytics/fuel" + cut.header("Link").split("[<>]")[1]);
        assertThat(rest.asString().lines().skip(1)).singleElement().asString().startsWith("D,");
        assertThat(rest.header("Link")).isNull();
    }

    @Test
    void noTextBecomesAFormula() {
        fixture.sql(
                "UPDATE tracksolid.devices SET vehicle_name = '=HYPERLINK(\"x\")', driver_name = '+254, 1', cost_centre = '@x' WHERE imei = 'A'");
        fixture.sql("UPDATE tracksolid.devices SET vehicle_name = E'-1\\n2' WHERE imei = 'B'");
        assertThat(csv("fleet-summary", WEEK))
                .contains("\"'=HYPERLINK(\"\"x\"\")\",van,delivery,\"'+254, 1\",'@x,")
                .contains("\"'-1\n2\"");
    }

    @Test
    void aLinkGivesATableThatABrowserSaves() {
        var byHeader = csv("fuel", WEEK);
        for (var format : List.of("csv", "CSV")) {
            given().accept("text/html, application/json;q=0.9, */*;q=0.8")
                    .get("/analytics/fuel?" + WEEK + "&format=" + format)
                    .then()
                    .statusCode(200)
                    .contentType("text/csv;charset=UTF-8")
                    .header("Content-Disposition", "attachment; filename=\"fuel_by-vehicle_2025-03-10_2025-03-16.csv\"")
                    .body(equalTo(byHeader));
        }
        given().accept("text/csv")
                .get("/analytics/fuel?format=json&" + WEEK)
                .then()
                .statusCode(200)
                .contentType("application/json");
        given().get("/analytics/fuel?format=xlsx")
                .then()
                .statusCode(400)
                .body("detail", equalTo("format must be json or csv"));
        given().get("/analytics/filters?format=csv")
                .then()
                .statusCode(400)
                .body("detail", equalTo("format must be json: this answer has no other form"));
    }

    @Test
    void excelIsToldThatATableIsUtf8() {
        var plain = given().get("/analytics/fuel?format=csv&" + WEEK);
        var marked = given().get("/analytics/fuel?format=csv&bom=1&" + WEEK);
        assertThat(marked.asByteArray()).startsWith(0xEF, 0xBB, 0xBF).hasSize(plain.asByteArray().length + 3);
        assertThat(marked.header("ETag")).isNotEqualTo(plain.header("ETag"));
        given().get("/analytics/fuel?format=csv&bom=2")
                .then()
                .statusCode(400)
                .body("detail", equalTo("bom must be 1 or 0"));
    }

    @Test
    void anUnchangedAnswerIsNotSentAgain() {
        for (var accept : List.of("application/json", "text/csv")) {
            var tag = given().accept(accept)
                    .get("/analytics/fleet-summary?" + WEEK)
                    .header("ETag");
            new Rollup(database).run(); // a newer one that changes nothing
            asked(accept, tag).statusCode(304).header("ETag", equalTo(tag)).body(equalTo(""));
            asked(accept, "\"other\", " + tag.substring(2)).statusCode(304);
            fixture.sql("UPDATE tracksolid.devices SET vehicle_name = vehicle_name || '!' WHERE imei = 'A'");
            asked(accept, tag).statusCode(200).header("ETag", not(equalTo(tag)));
        }
        var json = given().get("/analytics/fleet-summary?" + WEEK).header("ETag");
        asked("text/csv", json).statusCode(200);
    }

    @Test
    void theDescriptionShowsEveryReportWithItsParametersAndAnExample() {
        for (var report : List.of("fleet-summary", "utilisation", "driver-behaviour", "fuel")) {
            var operation = "paths.'/analytics/%s'.get.".formatted(report);
            given().queryParam("format", "json")
                    .get("/openapi")
                    .then()
                    .statusCode(200)
                    .body(operation + "parameters.name", hasItem("limit"))
                    .body(operation + "parameters.'$ref'", hasItem("#/components/parameters/cost_centre"))
                    .body(operation + "responses.'200'.content.'application/json'.example.period.days", equalTo(7));
        }
    }

    @Test
    void withoutAFleetThereAreNoRows() {
        FleetOfFive.clear(fixture);
        get("fleet-summary", WEEK)
                .body("by_vehicle", empty())
                .body("totals.vehicles", equalTo(0))
                .body("totals.distance_km", equalTo(0));
        get("utilisation", WEEK).body("by_vehicle", empty()).body("totals.utilisation_pct", nullValue());
        get("driver-behaviour", WEEK).body("by_driver", empty()).body("totals.index_per_100km", nullValue());
        get("fuel", WEEK).body("by_vehicle", empty()).body("totals.litres_estimated", nullValue());
    }

    private static ValidatableResponse asked(String accept, String tag) {
        return given().accept(accept)
                .header("If-None-Match", tag)
                .get("/analytics/fleet-summary?" + WEEK)
                .then();
    }

    private static String csv(String report, String query) {
        return given().accept("text/csv")
                .get("/analytics/" + report + "?" + query)
                .then()
                .statusCode(200)
                .contentType("text/csv;charset=UTF-8")
                .extract()
                .asString();
    }

    private static ValidatableResponse get(String report, String query) {
        return given().get("/analytics/" + report + "?" + query)
                .then()
                .statusCode(200)
                .contentType("application/json");
    }
}
