package io.fleetline.read.history;

import io.fleetline.read.FleetFixture;
import javax.sql.DataSource;

/** Tracks whose points can be counted by hand. */
final class TrackFixture {
    private final FleetFixture fixture;

    TrackFixture(DataSource database) {
        this.fixture = new FleetFixture(database);
    }

    void clear() {
        fixture.clear();
        fixture.sql("TRUNCATE tracksolid.position_history");
    }

    void sql(String sql) {
        fixture.sql(sql);
    }

    /** a has fixes around the business day 2026-03-10 (Nairobi), b has the same plate and one fix, c has none. */
    void vehicles() {
        sql("""
            INSERT INTO tracksolid.devices (imei, vehicle_number, vehicle_name, driver_name, cost_centre, assigned_city) VALUES
                ('a', 'KDA <1> & "2"', 'Van, "big"', 'Amina', 'North', 'Nairobi'),
                ('b', 'KDA <1> & "2"', NULL, NULL, 'South', NULL),
                ('c', 'KDC 3', NULL, NULL, 'North', NULL)
            """);
        sql("""
            INSERT INTO tracksolid.position_history
                (imei, gps_time, lng, lat, geom, speed, direction, acc_status, satellites, altitude, odometer_km, source)
            SELECT imei, at, lng, lat, ST_Point(lng, lat, 4326), speed, 90, acc, 9, altitude, km, 'poll'
            FROM (VALUES ('a', TIMESTAMPTZ '2026-03-09 20:59:59Z', 36.75, -1.25,  1.0, true,  NULL, 1000.0),
                         ('a', '2026-03-09 21:00:00Z', 36.5,  -1.25,   10.5, true,  1661.5, 1001),
                         ('a', '2026-03-10 09:00:00.25Z', 36.25, -1.5, NULL, NULL,  NULL,   0),
                         ('a', '2026-03-10 20:59:59Z', 36.25, -1.75,   42,   false, 0,      1080.5),
                         ('a', '2026-03-10 21:00:00Z', 36.0,  -1.75,   7,    true,  NULL,   1100),
                         ('b', '2026-03-10 12:00:00Z', 36.0,  -1.0,    3,    true,  NULL,   NULL))
                 AS f(imei, at, lng, lat, speed, acc, altitude, km)
            """);
    }

    /** This many fixes a second apart, from noon UTC of 2026-03-10, eastward along the equator. */
    void longTrack(String imei, int fixes) {
        sql("""
            INSERT INTO tracksolid.devices (imei, vehicle_number, cost_centre) VALUES ('%1$s', 'KDL 9', 'North');
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, speed, acc_status, source)
            SELECT '%1$s', TIMESTAMPTZ '2026-03-10 12:00Z' + i * INTERVAL '1 second', i * 0.0001, 0, ST_Point(i * 0.0001, 0, 4326), 40, true, 'poll'
            FROM generate_series(0, %2$d - 1) i
            """.formatted(imei, fixes));
    }
}
