-- 06 reporting: what maps and dashboards read. The status of a vehicle is defined here and nowhere else.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS reporting.refresh_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    view_name   text NOT NULL,
    source      text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    duration_ms integer CHECK (duration_ms >= 0),
    rows        bigint CHECK (rows >= 0),
    outcome     text CHECK (outcome IN ('ok', 'failed')),
    error       text
);
CREATE INDEX IF NOT EXISTS refresh_log_view_idx ON reporting.refresh_log (view_name, started_at DESC);
COMMENT ON TABLE reporting.refresh_log IS 'Each refresh of a materialised view: who, when, how long, how many rows.';
COMMENT ON COLUMN reporting.refresh_log.view_name   IS 'With its schema: reporting.v_trips.';
COMMENT ON COLUMN reporting.refresh_log.source      IS 'Who refreshed: dashboard_api (the service), or another name.';
COMMENT ON COLUMN reporting.refresh_log.duration_ms IS 'Milliseconds.';

CREATE TABLE IF NOT EXISTS reporting.excluded_cost_centres (
    cost_centre text PRIMARY KEY,
    reason      text
);
COMMENT ON TABLE reporting.excluded_cost_centres IS
    'Cost centres that are kept off the maps and out of the filters. A vehicle without a cost centre is never excluded.';

CREATE OR REPLACE VIEW reporting.v_vehicles AS
SELECT d.imei, d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city,
       d.fuel_100km, d.account
FROM tracksolid.devices d
WHERE d.enabled
  AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre);
COMMENT ON VIEW reporting.v_vehicles IS 'The vehicles that readers see: enabled, and not of an excluded cost centre. fuel_100km: litres per 100 km.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it.
CREATE OR REPLACE FUNCTION reporting.fn_live_vehicles(p_as_of timestamptz DEFAULT now())
RETURNS TABLE (imei text, vehicle_number text, vehicle_name text, vehicle_type text, fleet_segment text, driver_name text,
               cost_centre text, assigned_city text, acc_status boolean, speed double precision, direction double precision,
               gps_time timestamptz, heartbeat_time timestamptz, age_s numeric, odometer_km double precision, status text,
               lat double precision, lng double precision, geom geometry)
LANGUAGE sql STABLE
AS $$
    SELECT v.imei, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city,
           l.acc_status, l.speed, l.direction, l.gps_time, l.heartbeat_time,
           CASE WHEN l.gps_time IS NOT NULL THEN greatest(floor(extract(epoch FROM p_as_of - l.gps_time)), 0) END, l.odometer_km,
           CASE WHEN l.gps_time IS NULL THEN NULL
                WHEN p_as_of - l.gps_time > make_interval(secs => 60 * k.offline_after_min::double precision) THEN 'offline'
                WHEN coalesce(l.acc_status, l.speed >= k.moving_kmh, false) = false THEN 'parked'
                WHEN l.speed >= k.moving_kmh THEN 'moving'
                ELSE 'idle' END,
           l.lat, l.lng, l.geom
    FROM reporting.v_vehicles v
    LEFT JOIN tracksolid.live_positions l ON l.imei = v.imei
    CROSS JOIN (SELECT max(s.value) FILTER (WHERE s.name = 'moving_kmh')        AS moving_kmh,
                       max(s.value) FILTER (WHERE s.name = 'offline_after_min') AS offline_after_min
                FROM reporting.kpi_settings s) k
$$;
COMMENT ON FUNCTION reporting.fn_live_vehicles(timestamptz) IS
    'Every visible vehicle with its newest fix. status: moving (engine on, at moving speed), idle (on, slower), parked (off), offline (the fix '
    'is too old), null (never a fix). Where the ignition is unknown, the speed decides between moving and parked. age_s: whole seconds; speed: km/h.';

CREATE OR REPLACE VIEW reporting.v_live_positions AS
SELECT * FROM reporting.fn_live_vehicles(now());
COMMENT ON VIEW reporting.v_live_positions IS 'Every visible vehicle with its newest fix and its status now; see reporting.fn_live_vehicles.';

-- Finished trips with the master data of their vehicle. Materialised; refreshed by the service under advisory lock 920145.
CREATE MATERIALIZED VIEW IF NOT EXISTS reporting.v_trips AS
SELECT t.imei, t.start_time, t.end_time,
       (t.start_time AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))::date AS day,
       d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city,
       t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh,
       t.distance_km * d.fuel_100km / 100 AS fuel_estimated_l,
       t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address, t.source
FROM tracksolid.trips t
LEFT JOIN tracksolid.devices d ON d.imei = t.imei
WHERE t.end_time IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS v_trips_key ON reporting.v_trips (imei, start_time);   -- for REFRESH … CONCURRENTLY
CREATE INDEX IF NOT EXISTS v_trips_start_time_idx ON reporting.v_trips (start_time);
CREATE INDEX IF NOT EXISTS v_trips_day_idx        ON reporting.v_trips (day);
COMMENT ON MATERIALIZED VIEW reporting.v_trips IS
    'Finished trips with their vehicle''s master data as of the last refresh (reporting.refresh_log). day: business day of the start; km, km/h, seconds, litres.';

-- Litres by distance beside litres by sensor. Measured: the sum of falls between one reading and the next of the same day;
-- a rise is a refill, and does not count. Only readings in litres are measured; per cent would need the tank's size.
CREATE OR REPLACE VIEW reporting.v_fuel_daily AS
SELECT g.day_start::date AS day, v.imei, v.vehicle_number, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km,
       f.distance_km, f.distance_km * v.fuel_100km / 100 AS litres_estimated, f.litres_measured,
       v.fuel_100km IS NULL AS estimate_missing, f.litres_measured IS NULL AS measurement_missing
FROM generate_series(
         reporting.fn_business_day(least((SELECT min(start_time) FROM tracksolid.trips),
                                         (SELECT min(reading_time) FROM tracksolid.fuel_readings),
                                         (SELECT min(reading_time) FROM tracksolid.obd_readings)))::timestamp,
         reporting.fn_business_day(now())::timestamp, INTERVAL '1 day') AS g(day_start)
CROSS JOIN LATERAL (
    SELECT x.imei, coalesce(sum(x.km), 0) AS distance_km, sum(x.litres) AS litres_measured
    FROM (
        SELECT t.imei, t.distance_km AS km, NULL::double precision AS litres
        FROM tracksolid.trips t
        WHERE t.start_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
          AND t.start_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
        UNION ALL
        SELECT r.imei, NULL, greatest(lag(r.litres) OVER (PARTITION BY r.imei, r.origin ORDER BY r.reading_time) - r.litres, 0)
        FROM (
            SELECT 'sensor' AS origin, s.imei, s.reading_time, s.fuel_level AS litres FROM tracksolid.fuel_readings s
            WHERE lower(s.fuel_unit) IN ('l', 'litre', 'litres', 'liter', 'liters') AND s.fuel_level >= 0
              AND s.reading_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
              AND s.reading_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
            UNION ALL
            SELECT 'obd', o.imei, o.reading_time, o.fuel_litres FROM tracksolid.obd_readings o
            WHERE o.fuel_litres >= 0
              AND o.reading_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
              AND o.reading_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
              AND NOT EXISTS (SELECT FROM tracksolid.fuel_readings s   -- a vehicle with a sensor is not measured twice
                              WHERE s.imei = o.imei AND lower(s.fuel_unit) IN ('l', 'litre', 'litres', 'liter', 'liters')
                                AND s.reading_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
                                AND s.reading_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))
        ) r
    ) x
    GROUP BY x.imei
) f
JOIN reporting.v_vehicles v ON v.imei = f.imei;
COMMENT ON VIEW reporting.v_fuel_daily IS
    'Litres estimated (km × fuel_100km / 100) beside litres measured, per vehicle and business day, with a flag where either is missing. Ask with a condition on day.';

-- The options of the filters, each with the number of vehicles behind it.
CREATE OR REPLACE VIEW reporting.v_filter_cost_centres AS
SELECT cost_centre, count(*) AS vehicles FROM reporting.v_vehicles WHERE cost_centre <> '' GROUP BY cost_centre ORDER BY cost_centre;
COMMENT ON VIEW reporting.v_filter_cost_centres IS 'Cost centres to choose from, with their number of vehicles.';

CREATE OR REPLACE VIEW reporting.v_filter_cities AS
SELECT assigned_city, count(*) AS vehicles FROM reporting.v_vehicles WHERE assigned_city <> '' GROUP BY assigned_city ORDER BY assigned_city;
COMMENT ON VIEW reporting.v_filter_cities IS 'Cities to choose from, with their number of vehicles.';

CREATE OR REPLACE VIEW reporting.v_filter_vehicle_types AS
SELECT vehicle_type, count(*) AS vehicles FROM reporting.v_vehicles WHERE vehicle_type <> '' GROUP BY vehicle_type ORDER BY vehicle_type;
COMMENT ON VIEW reporting.v_filter_vehicle_types IS 'Vehicle types to choose from, with their number of vehicles.';

CREATE OR REPLACE VIEW reporting.v_filter_segments AS
SELECT fleet_segment, count(*) AS vehicles FROM reporting.v_vehicles WHERE fleet_segment <> '' GROUP BY fleet_segment ORDER BY fleet_segment;
COMMENT ON VIEW reporting.v_filter_segments IS 'Fleet segments to choose from, with their number of vehicles.';

CREATE OR REPLACE VIEW reporting.v_filter_vehicles AS
SELECT imei, vehicle_number, vehicle_name, cost_centre, assigned_city FROM reporting.v_vehicles ORDER BY vehicle_number, imei;
COMMENT ON VIEW reporting.v_filter_vehicles IS 'Vehicles to choose from.';

CREATE OR REPLACE VIEW reporting.v_filter_drivers AS
SELECT driver_name, count(*) AS vehicles FROM reporting.v_vehicles WHERE driver_name <> '' GROUP BY driver_name ORDER BY driver_name;
COMMENT ON VIEW reporting.v_filter_drivers IS 'Drivers to choose from, with their number of vehicles.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('06_reporting.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
