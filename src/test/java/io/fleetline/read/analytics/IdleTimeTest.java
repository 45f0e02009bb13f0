package io.fleetline.read.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.upkeep.Rollup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Idle time is the same everywhere, and null if nothing is known about it. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class IdleTimeTest {
    @Inject
    AgroalDataSource database;

    FleetFixture fixture;

    @BeforeEach
    void fleet() {
        fixture = FleetOfFive.in(database);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
    }

    @AfterEach
    void clear() {
        FleetOfFive.clear(fixture);
    }

    @Test
    void theDashboardSaysWhatTheReportSays() {
        assertThat(idleTimes(report())).isEqualTo(idleTimes(dashboard()));
        assertThat(dashboard().<Object>get("summary.idle_time_s")).isEqualTo(900);
        fixture.sql("DELETE FROM tracksolid.parking_events WHERE kind = 'idling'");
        fixture.sql("UPDATE tracksolid.trips SET idle_time_s = NULL");
        fixture.sql("INSERT INTO infrastructure.touched_days (imei, day) SELECT imei, day FROM reporting.vehicle_days");
        new Rollup(database).run();
        assertThat(dashboard().<Object>get("summary.idle_time_s")).isNull();
        assertThat(report().<Object>get("totals.idle_time_s")).isNull();
        assertThat(idleTimes(report())).isEqualTo(idleTimes(dashboard()));
    }

    /** Of each cost centre. */
    private static Map<String, Object> idleTimes(JsonPath answer) {
        var times = new TreeMap<String, Object>();
        var path = answer.get("summary") == null ? "by_cost_centre" : "summary.by_cost_centre";
        answer.getList(path, Map.class)
                .forEach(row ->
                        times.put(String.valueOf(row.get("cost_centre")), String.valueOf(row.get("idle_time_s"))));
        return times;
    }

    private static JsonPath report() {
        return given().get("/analytics/fleet-summary?" + FleetOfFive.WEEK).jsonPath();
    }

    private static JsonPath dashboard() {
        return given().contentType("application/x-www-form-urlencoded")
                .body(FleetOfFive.WEEK)
                .post("/webhook/fleet-dashboard")
                .jsonPath();
    }

    @Test
    void soDoTheDailyViews() {
        // B's idling stop of Wednesday is the only source for that day; there is none for Monday.
        var days = List.of("2025-03-10 null", "2025-03-11 600", "2025-03-12 300");
        for (var view : List.of("v_fleet_km_daily", "v_driver_aggregates_daily")) {
            assertThat(lines("""
                    SELECT day || ' ' || coalesce(sum(idle_time_s)::text, 'null') FROM tracksolid.%s
                    WHERE day BETWEEN '2025-03-10' AND '2025-03-12' GROUP BY day ORDER BY day
                    """.formatted(view))).isEqualTo(days);
        }
    }

    @Test
    void soDoesTheViewOfToday() {
        fixture.sql("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time, idle_time_s) VALUES ('A', now(), now(), 70), ('B', now(), now(), NULL);
                INSERT INTO tracksolid.parking_events (imei, start_time, kind, end_time, duration_s) VALUES
                    ('A', now(), 'idling', now(), 1000), ('B', now(), 'idling', now(), 5), ('E', now() - INTERVAL '25 hours', 'idling', now(), 9)
                """);
        assertThat(
                        lines(
                                "SELECT assigned_city || ' ' || coalesce(idle_time_s::text, 'null') FROM tracksolid.v_fleet_today ORDER BY 1"))
                .containsExactly("Mombasa null", "Nairobi 75");
    }

    private List<String> lines(String sql) {
        return Jdbi.create(database)
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
