package io.fleetline.read.history;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.TestReadClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class AlarmsResourceTest {
    private static final String DAY = "/alarms?from=2026-03-10&to=2026-03-10";

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    private FleetFixture fixture;

    /** Five alarms of 2026-03-10 in Nairobi; the names say their order, newest first. */
    @BeforeEach
    void fleet() {
        fixture = new FleetFixture(database);
        fixture.clear();
        fixture.sql("TRUNCATE tracksolid.alarms");
        fixture.liveFleet();
        fixture.sql("INSERT INTO tracksolid.devices (imei, cost_centre) VALUES ('x', 'Hidden')");
        fixture.sql("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('Hidden')");
        fixture.sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, alarm_name, severity, lng, lat, speed, acc_status, fence_id, source)
            VALUES ('m', '2026-03-10 12:00+03', '1', 'first', 'critical', 36.75, -1.25, 42, true, 'f1', 'push'),
                   ('p', '2026-03-10 11:00+03', '2', 'second', 'warning', NULL, NULL, NULL, NULL, NULL, 'poll'),
                   ('m', '2026-03-10 11:00+03', '2', 'third', 'info', 36.75, -1.25, 0, false, NULL, 'poll'),
                   ('m', '2026-03-10 11:00+03', '1', 'fourth', NULL, NULL, NULL, NULL, NULL, NULL, 'poll'),
                   ('o', '2026-03-10 00:00+03', '1', 'fifth', 'critical', NULL, NULL, NULL, NULL, NULL, 'poll'),
                   ('m', '2026-03-09 23:59:59+03', '1', 'the day before', 'critical', NULL, NULL, NULL, NULL, NULL, 'poll'),
                   ('m', '2026-03-11 00:00+03', '1', 'the day after', 'critical', NULL, NULL, NULL, NULL, NULL, 'poll'),
                   ('x', '2026-03-10 12:00+03', '1', 'of an excluded cost centre', 'critical', NULL, NULL, NULL, NULL, NULL, 'poll')
            """);
    }

    @Test
    void thoseOfADayComeNewestFirst() {
        var answer = asked(DAY);
        assertThat(names(answer)).containsExactly("first", "second", "third", "fourth", "fifth");
        assertThat(answer.getBoolean("truncated")).isFalse();
        assertThat(names(asked("/alarms?date=2026-03-10"))).hasSize(5);
        assertThat(names(asked("/alarms?from=2026-03-10T08:00:00Z&to=2026-03-10T09:00:00Z")))
                .as("the first instant counts, the last does not")
                .containsExactly("second", "third", "fourth");
    }

    @Test
    void anAlarmHasTheFieldsOfTheLiveFeedAndItsVehiclesNames() {
        var alarm = asked(DAY).<String, Object>getMap("alarms[0]");
        assertThat(alarm.toString())
                .isEqualTo(
                        "{lat=-1.25, lng=36.75, imei=m, speed=42, source=push, fence_id=f1, severity=critical, acc_status=true,"
                                + " alarm_name=first, alarm_time=2026-03-10T09:00:00+00:00, alarm_type=1, cost_centre=North,"
                                + " driver_name=Amina, vehicle_number=KDA 001A}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cost_centre=North                   | first, third, fourth
            cost_centre=North&cost_centre=South | first, second, third, fourth
            assigned_city=Mombasa,Kisumu        | second, fifth
            vehicle_type=truck                  |
            fleet_segment=delivery&limit=2      | first, second
            vehicle_number=KDA 003C             | second
            imei=o                              | fifth
            driver_name=Amina                   | first, third, fourth
            severity=critical                   | first, fifth
            severity=warning&severity=info      | second, third
            severity=Warning,critical           | first, second, fifth
            severity=&cost_centre=              | first, second, third, fourth, fifth
            """)
    void filtersNarrow(String filter, String expected) {
        assertThat(names(asked(DAY + "&" + filter)))
                .isEqualTo(expected == null ? List.of() : Arrays.asList(expected.split(", ")));
    }

    @Test
    void aLimitedAnswerSaysSo() {
        assertThat(asked(DAY + "&limit=4").getBoolean("truncated")).isTrue();
        assertThat(asked(DAY + "&limit=5").getBoolean("truncated")).isFalse();
        fixture.sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, source)
            SELECT 'm', TIMESTAMPTZ '2026-03-10 13:00+03' + n * INTERVAL '1 second', '1', 'poll' FROM generate_series(1, 1000) n
            """);
        assertThat(asked(DAY).getList("alarms")).hasSize(200);
        assertThat(asked(DAY + "&limit=1000").getList("alarms")).hasSize(1000);
        assertThat(asked(DAY + "&limit=1000").getBoolean("truncated")).isTrue();
    }

    @Test
    void theLastHoursEndWithTheClockOfADeviceThatIsAhead() {
        clock.stop();
        var now = clock.instant();
        alarm("ahead", now.plus(Duration.ofMinutes(5)));
        alarm("new", now.minus(Duration.ofMinutes(90)));
        alarm("of yesterday", now.minus(Duration.ofHours(24)));
        alarm("old", now.minus(Duration.ofHours(24)).minusSeconds(1));
        assertThat(names(asked("/alarms"))).containsExactly("ahead", "new", "of yesterday");
        assertThat(names(asked("/alarms?hours=1.5"))).containsExactly("ahead", "new");
        assertThat(names(asked("/alarms?hours=24.001"))).contains("old");
        assertThat(Instant.parse(asked("/alarms").getString("as_of").replace("+00:00", "Z")))
                .isBetween(now.minusMillis(1), now.plusMillis(1));
        clock.go();
    }

    @Test
    void aSpreadsheetGetsATable() {
        var answer = get(DAY + "&format=csv&bom=1&imei=m&limit=1").then().statusCode(200);
        answer.header("Content-Disposition", equalTo("attachment; filename=\"alarms_2026-03-10_2026-03-10.csv\""))
                .contentType("text/csv")
                .body(equalTo("""
                        \uFEFFimei,vehicle_number,driver_name,cost_centre,alarm_time,alarm_type,alarm_name,severity,lng,lat,speed,acc_status,fence_id,source\r
                        m,KDA 001A,Amina,North,2026-03-10T09:00:00+00:00,1,first,critical,36.75,-1.25,42,true,f1,push\r
                        """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            severity=loud                      | severity must be
            severity=critical,loud             | severity must be
            limit=0                            | limit must be
            limit=1001                         | limit must be
            limit=many                         | limit must be
            limit=1&limit=2                    | limit is given several times
            hours=0                            | hours must be
            hours=-1                           | hours must be
            hours=24&from=2026-03-10           | hours cannot be combined
            hours=9601                         | is more than 400 days before to
            from=yesterday                     | from must be
            from=2026-03-11&to=2026-03-10      | from (2026-03-11) is after to
            from=2025-01-01&to=2026-03-10      | is more than 400 days before to
            from=2024-01-01                    | is more than 400 days before to
            format=xml                         | format must be
            """)
    void anImpossibleValueIsNamed(String query, String expected) {
        given().get("/alarms?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(expected));
    }

    private void alarm(String name, Instant at) {
        fixture.sql(
                "INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, alarm_name, source) VALUES ('m', '%s', '%s', '%s', 'poll')"
                        .formatted(at, name, name));
    }

    private static JsonPath asked(String path) {
        return get(path).then().statusCode(200).extract().jsonPath();
    }

    private static List<String> names(JsonPath answer) {
        return answer.getList("alarms.alarm_name", String.class);
    }
}
