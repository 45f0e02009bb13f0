-- 74 live status: what a fix says about a vehicle's status stands in one function. So the live map in memory can take new fixes from
-- tracksolid.live_positions alone, without reading the register again for every one of them.
SET ROLE tracksolid_owner;

-- No SET clause, plain SQL: the planner puts it into the query that calls it.
CREATE OR REPLACE FUNCTION reporting.fn_live_status(
    p_acc_status boolean, p_speed double precision, p_gps_time timestamptz, p_as_of timestamptz,
    p_moving_kmh numeric, p_offline_after_min numeric) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN p_gps_time IS NULL THEN NULL
                WHEN p_as_of - p_gps_time > make_interval(secs => 60 * p_offline_after_min::double precision) THEN 'offline'
                WHEN coalesce(p_acc_status, p_speed >= p_moving_kmh, false) = false THEN 'parked'
                WHEN p_speed >= p_moving_kmh THEN 'moving'
                ELSE 'idle' END
$$;
COMMENT ON FUNCTION reporting.fn_live_status(boolean, double precision, timestamptz, timestamptz, numeric, numeric) IS
    'The status of a vehicle with this newest fix: moving (engine on, at moving speed), idle (on, slower), parked (off), offline (the fix is too '
    'old), null (never a fix). Where the ignition is unknown, the speed decides between moving and parked. Speeds in km/h.';

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
           reporting.fn_live_status(l.acc_status, l.speed, l.gps_time, p_as_of, k.moving_kmh, k.offline_after_min),
           l.lat, l.lng, l.geom
    FROM reporting.v_vehicles v
    LEFT JOIN tracksolid.live_positions l ON l.imei = v.imei
    CROSS JOIN (SELECT max(s.value) FILTER (WHERE s.name = 'moving_kmh')        AS moving_kmh,
                       max(s.value) FILTER (WHERE s.name = 'offline_after_min') AS offline_after_min
                FROM reporting.kpi_settings s) k
$$;
COMMENT ON FUNCTION reporting.fn_live_vehicles(timestamptz) IS
    'Every visible vehicle with its newest fix and its status: see reporting.fn_live_status. age_s: whole seconds; speed: km/h.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('74_live_status.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
