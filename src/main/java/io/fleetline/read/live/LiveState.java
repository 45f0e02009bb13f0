package io.fleetline.read.live;

import static java.util.Objects.requireNonNullElse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a vehicle's newest fix says about it; all else that the live map has of it is from the register.
 *
 * @param ignition null if unknown
 * @param status moving, idle, parked or offline
 * @param coordinates a JSON array, as in its feature
 * @param properties the members of its feature's properties from {@code acc_status} to the end, as JSON without braces
 */
record LiveState(
        String imei, LiveFix fix, @Nullable Boolean ignition, String status, String coordinates, String properties) {

    /** The newest fixes of some vehicles, each value also as {@code reporting.fn_live_features} writes it. */
    static final String STATEMENT = """
            SELECT p.imei, p.lng, p.lat, p.speed, p.direction, p.odometer_km, p.gps_time, p.acc_status, p.status,
                   p.gps_time + make_interval(secs => 60 * p.offline_after_min::double precision) AS offline_after,
                   to_json(p.lng)::text AS lng_json, to_json(p.lat)::text AS lat_json,
                   to_json(p.acc_status)::text AS acc_status_json, to_json(p.speed)::text AS speed_json,
                   to_json(p.direction)::text AS direction_json, to_json(p.odometer_km)::text AS odometer_km_json,
                   to_json(p.gps_time AT TIME ZONE 'UTC') #>> '{}' AS gps_time_utc,
                   greatest(floor(extract(epoch FROM now() - p.gps_time)), 0)::text AS age_s
            FROM (
                SELECT l.*, k.offline_after_min,
                       reporting.fn_live_status(l.acc_status, l.speed, l.gps_time, now(), k.moving_kmh, k.offline_after_min) AS status
                FROM tracksolid.live_positions l
                CROSS JOIN (SELECT max(s.value) FILTER (WHERE s.name = 'moving_kmh')        AS moving_kmh,
                                   max(s.value) FILTER (WHERE s.name = 'offline_after_min') AS offline_after_min
                            FROM reporting.kpi_settings s) k
                WHERE l.imei = ANY (:imeis::text[]) AND l.gps_time IS NOT NULL) p
            """;

    /** The current row of {@link #STATEMENT}. */
    static LiveState of(ResultSet row) throws SQLException {
        return new LiveState(
                row.getString("imei"),
                fix(row),
                row.getObject("acc_status", Boolean.class),
                row.getString("status"),
                "[%s, %s]".formatted(row.getString("lng_json"), row.getString("lat_json")),
                properties(row));
    }

    /** The current row of a statement with the columns {@code lng, lat, speed, direction, odometer_km, offline_after} and {@code gps_time}, which is not null. */
    static LiveFix fix(ResultSet row) throws SQLException {
        var offlineAfter = row.getObject("offline_after", OffsetDateTime.class);
        return new LiveFix(
                row.getDouble("lng"),
                row.getDouble("lat"),
                row.getObject("speed", Double.class),
                row.getObject("direction", Double.class),
                row.getObject("odometer_km", Double.class),
                row.getObject("gps_time", OffsetDateTime.class).toInstant(),
                offlineAfter == null ? null : offlineAfter.toInstant());
    }

    private static String properties(ResultSet row) throws SQLException {
        return "\"acc_status\" : " + json(row, "acc_status_json")
                + ", \"speed\" : " + json(row, "speed_json")
                + ", \"direction\" : " + json(row, "direction_json")
                + ", \"gps_time\" : \"" + row.getString("gps_time_utc")
                + "+00:00\", \"age_s\" : " + row.getString("age_s")
                + ", \"odometer_km\" : " + json(row, "odometer_km_json")
                + ", \"status\" : \"" + row.getString("status") + "\"";
    }

    private static String json(ResultSet row, String column) throws SQLException {
        return requireNonNullElse(row.getString(column), "null");
    }
}
