package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.TimeSpan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Facts as text, in the same form from the fleet and from the database. */
record Facts(Set<String> fixes, Set<String> trips, Set<String> stops, Set<String> alarms) {

    static String fix(String imei, Instant time, double lat, double lng) {
        return "%s %s at %.6f %.6f".formatted(imei, time, lat, lng);
    }

    static String trip(String imei, Instant start, Instant end, @Nullable Double km) {
        return "%s %s to %s, %.6f km".formatted(imei, start, end, km);
    }

    static String stop(String imei, String kind, Instant start, @Nullable Instant end) {
        return "%s %s %s to %s".formatted(imei, kind, start, end);
    }

    static String alarm(String imei, String type, Instant time) {
        return "%s %s %s".formatted(imei, type, time);
    }

    /** The vendor's facts in the database that began within the span; a duplicate would fail here. */
    static Facts of(Jdbi database, TimeSpan span) {
        return new Facts(
                read(
                        database,
                        span,
                        "SELECT imei, gps_time, lat, lng FROM tracksolid.position_history WHERE gps_time",
                        (row, _) -> fix(row.getString(1), time(row, 2), row.getDouble(3), row.getDouble(4))),
                read(
                        database,
                        span,
                        "SELECT imei, start_time, end_time, distance_km FROM tracksolid.trips WHERE source IS DISTINCT FROM 'derived' AND start_time",
                        (row, _) -> trip(row.getString(1), time(row, 2), time(row, 3), row.getDouble(4))),
                read(
                        database,
                        span,
                        "SELECT imei, kind, start_time, end_time FROM tracksolid.parking_events WHERE source IS DISTINCT FROM 'derived' AND start_time",
                        (row, _) -> stop(row.getString(1), row.getString(2), time(row, 3), time(row, 4))),
                read(
                        database,
                        span,
                        "SELECT imei, alarm_type, alarm_time FROM tracksolid.alarms WHERE alarm_time",
                        (row, _) -> alarm(row.getString(1), row.getString(2), time(row, 3))));
    }

    private static Set<String> read(Jdbi database, TimeSpan span, String sql, RowMapper<String> words) {
        List<String> rows = database.withHandle(handle -> handle.createQuery(sql + " BETWEEN :from AND :to")
                .bind("from", span.from().atOffset(ZoneOffset.UTC))
                .bind("to", span.to().atOffset(ZoneOffset.UTC))
                .map(words)
                .list());
        var each = new HashSet<>(rows);
        assertThat(rows).hasSize(each.size());
        return each;
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    void isExactly(Facts expected) {
        same("fixes", fixes, expected.fixes);
        same("trips", trips, expected.trips);
        same("stops", stops, expected.stops);
        same("alarms", alarms, expected.alarms);
    }

    private static void same(String what, Set<String> actual, Set<String> expected) {
        assertThat(expected).as("%s of the fleet", what).isNotEmpty();
        assertThat(without(expected, actual)).as("missing %s", what).isEmpty();
        assertThat(without(actual, expected)).as("invented %s", what).isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
