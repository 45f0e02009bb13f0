package io.fleetline.read.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** The roll-up's result, compared with all facts counted by plain Java. */
public final class RolledUp {
    private static final List<String> FIGURES = List.of(
            "trips",
            "distance_m",
            "driving_time_s",
            "shift_driving_s",
            "parkings",
            "parked_s",
            "alarms",
            "fixes",
            "fixes_left_out",
            "speeding",
            "severe_speeding",
            "harsh_acceleration",
            "harsh_braking",
            "harsh_cornering",
            "measured_ml");

    private final Jdbi jdbi;

    public RolledUp(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** In the initial time zone of the fleet. */
    public void assertUpToDate() {
        assertUpToDate("Africa/Nairobi");
    }

    public void assertUpToDate(String zone) {
        var scratch = FromScratch.days(jdbi, ZoneId.of(zone));
        assertThat(figures("SELECT * FROM reporting.vehicle_days ORDER BY imei, day"))
                .isEqualTo(scratch);
        assertThat(
                        text(
                                "SELECT (SELECT count(*) FROM infrastructure.touched_days) + (SELECT count(*) FROM infrastructure.touched_hours)"))
                .isEqualTo("0");
        assertRunningSums();
        assertFleetDays();
    }

    void assertRunningSums() {
        assertThat(text("""
                SELECT count(*) FROM reporting.vehicle_totals t
                FULL JOIN (SELECT v.imei, v.day, (SELECT sum(w.distance_m) FROM reporting.vehicle_days w WHERE w.imei = v.imei AND w.day <= v.day) AS metres,
                                  (SELECT count(*) FROM reporting.vehicle_days w WHERE w.imei = v.imei AND w.day <= v.day AND w.trips > 0) AS active,
                                  (SELECT sum(w.speeding) FROM reporting.vehicle_days w WHERE w.imei = v.imei AND w.day <= v.day) AS speeding
                           FROM reporting.vehicle_days v) s ON s.imei = t.imei AND s.day = t.day
                WHERE (t.distance_m, t.active_days, t.speeding) IS DISTINCT FROM (s.metres, s.active, s.speeding)
                """)).isEqualTo("0");
    }

    private void assertFleetDays() {
        assertThat(text(
                        "SELECT string_agg(d, ' ') FROM (SELECT day || ':' || sum(distance_m) || ':' || sum(active_vehicles) AS d"
                                + " FROM reporting.fleet_days GROUP BY day HAVING sum(trips) > 0 ORDER BY day)"))
                .isEqualTo(text(
                        "SELECT string_agg(d, ' ') FROM (SELECT day || ':' || sum(distance_m) || ':' || count(*) FILTER (WHERE trips > 0) AS d"
                                + " FROM reporting.vehicle_days GROUP BY day HAVING sum(trips) > 0 ORDER BY day)"));
    }

    /** For each "imei day" the non-zero figures. */
    private Map<String, Map<String, Long>> figures(String sql) {
        var days = new TreeMap<String, Map<String, Long>>();
        jdbi.useHandle(handle -> handle.createQuery(sql).mapToMap().forEach(row -> {
            var figures = new TreeMap<String, Long>();
            for (var name : FIGURES) {
                var value = row.get(name) == null ? 0 : ((Number) row.get(name)).longValue();
                if (value != 0) {
                    figures.put(name, value);
                }
            }
            days.put(row.get("imei") + " " + row.get("day"), figures);
        }));
        days.values().removeIf(Map::isEmpty);
        return days;
    }

    /** The outcome of each run, and the number of vehicle days it processed. */
    public List<String> logged() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT concat_ws(' ', outcome, coalesce(rows::text, error)) FROM reporting.refresh_log
                        WHERE view_name = 'reporting.vehicle_days' ORDER BY id
                        """).mapTo(String.class).list());
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
