package io.fleetline.upkeep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What the derived trips and stops should be, computed in plain Java from all fixes and the vendor's trips; and what they are. A text for each "imei start". */
final class DrivesFromScratch {
    private static final double EARTH_RADIUS_M = 6_371_008.771415;
    private static final Duration LONGEST_VENDOR_TRIP = Duration.ofDays(4);

    /** The settings, by name. */
    record Rules(Map<String, Double> values) {
        static Rules read(Handle handle) {
            var values = new HashMap<String, Double>();
            handle.createQuery("SELECT name, value FROM reporting.kpi_settings WHERE value IS NOT NULL")
                    .map((row, _) -> values.put(row.getString(1), row.getDouble(2)))
                    .list();
            return new Rules(values);
        }

        double of(String name) {
            return values.get(name);
        }

        Duration seconds(String name) {
            return Duration.ofMillis(Math.round(of(name) * 1000));
        }
    }

    record Place(double lng, double lat, Double speedKmh) {
        double metresTo(Place other) {
            var phi1 = Math.toRadians(lat);
            var phi2 = Math.toRadians(other.lat);
            var a = square(Math.sin((phi2 - phi1) / 2))
                    + Math.cos(phi1) * Math.cos(phi2) * square(Math.sin(Math.toRadians(other.lng - lng) / 2));
            return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(a));
        }

        private static double square(double x) {
            return x * x;
        }
    }

    record Drive(Instant start, Instant end, long millimetres, Double maxSpeedKmh) {
        long seconds() {
            return Duration.between(start, end).toSeconds();
        }

        long metres() {
            return (millimetres + 500) / 1000;
        }
    }

    private record Vendor(Instant start, Instant end) {
        Instant silentUntil(Duration silence) {
            var longest = start.plus(LONGEST_VENDOR_TRIP);
            var last = end == null || end.isBefore(start) ? start : end.isAfter(longest) ? longest : end;
            return last.plus(silence);
        }
    }

    private final Rules rules;
    private final Map<String, TreeMap<Instant, Place>> fixes = new TreeMap<>();
    private final Map<String, List<Vendor>> vendorTrips = new HashMap<>();
    private final Map<String, List<Instant>> vendorStops = new HashMap<>();

    private DrivesFromScratch(Handle handle) {
        rules = Rules.read(handle);
        handle.createQuery("SELECT imei, gps_time, lng, lat, speed, pos_type FROM tracksolid.position_history")
                .map((row, _) -> keep(row))
                .list();
        handle.createQuery(
                        "SELECT imei, start_time, end_time FROM tracksolid.trips WHERE source IS DISTINCT FROM 'derived'")
                .map((row, _) -> vendorTrips
                        .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                        .add(new Vendor(time(row, "start_time"), time(row, "end_time"))))
                .list();
        handle.createQuery("""
                        SELECT imei, start_time FROM tracksolid.parking_events WHERE source IS DISTINCT FROM 'derived' AND kind = 'parking'
                        """)
                .map((row, _) -> vendorStops
                        .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                        .add(time(row, "start_time")))
                .list();
    }

    private boolean keep(ResultSet row) throws SQLException {
        var speed = row.getObject("speed", Double.class);
        var type = row.getString("pos_type");
        if ((type == null || type.equals("GPS"))
                && (speed == null || speed >= 0 && speed <= rules.of("plausible_kmh"))) {
            fixes.computeIfAbsent(row.getString("imei"), _ -> new TreeMap<>())
                    .put(time(row, "gps_time"), new Place(row.getDouble("lng"), row.getDouble("lat"), speed));
        }
        return true;
    }

    /** Every drive of a vehicle, also the small ones. */
    static List<Drive> cut(NavigableMap<Instant, Place> fixes, Rules rules) {
        var drives = new ArrayList<Drive>();
        Instant before = null;
        for (var fix : fixes.entrySet()) {
            if (before != null) {
                var leg = leg(before, fixes.get(before), fix.getKey(), fix.getValue(), rules);
                if (leg != null) {
                    append(drives, leg, rules);
                }
            }
            before = fix.getKey();
        }
        return drives;
    }

    private static Drive leg(Instant start, Place from, Instant end, Place to, Rules rules) {
        var gap = Duration.between(start, end);
        var seconds = gap.toNanos() / 1e9;
        var metres = from.metresTo(to);
        var kmh = metres / seconds * 3.6;
        var reported = higher(from.speedKmh, to.speedKmh);
        if (gap.compareTo(rules.seconds("derived_gap_s")) > 0 || kmh > rules.of("plausible_kmh")) {
            return null;
        }
        var byReport = reported != null && reported >= rules.of("derived_moving_kmh");
        var byDistance = metres >= rules.of("derived_noise_m") && kmh >= rules.of("derived_moving_kmh");
        return byReport || byDistance ? new Drive(start, end, Math.round(metres * 1000), reported) : null;
    }

    private static void append(List<Drive> drives, Drive leg, Rules rules) {
        var last = drives.isEmpty() ? null : drives.getLast();
        if (last != null && Duration.between(last.end, leg.start).compareTo(rules.seconds("derived_stop_s")) < 0) {
            drives.set(
                    drives.size() - 1,
                    new Drive(
                            last.start,
                            leg.end,
                            last.millimetres + leg.millimetres,
                            higher(last.maxSpeedKmh, leg.maxSpeedKmh)));
        } else {
            drives.add(leg);
        }
    }

    private static Double higher(Double one, Double other) {
        return one == null ? other : other == null ? one : (Double) Math.max(one, other);
    }

    static boolean isTrip(Drive drive, Rules rules) {
        return drive.millimetres >= rules.of("derived_least_m") * 1000
                && Duration.between(drive.start, drive.end).compareTo(rules.seconds("derived_least_s")) >= 0;
    }

    private boolean isSilenced(String imei, Drive drive) {
        var silence = rules.seconds("derived_vendor_silence_h").multipliedBy(3600);
        return vendorTrips.getOrDefault(imei, List.of()).stream()
                .anyMatch(trip -> !trip.start.isAfter(drive.end)
                        && !trip.silentUntil(silence).isBefore(drive.start));
    }

    private boolean isOpen(String imei, Drive drive, Instant now) {
        var gap = rules.seconds("derived_gap_s");
        var stop = rules.seconds("derived_stop_s");
        return drive.end.plus(gap.compareTo(stop) > 0 ? gap : stop).isAfter(now)
                && fixes.get(imei).ceilingKey(drive.end.plus(stop)) == null;
    }

    /** Trips and stops. */
    record Derived(Map<String, String> trips, Map<String, String> stops) {}

    static Derived expected(Jdbi jdbi, Instant now) {
        return jdbi.inTransaction(handle -> new DrivesFromScratch(handle).derived(now));
    }

    private Derived derived(Instant now) {
        var trips = new TreeMap<String, String>();
        var stops = new TreeMap<String, String>();
        if (rules.of("derived_trips") != 0) {
            fixes.forEach((imei, line) -> {
                var drives = cut(line, rules).stream()
                        .filter(drive -> isTrip(drive, rules) && !isSilenced(imei, drive))
                        .toList();
                drives.forEach(drive -> trips.put(imei + " " + drive.start, trip(imei, drive, now)));
                for (var i = 1; i < drives.size(); i++) {
                    addStop(stops, imei, drives.get(i - 1), drives.get(i));
                }
            });
        }
        return new Derived(trips, stops);
    }

    private String trip(String imei, Drive drive, Instant now) {
        var start = fixes.get(imei).get(drive.start);
        if (isOpen(imei, drive, now)) {
            return "open from %s %s".formatted(start.lng, start.lat);
        }
        var end = fixes.get(imei).get(drive.end);
        return "%s|%d m|%d s|%s|%s %s|%s %s"
                .formatted(
                        drive.end,
                        drive.metres(),
                        drive.seconds(),
                        drive.maxSpeedKmh,
                        start.lng,
                        start.lat,
                        end.lng,
                        end.lat);
    }

    private void addStop(Map<String, String> stops, String imei, Drive before, Drive after) {
        var place = fixes.get(imei).get(before.end);
        var found = fixes.get(imei).get(after.start);
        var vendors = new ArrayList<>(vendorStops.getOrDefault(imei, List.of()));
        vendorTrips.getOrDefault(imei, List.of()).forEach(trip -> vendors.add(trip.start));
        if (place.metresTo(found) <= rules.of("derived_least_m")
                && vendors.stream().noneMatch(at -> !at.isBefore(before.start) && !at.isAfter(after.start))) {
            stops.put(
                    imei + " " + before.end,
                    "%s|%d s|%s %s"
                            .formatted(
                                    after.start,
                                    Duration.between(before.end, after.start).toSeconds(),
                                    place.lng,
                                    place.lat));
        }
    }

    static Derived stored(Jdbi jdbi) {
        var trips = new TreeMap<String, String>();
        var stops = new TreeMap<String, String>();
        jdbi.useHandle(handle -> {
            handle.createQuery("""
                            SELECT *, ST_X(start_geom) AS start_lng, ST_Y(start_geom) AS start_lat, ST_X(end_geom) AS end_lng, ST_Y(end_geom) AS end_lat
                            FROM tracksolid.trips WHERE source = 'derived'
                            """)
                    .map((row, _) -> trips.put(key(row), storedTrip(row)))
                    .list();
            handle.createQuery("SELECT * FROM tracksolid.parking_events WHERE source = 'derived'")
                    .map((row, _) -> stops.put(
                            key(row),
                            "%s|%d s|%s %s"
                                    .formatted(
                                            time(row, "end_time"),
                                            row.getInt("duration_s"),
                                            row.getDouble("lng"),
                                            row.getDouble("lat"))))
                    .list();
        });
        return new Derived(trips, stops);
    }

    private static String storedTrip(ResultSet row) throws SQLException {
        if (row.getObject("end_time") == null) {
            return "open from %s %s".formatted(row.getDouble("start_lng"), row.getDouble("start_lat"));
        }
        return "%s|%d m|%d s|%s|%s %s|%s %s"
                .formatted(
                        time(row, "end_time"),
                        Math.round(row.getDouble("distance_km") * 1000),
                        row.getInt("driving_time_s"),
                        row.getObject("max_speed_kmh", Double.class),
                        row.getDouble("start_lng"),
                        row.getDouble("start_lat"),
                        row.getDouble("end_lng"),
                        row.getDouble("end_lat"));
    }

    private static String key(ResultSet row) throws SQLException {
        return row.getString("imei") + " " + time(row, "start_time");
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
