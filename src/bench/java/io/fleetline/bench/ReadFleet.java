package io.fleetline.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;

/** A fleet for readers to ask about, made by the database itself. */
final class ReadFleet {
    /** The days in which all of it happens. */
    static final LocalDate FIRST_DAY = LocalDate.of(2025, 11, 1);

    static final int DAYS = 365;

    private final Jdbi jdbi;

    ReadFleet(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static String imei(int vehicle) {
        return "356307%09d".formatted(vehicle);
    }

    /** So many vehicles, all on the road and heard of just now. */
    void live(int vehicles) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.devices (imei, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name,
                                                cost_centre, assigned_city, fuel_100km)
                SELECT '356307' || lpad(n::text, 9, '0'), 'KDA ' || lpad(n::text, 5, '0'), 'Vehicle ' || n,
                       (ARRAY['van', 'truck', 'bike'])[1 + n % 3], (ARRAY['delivery', 'service'])[1 + n % 2], 'Driver ' || n,
                       'Cost centre ' || n % 20, (ARRAY['Nairobi', 'Mombasa', 'Kampala'])[1 + n % 3], 8 + n % 7
                FROM generate_series(0, ? - 1) AS n
                ON CONFLICT DO NOTHING""", vehicles));
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.live_positions (imei, gps_time, geom, lat, lng, speed, direction, acc_status, satellites, odometer_km,
                                                       pos_type, source)
                SELECT '356307' || lpad(n::text, 9, '0'), now() - n % 2400 * INTERVAL '1 second', ST_Point(36.8 + n / 1e5, -1.3, 4326), -1.3,
                       36.8 + n / 1e5, n % 90, n % 360, n % 4 > 0, 9, 48213.177 + n, 'GPS', 'poll'
                FROM generate_series(0, ? - 1) AS n
                ON CONFLICT (imei) DO UPDATE SET gps_time = excluded.gps_time""", vehicles));
    }

    /** A fix a second from then on. */
    void track(int vehicle, Instant from, int fixes) {
        jdbi.useHandle(handle -> handle.execute(
                """
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, direction, acc_status, satellites, altitude,
                                                         odometer_km, pos_type, source)
                SELECT ?, ?::timestamptz + n * INTERVAL '1 second', ST_Point(lng, lat, 4326), lat, lng, n % 90, n % 360, true, 9, 1687, n / 100.0,
                       'GPS', 'push'
                FROM generate_series(0, ? - 1) AS n,
                     LATERAL (SELECT round((-1.3 + sin(n / 500.0) / 20)::numeric, 6)::float8 AS lat,
                                     round((36.8 + cos(n / 700.0) / 20)::numeric, 6)::float8 AS lng) AS p""", imei(vehicle), from.truncatedTo(ChronoUnit.SECONDS).toString(), fixes));
    }

    /** Trips of every vehicle on the last day. */
    void tripsOfADay(int vehicles, int each) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, driving_time_s, idle_time_s,
                                              avg_speed_kmh, max_speed_kmh, start_odometer_km, end_odometer_km, start_address, end_address,
                                              source)
                SELECT '356307' || lpad(n::text, 9, '0'), start, start + INTERVAL '40 minutes', ST_Point(36.8 + n / 1e5, -1.3, 4326),
                       ST_Point(36.9, -1.2 - n / 1e5, 4326), 17.25, 2100, 300, 29.6, 61, 48213.177, 48230.427,
                       'Mombasa Road, Nairobi', 'Thika Road, Nairobi', 'poll'
                FROM generate_series(0, ? - 1) AS n, generate_series(0, ? - 1) AS trip,
                     LATERAL (SELECT ?::date::timestamp AT TIME ZONE 'Africa/Nairobi' + INTERVAL '6 hours' + trip * INTERVAL '1 hour'
                                     + n % 600 * INTERVAL '1 second' AS start) AS s""", vehicles, each, lastDay()));
        jdbi.useHandle(handle -> handle.execute("REFRESH MATERIALIZED VIEW reporting.v_trips"));
    }

    /** The roll-up of all days, as a job would have left it. */
    void days(int vehicles) {
        jdbi.useHandle(handle -> handle.execute("SELECT infrastructure.fn_follow_changes()")); // groups to sum by
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO reporting.vehicle_days
                SELECT '356307' || lpad(n::text, 9, '0'), day, 5, 87000 + n % 100, 11000, 1800, 9000, day + TIME '04:00', day + TIME '16:00', 61 + n % 50,
                       4, 20000, 2, 0, 1440, n % 3, 0, 1, 1, 0, CASE n % 2 WHEN 0 THEN 9500 END
                FROM generate_series(0, ? - 1) AS n,
                     LATERAL (SELECT (?::date + d)::date AS day FROM generate_series(0, ? - 1) AS d) AS days
                WHERE (n + extract(doy FROM day)::int) % 7 > 0  -- nobody works every day
                """, vehicles, FIRST_DAY, DAYS));
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO reporting.vehicle_totals
                SELECT imei, day, count(*) OVER o, sum(trips) OVER o, sum(distance_m) OVER o, sum(driving_time_s) OVER o, sum(idle_time_s) OVER o,
                       sum(shift_driving_s) OVER o, sum(parkings) OVER o, sum(parked_s) OVER o, sum(alarms) OVER o, sum(critical_alarms) OVER o,
                       sum(speeding) OVER o, sum(severe_speeding) OVER o, sum(harsh_acceleration) OVER o, sum(harsh_braking) OVER o,
                       sum(harsh_cornering) OVER o, count(measured_ml) OVER o, coalesce(sum(measured_ml) OVER o, 0), count(*) OVER o
                FROM reporting.vehicle_days WINDOW o AS (PARTITION BY imei ORDER BY day)
                """));
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.touched_fleet_days SELECT DISTINCT day FROM reporting.vehicle_days ON CONFLICT DO NOTHING"""));
        jdbi.useHandle(handle -> handle.execute("SELECT infrastructure.fn_rebuild_fleet_days(?)", DAYS));
    }

    static LocalDate lastDay() {
        return FIRST_DAY.plusDays(DAYS - 1L);
    }

    void analyze() {
        jdbi.useHandle(handle -> handle.execute("VACUUM ANALYZE"));
    }
}
