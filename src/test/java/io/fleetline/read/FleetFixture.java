package io.fleetline.read;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Small fleets whose figures can be calculated by hand. */
public final class FleetFixture {
    private final Jdbi jdbi;

    public FleetFixture(DataSource database) {
        this.jdbi = Jdbi.create(database);
    }

    public void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    public void clear() {
        sql("""
            TRUNCATE tracksolid.devices, tracksolid.live_positions, tracksolid.trips, tracksolid.ingestion_log,
                reporting.refresh_log, reporting.excluded_cost_centres
            """);
        sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
    }

    /** One vehicle of each status: m moving, i idle, p parked, o offline, n never had a fix. */
    public void liveFleet() {
        sql("""
            INSERT INTO tracksolid.devices (imei, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city)
            VALUES ('m', 'KDA 001A', 'Van 1', 'van', 'delivery', 'Amina', 'North', 'Nairobi'),
                   ('i', 'KDA 002B', NULL, 'truck', 'service', 'Brian', 'North', 'Nairobi'),
                   ('p', 'KDA 003C', NULL, 'van', 'delivery', 'Chege', 'South', 'Mombasa'),
                   ('o', 'KDA 004D', NULL, 'van', 'delivery', 'Dina', 'R&D + West', 'Kisumu'),
                   ('n', 'KDA 005E', NULL, 'truck', 'service', NULL, 'South', 'Mombasa')
            """);
        sql("""
            INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, direction, acc_status, odometer_km, source, gps_time)
            SELECT imei, lng, lat, ST_Point(lng, lat, 4326), speed, 90, acc, 1234.5, 'poll', now() - age
            FROM (VALUES ('m', 36.75, -1.25, 42.0, true,  INTERVAL '1 minute'),
                         ('i', 36.5,  -1.5,   4.9, true,  INTERVAL '2 minutes'),
                         ('p', 39.5,  -4.0,   0.0, false, INTERVAL '29 minutes'),
                         ('o', 34.75, -0.25, 60.0, true,  INTERVAL '31 minutes')) AS f(imei, lng, lat, speed, acc, age)
            """);
    }

    /**
     * Vehicle 0 and, for each filter but imei, one vehicle that differs from it only in that column. Each has one trip at noon of the
     * business day 2026-03-10, whose length is a power of two: so a sum of kilometres identifies the trips in it.
     * Vehicle 0 also drove in the last second of the day before (64 km) and in the first of the day after (128 km).
     */
    public void tripFleet() {
        sql("""
            INSERT INTO tracksolid.devices (imei, cost_centre, assigned_city, vehicle_type, fleet_segment, vehicle_number, driver_name)
            VALUES ('860000000000000', 'R&D + 50%', 'Nairobi', 'van',   'delivery', 'KDA 100A', 'Wanjikũ Ng''ang''a'),
                   ('860000000000001', 'South',     'Nairobi', 'van',   'delivery', 'KDA 100A', 'Wanjikũ Ng''ang''a'),
                   ('860000000000002', 'R&D + 50%', 'Mombasa', 'van',   'delivery', 'KDA 100A', 'Wanjikũ Ng''ang''a'),
                   ('860000000000003', 'R&D + 50%', 'Nairobi', 'truck', 'delivery', 'KDA 100A', 'Wanjikũ Ng''ang''a'),
                   ('860000000000004', 'R&D + 50%', 'Nairobi', 'van',   'service',  'KDA 100A', 'Wanjikũ Ng''ang''a'),
                   ('860000000000005', 'R&D + 50%', 'Nairobi', 'van',   'delivery', 'KDB 200B', 'Wanjikũ Ng''ang''a'),
                   ('860000000000006', 'R&D + 50%', 'Nairobi', 'van',   'delivery', 'KDA 100A', 'Brian')
            """);
        sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, source)
            SELECT '86000000000000' || vehicle, start, start + INTERVAL '20 minutes', ST_Point(36.75, -1.25, 4326),
                   ST_Point(36.5, -1.5, 4326), km, 'poll'
            FROM (VALUES (0, 0.5, TIMESTAMPTZ '2026-03-10 12:00+03'), (1, 1, '2026-03-10 12:00+03'), (2, 2, '2026-03-10 12:00+03'),
                         (3, 4, '2026-03-10 12:00+03'), (4, 8, '2026-03-10 12:00+03'), (5, 16, '2026-03-10 12:00+03'),
                         (6, 32, '2026-03-10 12:00+03'), (0, 64, '2026-03-09 23:59:59+03'), (0, 128, '2026-03-11 00:00:00+03'))
                 AS t(vehicle, km, start)
            """);
        sql("REFRESH MATERIALIZED VIEW reporting.v_trips");
    }

    /** A fix each 30 s of the trip of KDB 200B, at 36 km/h to the north. */
    public void trackOfATrip() {
        sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, pos_type, source)
            SELECT '860000000000005', timestamptz '2026-03-10 12:00+03' + n * INTERVAL '30 seconds', ST_Point(36.75, -1.25 + n * 0.0027, 4326),
                   -1.25 + n * 0.0027, 36.75, 36, 'GPS', 'push'
            FROM generate_series(0, 40) AS n ON CONFLICT DO NOTHING
            """);
    }
}
