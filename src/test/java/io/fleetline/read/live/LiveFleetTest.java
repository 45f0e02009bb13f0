package io.fleetline.read.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.TestReadClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live map in memory compared with the SQL function, and when it is loaded. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LiveFleetTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each keeps all vehicles of {@link #fleetForFilters} but the one with its number, counted from 1, and the last. */
    private static final List<Map.Entry<String, String>> FILTERS = List.of(
            Map.entry("cost_centre", "North"),
            Map.entry("assigned_city", "Nairobi"),
            Map.entry("vehicle_type", "van,bus"),
            Map.entry("fleet_segment", "delivery"),
            Map.entry("vehicle_number", "KDA 1"),
            Map.entry("imei", "0,1,2,3,4,5,7,8"),
            Map.entry("driver_name", "Wanjikũ Ng'ang'a"),
            Map.entry("acc_status", "on"));

    @Inject
    AgroalDataSource database;

    @Inject
    TestReadClock clock;

    @Inject
    LiveFleet fleet;

    Jdbi jdbi;

    @BeforeEach
    void fleetForFilters() {
        jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.sql("""
            INSERT INTO tracksolid.devices
                (imei, cost_centre, assigned_city, vehicle_type, fleet_segment, vehicle_number, driver_name)
            VALUES ('0', 'North', 'Nairobi', 'van',   'delivery', 'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('1', 'South', 'Nairobi', 'van',   'delivery', 'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('2', 'North', 'Mombasa', 'van',   'delivery', 'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('3', 'North', 'Nairobi', 'truck', 'delivery', 'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('4', 'North', 'Nairobi', 'van',   'service',  'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('5', 'North', 'Nairobi', 'van',   'delivery', 'KDB 2', 'Wanjikũ Ng''ang''a'),
                   ('6', 'North', 'Nairobi', 'van',   'delivery', 'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('7', 'North', 'Nairobi', 'van',   'delivery', 'KDA 1', NULL),
                   ('8', 'North', 'Nairobi', 'van',   'delivery', 'KDA 1', 'Wanjikũ Ng''ang''a'),
                   ('9', NULL,    NULL,      NULL,    NULL,       NULL,    NULL)
            """);
        fixture.sql("""
            INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, direction, acc_status, odometer_km, source, gps_time)
            SELECT imei, 36.75, -1.25, ST_Point(36.75, -1.25, 4326), 0.1 * n, 90.5, CASE WHEN imei <> '9' THEN imei <> '8' END, 1234.5, 'poll',
                   now() - n * INTERVAL '5 minutes'
            FROM (SELECT imei, imei::int AS n FROM tracksolid.devices WHERE imei <> '4') d
            """);
        clock.pause();
    }

    @AfterEach
    void goOn() {
        clock.go();
    }

    /** 256 combinations, for a caller with all cost centres and for a restricted one. */
    @Test
    void everyCombinationOfFiltersIsAnsweredAsTheSqlFunctionAnswersIt() {
        var snapshot = fleet.snapshot();
        jdbi.useHandle(handle -> {
            for (int combination = 0; combination < 256; combination++) {
                for (var caller : List.of(Caller.ANYBODY, new Caller("north", Set.of("North", "West")))) {
                    compare(handle, snapshot, given(combination), caller);
                }
            }
        });
    }

    private static Map<String, List<String>> given(int combination) {
        var given = new HashMap<String, List<String>>();
        IntStream.range(0, 8)
                .filter(bit -> (combination >> bit & 1) == 1)
                .forEach(bit -> given.put(
                        FILTERS.get(bit).getKey(), List.of(FILTERS.get(bit).getValue())));
        return given;
    }

    private static void compare(Handle handle, LiveSnapshot snapshot, Map<String, List<String>> given, Caller caller) {
        var answer = tree(snapshot.answer(snapshot.question(given, caller)));
        assertThat(answer).as("%s for %s", given, caller).isEqualTo(fromSql(handle, given, caller, answer));
        // Without any filter 9 of 10 have a fix; each filter excludes one, and the one without any value.
        var expected = IntStream.range(0, 10)
                .filter(vehicle -> vehicle != 4)
                .filter(vehicle -> vehicle != 9 || given.isEmpty() && caller.costCentres() == null)
                .filter(vehicle -> vehicle != 1 || caller.costCentres() == null)
                .filter(vehicle -> FILTERS.stream()
                        .noneMatch(
                                filter -> given.containsKey(filter.getKey()) && FILTERS.indexOf(filter) == vehicle - 1))
                .mapToObj(String::valueOf)
                .toList();
        assertThat(answer.findValuesAsText("imei"))
                .as("%s for %s", given, caller)
                .isEqualTo(expected);
    }

    private static JsonNode fromSql(Handle handle, Map<String, List<String>> given, Caller caller, JsonNode answer) {
        var values = new HashMap<String, Object>();
        FILTERS.forEach(filter -> values.put(
                filter.getKey(),
                given.containsKey(filter.getKey()) ? filter.getValue().split(",") : null));
        if (caller.costCentres() != null) {
            values.put("cost_centre", new String[] {"North"});
        }
        values.put("acc_status", given.containsKey("acc_status") ? "on" : null);
        values.put("as_of", OffsetDateTime.parse(answer.at("/summary/as_of").textValue()));
        return tree(handle.createQuery("""
                        SELECT reporting.fn_live_positions(p_cost_centre => :cost_centre, p_assigned_city => :assigned_city,
                            p_vehicle_type => :vehicle_type, p_fleet_segment => :fleet_segment, p_vehicle_number => :vehicle_number,
                            p_imei => :imei, p_driver_name => :driver_name, p_acc_status => :acc_status, p_as_of => :as_of)::text
                        """).bindMap(values).mapTo(String.class).one());
    }

    @Test
    void anEmptyFleetIsAnsweredAsTheSqlFunctionAnswersIt() {
        new FleetFixture(database).clear();
        clock.pause();
        var answer = tree(answer(Map.of(), Caller.ANYBODY));
        jdbi.useHandle(handle -> assertThat(answer).isEqualTo(fromSql(handle, Map.of(), Caller.ANYBODY, answer)));
    }

    private LiveAnswer answer(Map<String, List<String>> given, Caller caller) {
        var snapshot = fleet.snapshot();
        return snapshot.answer(snapshot.question(given, caller));
    }

    @Test
    void manyRequestsWithinASecondCauseNoStatement() {
        clock.stop();
        var first = fleet.snapshot();
        jdbi.useHandle(handle -> {
            var before = lastStatement(handle);
            for (int i = 0; i < 1000; i++) {
                assertThat(fleet.snapshot()).isSameAs(first);
                answer(given(i % 256), Caller.ANYBODY);
            }
            assertThat(lastStatement(handle)).isEqualTo(before);
        });
    }

    /** When any other connection to this database began its last statement. */
    private static OffsetDateTime lastStatement(Handle handle) {
        return handle.createQuery("""
                        SELECT max(query_start) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """).mapTo(OffsetDateTime.class).one();
    }

    @Test
    void theSameQuestionIsPutTogetherOnceASnapshot() {
        clock.stop();
        var once = answer(Map.of("imei", List.of("1,2")), Caller.ANYBODY);
        var again = answer(Map.of("imei", List.of("2", "1")), Caller.ANYBODY);
        assertThat(again).isSameAs(once);
    }

    @Test
    void aSnapshotOfASecondIsReplacedBehindTheScenes() {
        clock.stop();
        var first = fleet.snapshot();
        clock.advance(Duration.ofMillis(999));
        assertThat(fleet.snapshot()).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(fleet.snapshot()).isSameAs(first);
        await().until(() -> fleet.snapshot() != first);
    }

    @Test
    void afterAPauseTheFirstRequestWaitsForAFreshOne() {
        clock.stop();
        var first = fleet.snapshot();
        clock.advance(Duration.ofSeconds(2));
        assertThat(fleet.snapshot()).isNotSameAs(first);
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepASnapshotAlive() {
        clock.stop();
        var first = fleet.snapshot();
        clock.putBack(Duration.ofHours(1));
        clock.advance(Duration.ofSeconds(2));
        assertThat(fleet.snapshot()).isNotSameAs(first);
    }

    @Test
    void whenItCannotBeLoadedTheLastSnapshotGoesOnForAMinute() {
        clock.stop();
        var last = fleet.snapshot();
        jdbi.useHandle(handle -> {
            handle.execute("ALTER FUNCTION reporting.fn_live_vehicles RENAME TO fn_away");
            try {
                clock.advance(Duration.ofSeconds(60));
                assertThat(fleet.snapshot()).isSameAs(last);
                clock.advance(Duration.ofSeconds(1));
                assertThatThrownBy(fleet::snapshot)
                        .as("the database answers: it knows no such function")
                        .isInstanceOf(JdbiException.class)
                        .hasMessageContaining("fn_live_vehicles");
                RestAssured.given()
                        .get("/webhook/live-positions")
                        .then()
                        .statusCode(500)
                        .body("detail", not(containsString("does not answer")));
            } finally {
                handle.execute("ALTER FUNCTION reporting.fn_away RENAME TO fn_live_vehicles");
            }
        });
        clock.advance(Duration.ofSeconds(1));
        assertThat(fleet.snapshot()).isNotSameAs(last);
    }

    @Test
    void aFaultOfOursIsNoDatabaseThatDoesNotAnswer() {
        clock.stop();
        jdbi.useHandle(handle -> {
            handle.execute("ALTER FUNCTION reporting.fn_live_features RENAME TO fn_real");
            handle.execute("""
                    CREATE FUNCTION reporting.fn_live_features(reporting.vehicle_filter) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, 2'""");
            try {
                clock.advance(Duration.ofSeconds(61));
                RestAssured.given().get("/webhook/live-positions").then().statusCode(500);
            } finally {
                handle.execute("DROP FUNCTION reporting.fn_live_features(reporting.vehicle_filter)");
                handle.execute("ALTER FUNCTION reporting.fn_real RENAME TO fn_live_features");
            }
        });
    }

    @Test
    void whileTheDatabaseIsAwayThatIsSaid() {
        clock.stop();
        jdbi.useHandle(handle -> {
            handle.execute("ALTER FUNCTION reporting.fn_live_features RENAME TO fn_real");
            handle.execute("""
                    CREATE FUNCTION reporting.fn_live_features(reporting.vehicle_filter) RETURNS TABLE (imei text) LANGUAGE plpgsql AS
                    'BEGIN RAISE EXCEPTION USING ERRCODE = ''57P01'', MESSAGE = ''going down''; END'""");
            try {
                clock.advance(Duration.ofSeconds(61));
                assertThatThrownBy(fleet::snapshot)
                        .isInstanceOf(ServiceUnavailableException.class)
                        .hasMessage("the database does not answer");
            } finally {
                handle.execute("DROP FUNCTION reporting.fn_live_features(reporting.vehicle_filter)");
                handle.execute("ALTER FUNCTION reporting.fn_real RENAME TO fn_live_features");
            }
        });
    }

    private static JsonNode tree(LiveAnswer answer) {
        return tree(answer.plain().toString());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
