package io.fleetline.upkeep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What {@code reporting.trips} should hold, computed in plain Java from the facts; and what it holds. One text for each "imei start". */
final class TripsFromScratch {
    private static final Duration LONGEST_PATH = Duration.ofDays(4);
    private static final List<String> NAMES = List.of(
            "vehicle_number",
            "vehicle_name",
            "vehicle_type",
            "fleet_segment",
            "driver_name",
            "cost_centre",
            "assigned_city");
    private static final List<String> VALUES = List.of(
            "distance_km",
            "driving_time_s",
            "idle_time_s",
            "avg_speed_kmh",
            "max_speed_kmh",
            "start_odometer_km",
            "end_odometer_km",
            "start_address",
            "end_address",
            "source");

    private final ZoneId zone;
    private final double plausibleKmh;
    private final Map<String, Vehicle> vehicles = new HashMap<>();
    private final Map<String, TreeMap<Instant, String>> usable = new HashMap<>();

    private record Vehicle(String names, Double fuel100km) {}

    private TripsFromScratch(Handle handle) {
        zone = ZoneId.of(
                handle.createQuery("SELECT text_value FROM reporting.kpi_settings WHERE name = 'fleet_time_zone'")
                        .mapTo(String.class)
                        .one());
        plausibleKmh = handle.createQuery("SELECT value FROM reporting.kpi_settings WHERE name = 'plausible_kmh'")
                .mapTo(Double.class)
                .one();
        handle.createQuery("SELECT * FROM tracksolid.devices")
                .map((row, _) -> vehicles.put(
                        row.getString("imei"),
                        new Vehicle(texts(row, NAMES), row.getObject("fuel_100km", Double.class))))
                .list();
        handle.createQuery("SELECT imei, gps_time, lng, lat, speed, pos_type FROM tracksolid.position_history")
                .map((row, _) -> keep(row))
                .list();
    }

    private boolean keep(ResultSet row) throws SQLException {
        var speed = row.getObject("speed", Double.class);
        var type = row.getString("pos_type");
        if ((type == null || type.equals("GPS")) && (speed == null || speed >= 0 && speed <= plausibleKmh)) {
            usable.computeIfAbsent(row.getString("imei"), _ -> new TreeMap<>())
                    .put(time(row, "gps_time"), row.getDouble("lng") + " " + row.getDouble("lat"));
        }
        return true;
    }

    static Map<String, String> expected(Jdbi jdbi) {
        return jdbi.inTransaction(handle -> {
            var scratch = new TripsFromScratch(handle);
            return lines(handle, "SELECT * FROM tracksolid.trips WHERE end_time IS NOT NULL", scratch::trip);
        });
    }

    private interface Line {
        String of(ResultSet row) throws SQLException;
    }

    private static Map<String, String> lines(Handle handle, String sql, Line line) {
        var lines = new TreeMap<String, String>();
        handle.createQuery(sql)
                .map((row, _) -> lines.put(key(row), line.of(row)) == null)
                .list();
        return lines;
    }

    private String trip(ResultSet row) throws SQLException {
        var start = time(row, "start_time");
        var end = time(row, "end_time");
        var vehicle = vehicles.getOrDefault(row.getString("imei"), new Vehicle(texts(NAMES.size()), null));
        var km = row.getObject("distance_km", Double.class);
        var litres = km == null || vehicle.fuel100km == null ? null : km * vehicle.fuel100km / 100;
        return String.join(
                "|",
                end.toString(),
                start.atZone(zone).toLocalDate().toString(),
                vehicle.names,
                texts(row, VALUES),
                String.valueOf(litres),
                path(row.getString("imei"), start, end));
    }

    private String path(String imei, Instant start, Instant end) {
        var last = end.isAfter(start.plus(LONGEST_PATH)) ? start.plus(LONGEST_PATH) : end;
        var fixes = last.isBefore(start)
                ? List.<String>of()
                : usable.getOrDefault(imei, new TreeMap<>()).subMap(start, true, last, true).values().stream()
                        .toList();
        return fixes.size() < 2 ? "null" : "LINESTRING(" + String.join(",", fixes) + ")";
    }

    static Map<String, String> kept(Jdbi jdbi) {
        return jdbi.withHandle(handle ->
                lines(handle, "SELECT *, ST_AsText(path) AS path_text FROM reporting.trips", TripsFromScratch::kept));
    }

    private static String kept(ResultSet row) throws SQLException {
        return String.join(
                "|",
                time(row, "end_time").toString(),
                row.getString("day"),
                texts(row, NAMES),
                texts(row, VALUES),
                String.valueOf(row.getObject("fuel_estimated_l", Double.class)),
                String.valueOf(row.getString("path_text")));
    }

    private static String key(ResultSet row) throws SQLException {
        return row.getString("imei") + " " + time(row, "start_time");
    }

    private static String texts(ResultSet row, List<String> columns) throws SQLException {
        var texts = new String[columns.size()];
        for (var i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(row.getObject(columns.get(i)));
        }
        return String.join("|", texts);
    }

    private static String texts(int nulls) {
        var texts = new String[nulls];
        Arrays.fill(texts, "null");
        return String.join("|", texts);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
