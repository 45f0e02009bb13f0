-- The fleet of five of docs/kpis.md, in the week of Monday 2025-03-10 to Sunday 2025-03-16, Nairobi time. Figures by hand are there.
INSERT INTO tracksolid.devices
    (imei, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city, fuel_100km) VALUES
    ('A', 'KDA 001A', 'Van A', 'van',   'delivery', 'Amina', 'North', 'Nairobi', 10),
    ('B', 'KDA 002B', NULL,    'truck', 'service',  'Amina', 'North', 'Nairobi', 30),
    ('C', 'KDA 003C', NULL,    'van',   'delivery', 'Brian', 'South', 'Mombasa', NULL),
    ('D', 'KDA 004D', NULL,    'van',   'delivery', NULL,    'South', 'Mombasa', 12.5),
    ('E', 'KDA 005E', NULL,    'truck', 'service',  'Chege', 'Test',  'Nairobi', 20);
INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('Test');

INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, driving_time_s, idle_time_s) VALUES
    ('A', '2025-03-11 08:00+03', '2025-03-11 09:00+03',  40,  3000, 600),
    ('A', '2025-03-11 17:30+03', '2025-03-11 18:30+03',  30,  3600, NULL),   -- half of it after the shift
    ('A', '2025-03-11 23:30+03', '2025-03-12 00:30+03',  20,  3600, NULL),   -- over midnight: Tuesday's
    ('B', '2025-03-12 06:00+03', '2025-03-12 08:00+03', 100,  7200, NULL),   -- half of it before the shift
    ('B', '2025-03-16 10:00+03', '2025-03-16 11:00+03',  50,  3600, NULL),   -- Sunday: no shift
    ('C', '2025-03-09 23:59:59+03', '2025-03-10 00:20+03', 7, 1000, NULL),   -- Sunday's, before the week
    ('C', '2025-03-10 00:00+03', '2025-03-10 00:15+03',  10,   900, NULL),   -- the week's first second
    ('C', '2025-03-14 12:00+03', NULL,                 NULL,  NULL, NULL),   -- still under way
    ('C', '2025-03-17 00:00+03', '2025-03-17 01:00+03',  70,  3000, NULL),   -- Monday's, after the week
    ('E', '2025-03-11 08:00+03', '2025-03-11 18:00+03', 500, 30000, NULL);

INSERT INTO tracksolid.parking_events (imei, start_time, kind, end_time, duration_s) VALUES
    ('A', '2025-03-11 09:00+03', 'parking', '2025-03-11 17:30+03', 30600),
    ('A', '2025-03-11 08:20+03', 'idling',  '2025-03-11 08:25+03', 300),     -- A's trips tell of its idling
    ('B', '2025-03-12 07:00+03', 'idling',  '2025-03-12 07:05+03', 300),
    ('B', '2025-03-12 08:00+03', 'parking', NULL, NULL),                     -- still going on
    ('C', '2025-03-14 22:00+03', 'parking', '2025-03-15 02:00+03', 14400),   -- over midnight: Friday's
    ('C', '2025-03-14 12:10+03', 'idling',  NULL, 60);                       -- still going on

INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, severity) VALUES
    ('A', '1', '2025-03-11 08:00+03', 'critical'), ('A', '2', '2025-03-11 23:59:59+03', 'info'), ('C', '1', '2025-03-14 12:00+03', NULL);

INSERT INTO tracksolid.position_history (imei, gps_time, speed, direction, lat, lng, geom, source)
SELECT imei, at + second * INTERVAL '1 second', speed, direction, -1.25, 36.75, ST_Point(36.75, -1.25, 4326), 'push'
FROM (VALUES
    ('A', TIMESTAMPTZ '2025-03-11 08:00+03', 0, 20.0, 90), -- km/h
    ('A', '2025-03-11 08:00+03',   2, 40.0,  90),   -- + 2.78 m/s²: harsh acceleration …
    ('A', '2025-03-11 08:00+03',   4, 60.0,  90),   -- … the same one
    ('A', '2025-03-11 08:00+03',   6, 79.0,  90),   -- … the same one
    ('A', '2025-03-11 08:00+03',   8, 85.0,  90),   -- speeding
    ('A', '2025-03-11 08:00+03',  10, 101.0, 90),   -- severe speeding, by + 2.22 m/s²
    ('A', '2025-03-11 08:00+03',  12, 80.0,  90),   -- - 2.92 m/s², still speeding
    ('A', '2025-03-11 08:00+03',  14, 79.9,  90),
    ('A', '2025-03-11 08:00+03',  16, 57.0,  90),   -- - 3.18 m/s²: harsh braking
    ('A', '2025-03-11 08:00+03',  18, 57.0,  90),
    ('A', '2025-03-11 08:00+03',  20, 57.0, 130),   -- 40° in 2 s at 15.8 m/s: 5.53 m/s², harsh cornering
    ('A', '2025-03-11 08:00+03',  22, 80.0, 130),   -- + 3.19 m/s²: a second acceleration; speeding again
    ('A', '2025-03-11 08:00+03',  60, 30.0, 350),
    ('A', '2025-03-11 08:00+03',  62, 30.0,  10),   -- 20° in 2 s at 8.3 m/s: 1.45 m/s²
    ('A', '2025-03-11 08:00+03', 100, 10.0,  10),
    ('A', '2025-03-11 08:00+03', 101, 10.0, 190),   -- too slow for a corner
    ('B', '2025-03-12 06:30+03',   0, 90.0,  90),   -- the day's first fix: speeding
    ('B', '2025-03-12 06:30+03',  10, 90.0,  90),
    ('C', '2025-03-09 23:59:58+03', 0, 60.0, 90),   -- Sunday's
    ('C', '2025-03-10 00:00+03',   0, 20.0,  90),   -- not compared with Sunday's
    ('C', '2025-03-10 00:00+03', 300, 50.0,  90),
    ('C', '2025-03-10 00:00+03', 301, 38.0,  90)    -- - 3.33 m/s²: harsh braking
) AS f(imei, at, second, speed, direction);
INSERT INTO tracksolid.live_positions (imei, gps_time, lat, lng)
SELECT imei, max(gps_time), -1.25, 36.75 FROM tracksolid.position_history GROUP BY imei;

INSERT INTO tracksolid.fuel_readings (imei, reading_time, fuel_level, fuel_unit) VALUES
    ('A', '2025-03-11 08:00+03', 50, 'L'), ('A', '2025-03-11 09:00+03', 46, 'L'),
    ('A', '2025-03-11 12:00+03', 60, 'L'), ('A', '2025-03-11 18:30+03', 55.5, 'L'),   -- 4 l, refilled, 4.5 l
    ('C', '2025-03-10 08:00+03', 40, 'L'), ('C', '2025-03-10 09:00+03', 30, '%');     -- a single reading in litres
INSERT INTO tracksolid.obd_readings (imei, reading_time, fuel_litres) VALUES
    ('A', '2025-03-11 08:00+03', 50), ('A', '2025-03-11 09:00+03', 10),               -- A has a sensor
    ('B', '2025-03-12 06:00+03', 100), ('B', '2025-03-12 08:00+03', 70);

-- What the writers of these facts would have marked; the fixes are found by live_positions.
INSERT INTO infrastructure.touched_days (imei, day)
SELECT imei, reporting.fn_business_day(at)
FROM (SELECT imei, start_time AS at FROM tracksolid.trips UNION ALL SELECT imei, start_time FROM tracksolid.parking_events
      UNION ALL SELECT imei, alarm_time FROM tracksolid.alarms UNION ALL SELECT imei, reading_time FROM tracksolid.fuel_readings
      UNION ALL SELECT imei, reading_time FROM tracksolid.obd_readings) f;
