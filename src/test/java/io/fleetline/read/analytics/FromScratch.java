package io.fleetline.read.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The roll-up of all facts in plain Java, as docs/kpis.md defines it; it shares only the facts with the SQL. */
final class FromScratch {
    private static final long FUEL_NOISE_ML = 2000;

    private final Map<String, Map<String, Long>> days = new TreeMap<>();
    private final Jdbi jdbi;
    private final ZoneId zone;

    private FromScratch(Jdbi jdbi, ZoneId zone) {
        this.jdbi = jdbi;
        this.zone = zone;
    }

    /** For each "imei day" the non-zero figures. */
    static Map<String, Map<String, Long>> days(Jdbi jdbi, ZoneId zone) {
        var scratch = new FromScratch(jdbi, zone);
        scratch.trips();
        scratch.stops();
        scratch.alarms();
        scratch.fixes();
        scratch.fuel();
        return scratch.days;
    }

    private void trips() {
        for (var trip : list(
                "SELECT imei, start_time, end_time, distance_km, driving_time_s FROM tracksolid.trips",
                (row, _) -> new Trip(row.getString(1), time(row, 2), time(row, 3), row.getDouble(4), row.getLong(5)))) {
            add(trip.imei, trip.start, "trips", 1);
            add(trip.imei, trip.start, "distance_m", Math.round(trip.km * 1000));
            add(trip.imei, trip.start, "driving_time_s", trip.drivingS);
            add(trip.imei, trip.start, "shift_driving_s", Math.round(trip.drivingS * trip.shareInShift(zone)));
        }
    }

    private void stops() {
        for (var stop : list(
                "SELECT imei, start_time, end_time, 0, duration_s FROM tracksolid.parking_events WHERE kind = 'parking'",
                (row, _) -> new Trip(row.getString(1), time(row, 2), time(row, 3), 0, row.getLong(5)))) {
            add(stop.imei, stop.start, "parkings", 1);
            add(stop.imei, stop.start, "parked_s", stop.end == null ? 0 : stop.drivingS);
        }
    }

    private void alarms() {
        for (var alarm : list(
                "SELECT imei, alarm_time FROM tracksolid.alarms",
                (row, _) -> Map.entry(row.getString(1), time(row, 2)))) {
            add(alarm.getKey(), alarm.getValue(), "alarms", 1);
        }
    }

    private void fixes() {
        var before = new HashMap<String, Fix>();
        var list = list(
                "SELECT imei, gps_time, speed, direction, pos_type FROM tracksolid.position_history ORDER BY imei, gps_time",
                (row, _) -> new Fix(
                        row.getString(1), time(row, 2), number(row, 3), number(row, 4), isGps(row.getString(5))));
        for (var fix : list) {
            add(fix.imei, fix.time, "fixes", 1);
            if (!fix.isUsable) {
                add(fix.imei, fix.time, "fixes_left_out", 1);
                continue;
            }
            fix.compareWith(before.put(fix.imei + " " + day(fix.time), fix));
            fix.events.forEach((event, isNew) -> add(fix.imei, fix.time, event, isNew ? 1 : 0));
        }
    }

    /** NaN if unknown: no comparison with it holds. */
    private static double number(ResultSet row, int column) throws SQLException {
        var number = row.getDouble(column);
        return row.wasNull() ? Double.NaN : number;
    }

    private static boolean isGps(String posType) {
        return posType == null || posType.equals("GPS");
    }

    private void fuel() {
        var believed = new HashMap<String, Long>();
        var list = list(
                "SELECT imei, reading_time, fuel_level FROM tracksolid.fuel_readings WHERE fuel_unit = 'L' ORDER BY 1, 2",
                (row, _) -> new Fix(row.getString(1), time(row, 2), row.getDouble(3), 0, true));
        for (var reading : list) {
            var tank = reading.imei + " " + day(reading.time);
            var level = Math.round(reading.speed * 1000);
            var fallen = believed.computeIfAbsent(tank, first -> level) - level;
            if (Math.abs(fallen) > FUEL_NOISE_ML) {
                believed.put(tank, level);
                add(reading.imei, reading.time, "measured_ml", Math.max(fallen, 0));
            }
        }
    }

    private void add(String imei, Instant at, String figure, long amount) {
        if (amount != 0) {
            days.computeIfAbsent(imei + " " + day(at), day -> new TreeMap<>()).merge(figure, amount, Long::sum);
        }
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    private <T> List<T> list(String sql, RowMapper<T> mapper) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).map(mapper).list());
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private record Trip(String imei, Instant start, Instant end, double km, long drivingS) {
        /** Second by second. */
        double shareInShift(ZoneId zone) {
            var seconds = end == null ? 0 : Duration.between(start, end).toSeconds();
            var inShift = 0;
            for (var second = 0; second < seconds; second++) {
                var at = start.plusSeconds(second).atZone(zone);
                if (at.getDayOfWeek().getValue() <= 6
                        && !at.toLocalTime().isBefore(LocalTime.of(7, 0))
                        && at.toLocalTime().isBefore(LocalTime.of(18, 0))) {
                    inShift++;
                }
            }
            return seconds == 0 ? 0 : (double) inShift / seconds;
        }
    }

    private static final class Fix {
        final String imei;
        final Instant time;
        final double speed;
        final double direction;
        final boolean isUsable;

        /** The events that it belongs to, and whether it begins them. */
        final Map<String, Boolean> events = new HashMap<>();

        Fix(String imei, Instant time, double speed, double direction, boolean isUsable) {
            this.imei = imei;
            this.time = time;
            this.speed = speed;
            this.direction = direction;
            this.isUsable = isUsable;
        }

        void compareWith(Fix before) {
            note("speeding", speed >= 80, before);
            note("severe_speeding", speed >= 100, before);
            if (before == null) {
                return;
            }
            var gap = Duration.between(before.time, time).toMillis() / 1000.0;
            if (gap <= 30) {
                var gained = (speed - before.speed) / 3.6 / gap;
                note("harsh_acceleration", gained >= 2.5, before);
                note("harsh_braking", gained <= -3.0, before);
                var turn = Math.abs(direction - before.direction) % 360;
                var sideways = (speed + before.speed) / 7.2 * Math.toRadians(Math.min(turn, 360 - turn)) / gap;
                note("harsh_cornering", Math.min(speed, before.speed) >= 20 && sideways >= 2.5, before);
            }
        }

        private void note(String event, boolean isOne, Fix before) {
            if (isOne) {
                events.put(event, before == null || !before.events.containsKey(event));
            }
        }
    }
}
