-- 07 reporting functions: the read-API's answers as {summary, geojson}.
-- They run with the caller's rights. Times in the JSON are UTC; coordinates are [lng, lat]; a filter that is null filters
-- nothing, one that is given is never dropped (an empty array matches nothing).
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_live_positions(
    p_cost_centre text[] DEFAULT NULL, p_acc_status text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
WITH vehicle AS MATERIALIZED (
    SELECT v.*
    FROM reporting.fn_live_vehicles(p_as_of) v
    WHERE (p_cost_centre IS NULL OR v.cost_centre = ANY (p_cost_centre))
      AND (p_acc_status IS NULL OR CASE p_acc_status WHEN 'on' THEN v.acc_status WHEN 'off' THEN NOT v.acc_status END)
), per_cost_centre AS (
    SELECT cost_centre, count(status) AS total,
           count(*) FILTER (WHERE status = 'moving') AS moving, count(*) FILTER (WHERE status = 'idle') AS idle,
           count(*) FILTER (WHERE status = 'parked') AS parked, count(*) FILTER (WHERE status = 'offline') AS offline,
           count(*) FILTER (WHERE status IS NULL) AS without_position
    FROM vehicle GROUP BY cost_centre
)
SELECT jsonb_build_object(
    'summary', (
        SELECT jsonb_build_object('as_of', p_as_of,
            'total', coalesce(sum(total), 0), 'moving', coalesce(sum(moving), 0), 'idle', coalesce(sum(idle), 0),
            'parked', coalesce(sum(parked), 0), 'offline', coalesce(sum(offline), 0),
            'without_position', coalesce(sum(without_position), 0),
            'by_cost_centre', coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.cost_centre), '[]'))
        FROM per_cost_centre c),
    'geojson', jsonb_build_object('type', 'FeatureCollection', 'features', coalesce((
        SELECT jsonb_agg(jsonb_build_object('type', 'Feature',
            'geometry', jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(v.lng, v.lat)),
            'properties', jsonb_build_object(
                'imei', v.imei, 'vehicle_number', v.vehicle_number, 'vehicle_name', v.vehicle_name, 'vehicle_type', v.vehicle_type,
                'fleet_segment', v.fleet_segment, 'driver_name', v.driver_name, 'cost_centre', v.cost_centre,
                'assigned_city', v.assigned_city, 'acc_status', v.acc_status, 'speed', v.speed, 'direction', v.direction,
                'gps_time', v.gps_time, 'age_s', v.age_s, 'odometer_km', v.odometer_km, 'status', v.status)) ORDER BY v.imei)
        FROM vehicle v WHERE v.status IS NOT NULL), '[]')))
$$;
COMMENT ON FUNCTION reporting.fn_live_positions(text[], text, timestamptz) IS
    'The live map. p_acc_status: on, off or null. total = moving + idle + parked + offline, the features; a vehicle that never had a fix counts '
    'as without_position only. acc_status: true = on; speed: km/h; age_s: whole seconds.';

CREATE OR REPLACE FUNCTION reporting.fn_vehicle_track(
    p_imei text DEFAULT NULL, p_vehicle_number text DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    v_to   timestamptz := coalesce(p_to, now());
    v_from timestamptz := coalesce(p_from, reporting.fn_business_day_start(reporting.fn_business_day(v_to)));
    answer jsonb;
BEGIN
    IF p_imei IS NULL AND p_vehicle_number IS NULL THEN
        RAISE EXCEPTION 'a track needs an imei or a vehicle_number' USING ERRCODE = 'invalid_parameter_value';
    ELSIF v_from > v_to THEN
        RAISE EXCEPTION 'from (%) is after to (%)', v_from, v_to USING ERRCODE = 'invalid_parameter_value';
    END IF;

    WITH device AS MATERIALIZED (
        SELECT d.imei, d.vehicle_number, d.vehicle_name, d.driver_name, d.cost_centre, d.assigned_city FROM tracksolid.devices d
        WHERE (p_imei IS NULL OR d.imei = p_imei) AND (p_vehicle_number IS NULL OR d.vehicle_number = p_vehicle_number)
    ), track AS MATERIALIZED (
        SELECT d.*, f.*
        FROM device d
        CROSS JOIN LATERAL (
            SELECT count(*) AS points, min(p.gps_time) AS first_fix, max(p.gps_time) AS last_fix, max(p.speed) AS max_speed_kmh,
                   max(p.odometer_km) FILTER (WHERE p.odometer_km > 0) - min(p.odometer_km) FILTER (WHERE p.odometer_km > 0) AS odometer_distance_km,
                   ST_Length(ST_MakeLine(p.geom ORDER BY p.gps_time)::geography) / 1000 AS line_km,
                   jsonb_agg(jsonb_build_array(p.lng, p.lat) ORDER BY p.gps_time) AS coordinates,
                   jsonb_agg(p.gps_time ORDER BY p.gps_time)   AS times,
                   jsonb_agg(p.speed ORDER BY p.gps_time)      AS speeds,
                   jsonb_agg(p.acc_status ORDER BY p.gps_time) AS acc
            FROM tracksolid.position_history p
            WHERE p.imei = d.imei AND p.gps_time >= v_from AND p.gps_time < v_to
        ) f
    )
    SELECT jsonb_build_object(
        'summary', jsonb_build_object('from', v_from, 'to', v_to,
            'points', coalesce(sum(t.points), 0), 'distance_km', coalesce(sum(t.line_km), 0),
            'odometer_distance_km', sum(t.odometer_distance_km), 'max_speed_kmh', max(t.max_speed_kmh),
            'first_fix', min(t.first_fix), 'last_fix', max(t.last_fix),
            'vehicles', coalesce(jsonb_agg(jsonb_build_object('imei', t.imei, 'vehicle_number', t.vehicle_number,
                'vehicle_name', t.vehicle_name, 'driver_name', t.driver_name, 'cost_centre', t.cost_centre,
                'assigned_city', t.assigned_city) ORDER BY t.imei), '[]')),
        'geojson', jsonb_build_object('type', 'FeatureCollection', 'features', coalesce(
            jsonb_agg(jsonb_build_object('type', 'Feature',
                'geometry', CASE WHEN t.points = 1 THEN jsonb_build_object('type', 'Point', 'coordinates', t.coordinates -> 0)
                                 ELSE jsonb_build_object('type', 'LineString', 'coordinates', t.coordinates) END,
                'properties', jsonb_build_object('imei', t.imei, 'vehicle_number', t.vehicle_number, 'points', t.points,
                    'distance_km', t.line_km, 'times', t.times, 'speeds', t.speeds, 'acc_status', t.acc)) ORDER BY t.imei)
            FILTER (WHERE t.points > 0), '[]')))
    INTO answer FROM track t;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_vehicle_track(text, text, timestamptz, timestamptz) IS
    'A vehicle''s track from p_from (default: the business day''s start) to before p_to (default: now): a line for each of its trackers, with times, '
    'speeds (km/h) and acc_status in the order of the coordinates. distance_km: length of the line; odometer_distance_km: what the device counted.';

CREATE OR REPLACE FUNCTION reporting.fn_trips_for_map(
    p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL,
    p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    v_to   timestamptz := coalesce(p_to, now());
    v_from timestamptz := coalesce(p_from, reporting.fn_business_day_start(reporting.fn_business_day(v_to) - 6));
    answer jsonb;
BEGIN
    IF v_from > v_to THEN
        RAISE EXCEPTION 'from (%) is after to (%)', v_from, v_to USING ERRCODE = 'invalid_parameter_value';
    END IF;

    WITH trip AS MATERIALIZED (
        SELECT t.* FROM reporting.v_trips t
        WHERE t.start_time >= v_from AND t.start_time < v_to
          AND (p_cost_centre    IS NULL OR t.cost_centre    = ANY (p_cost_centre))
          AND (p_assigned_city  IS NULL OR t.assigned_city  = ANY (p_assigned_city))
          AND (p_vehicle_type   IS NULL OR t.vehicle_type   = ANY (p_vehicle_type))
          AND (p_fleet_segment  IS NULL OR t.fleet_segment  = ANY (p_fleet_segment))
          AND (p_vehicle_number IS NULL OR t.vehicle_number = ANY (p_vehicle_number))
          AND (p_imei           IS NULL OR t.imei           = ANY (p_imei))
          AND (p_driver_name    IS NULL OR t.driver_name    = ANY (p_driver_name))
          AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = t.cost_centre)
    ), per_cost_centre AS (
        SELECT cost_centre, count(*) AS trips, count(DISTINCT imei) AS vehicles, coalesce(sum(distance_km), 0) AS distance_km,
               coalesce(sum(driving_time_s), 0) AS driving_time_s, coalesce(sum(idle_time_s), 0) AS idle_time_s
        FROM trip GROUP BY cost_centre
    )
    SELECT jsonb_build_object(
        'summary', (
            SELECT jsonb_build_object('from', v_from, 'to', v_to, 'trips', count(*), 'vehicles', count(DISTINCT t.imei),
                'drivers', count(DISTINCT t.driver_name), 'distance_km', coalesce(sum(t.distance_km), 0),
                'driving_time_s', coalesce(sum(t.driving_time_s), 0), 'idle_time_s', coalesce(sum(t.idle_time_s), 0),
                'max_speed_kmh', max(t.max_speed_kmh), 'fuel_estimated_l', sum(t.fuel_estimated_l),
                'by_cost_centre', coalesce((SELECT jsonb_agg(to_jsonb(c) ORDER BY c.cost_centre) FROM per_cost_centre c), '[]'),
                'refreshed_at', (SELECT max(r.finished_at) FROM reporting.refresh_log r
                                 WHERE r.view_name = 'reporting.v_trips' AND r.outcome = 'ok' AND r.started_at > now() - INTERVAL '7 days'))
            FROM trip t),
        'geojson', jsonb_build_object('type', 'FeatureCollection', 'features', coalesce((
            SELECT jsonb_agg(jsonb_build_object('type', 'Feature',
                'geometry', ST_AsGeoJSON(CASE WHEN t.start_geom IS NULL OR t.end_geom IS NULL THEN coalesce(t.start_geom, t.end_geom)
                                              ELSE ST_MakeLine(t.start_geom, t.end_geom) END)::jsonb,
                'properties', to_jsonb(t) - ARRAY['start_geom', 'end_geom']) ORDER BY t.start_time, t.imei)
            FROM trip t), '[]')))
    INTO answer;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_trips_for_map(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'Finished trips begun from p_from (default: seven business days) to before p_to (default: now), each a line from its start to its end with the '
    'columns of reporting.v_trips; as fresh as that view: summary.refreshed_at. The way in between is fn_vehicle_track.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('07_reporting_functions.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
