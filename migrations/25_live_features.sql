-- 25 live features: the live map narrowed by every filter, and vehicle by vehicle for those who keep it in memory.
SET ROLE tracksolid_owner;

-- One feature is made here and nowhere else. It is text, because it is only passed on: parsing it into jsonb would cost more than making it.
CREATE OR REPLACE FUNCTION reporting.fn_live_features(
    p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_acc_status text DEFAULT NULL, p_as_of timestamptz DEFAULT now())
RETURNS TABLE (imei text, vehicle_number text, vehicle_type text, fleet_segment text, driver_name text, cost_centre text,
               assigned_city text, acc_status boolean, status text, cost_centre_rank bigint, feature text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
    SELECT v.imei, v.vehicle_number, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city, v.acc_status, v.status,
           v.cost_centre_rank,
           CASE WHEN v.status IS NOT NULL THEN json_build_object('type', 'Feature',
               'geometry', json_build_object('type', 'Point', 'coordinates', json_build_array(v.lng, v.lat)),
               'properties', json_build_object(
                   'imei', v.imei, 'vehicle_number', v.vehicle_number, 'vehicle_name', v.vehicle_name, 'vehicle_type', v.vehicle_type,
                   'fleet_segment', v.fleet_segment, 'driver_name', v.driver_name, 'cost_centre', v.cost_centre,
                   'assigned_city', v.assigned_city, 'acc_status', v.acc_status, 'speed', v.speed, 'direction', v.direction,
                   'gps_time', v.gps_time, 'age_s', v.age_s, 'odometer_km', v.odometer_km, 'status', v.status))::text END
    FROM (  -- sorted before the texts are made: so the sort fits into memory
        SELECT l.*, dense_rank() OVER (ORDER BY l.cost_centre) AS cost_centre_rank
        FROM reporting.fn_live_vehicles(p_as_of) l
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) f
          ON f.imei = l.imei
        WHERE p_acc_status IS NULL OR CASE p_acc_status WHEN 'on' THEN l.acc_status WHEN 'off' THEN NOT l.acc_status END
        ORDER BY l.imei) v
$$;
COMMENT ON FUNCTION reporting.fn_live_features(text[], text[], text[], text[], text[], text[], text[], text, timestamptz) IS
    'The vehicles of the live map that pass every filter, in the order of imei: what they are filtered and counted by, and the finished GeoJSON '
    'feature; a vehicle that never had a fix has neither status nor feature. cost_centre_rank: its cost centre''s place in the summary.';

-- With more filters it is another signature; the old one would make a call with names ambiguous.
DROP FUNCTION IF EXISTS reporting.fn_live_positions(text[], text, timestamptz);
CREATE OR REPLACE FUNCTION reporting.fn_live_positions(
    p_cost_centre text[] DEFAULT NULL, p_acc_status text DEFAULT NULL, p_as_of timestamptz DEFAULT now(),
    p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL,
    p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
WITH vehicle AS MATERIALIZED (
    SELECT * FROM reporting.fn_live_features(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                             p_driver_name, p_acc_status, p_as_of)
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
        SELECT jsonb_agg(v.feature::jsonb ORDER BY v.imei) FROM vehicle v WHERE v.feature IS NOT NULL), '[]')))
$$;
COMMENT ON FUNCTION reporting.fn_live_positions(text[], text, timestamptz, text[], text[], text[], text[], text[], text[]) IS
    'The live map. p_acc_status: on, off or null. total = moving + idle + parked + offline, the features; a vehicle that never had a fix counts '
    'as without_position only. acc_status: true = on; speed: km/h; age_s: whole seconds.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('25_live_features.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
