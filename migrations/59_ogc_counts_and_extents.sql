-- 59 OGC counts and extents: how many features a question matches, and where and since when a collection has features. Both are bounded: a
-- count ends at p_most, an extent is read from one small row for each vehicle.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_ogc_matched(
    p_collection text, p_most integer,
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL,
    p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
    c_days CONSTANT integer := 31;
    v_area    geometry    := reporting.fn_ogc_area(p_bbox);
    v_last    timestamptz := least(p_to, now());
    -- Whether the box meets a trip across the antimeridian: hardly ever, and then the planner need not think of such trips at all.
    v_across  boolean     := p_bbox IS NOT NULL AND EXISTS (
        SELECT FROM tracksolid.trips t
        WHERE abs(ST_X(t.start_geom) - ST_X(t.end_geom)) > 180
          AND ST_Intersects(reporting.fn_ogc_cut(ST_MakeLine(t.start_geom, t.end_geom)), v_area));
    v_matched bigint;
BEGIN
    IF p_collection = 'live-positions' THEN
        SELECT count(*) INTO v_matched
        FROM reporting.fn_live_vehicles(now()) l
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
          ON v.imei = l.imei
        WHERE l.gps_time IS NOT NULL
          AND (p_from IS NULL OR l.gps_time >= p_from)
          AND (p_to IS NULL OR l.gps_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(l.geom, v_area));
    ELSIF p_collection = 'trips' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.trips t
            JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                       p_driver_name) v ON v.imei = t.imei
            WHERE t.end_time IS NOT NULL
              AND (p_from IS NULL OR t.end_time >= p_from)
              AND (p_to IS NULL OR t.start_time <= p_to)
              AND (p_bbox IS NULL
                   OR (ST_Intersects(coalesce(ST_MakeLine(t.start_geom, t.end_geom), t.start_geom, t.end_geom), v_area)
                       AND (abs(ST_X(t.start_geom) - ST_X(t.end_geom)) > 180) IS NOT TRUE)
                   OR (v_across AND abs(ST_X(t.start_geom) - ST_X(t.end_geom)) > 180
                       AND ST_Intersects(reporting.fn_ogc_cut(ST_MakeLine(t.start_geom, t.end_geom)), v_area)))
            LIMIT p_most + 1) m;
    ELSIF p_collection = 'parking' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.parking_events s
            JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                       p_driver_name) v ON v.imei = s.imei
            WHERE (p_from IS NULL OR coalesce(s.end_time, 'infinity'::timestamptz) >= p_from)
              AND (p_to IS NULL OR s.start_time <= p_to)
              AND (p_bbox IS NULL OR ST_Intersects(s.geom, v_area))
            LIMIT p_most + 1) m;
    ELSIF p_collection = 'alarms' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.alarms a
            JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                       p_driver_name) v ON v.imei = a.imei
            WHERE (p_from IS NULL OR a.alarm_time >= p_from)
              AND (p_to IS NULL OR a.alarm_time <= p_to)
              AND (p_bbox IS NULL OR ST_Intersects(a.geom, v_area))
            LIMIT p_most + 1) m;
    ELSIF p_bbox IS NOT NULL THEN
        RETURN NULL;   -- the ways would have to be drawn
    ELSIF p_collection = 'driven-trips' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.trips t
            JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                       p_driver_name) v ON v.imei = t.imei
            WHERE t.end_time IS NOT NULL
              AND t.end_time >= coalesce(p_from, v_last - make_interval(days => c_days)) AND t.start_time <= v_last
            LIMIT p_most + 1) m;
    ELSIF p_collection = 'tracks' THEN
        -- A look into an index for each vehicle and day; of more than so many it would be reading, not looking.
        SELECT CASE WHEN max(d.looks) <= p_most / 5
                    THEN count(*) FILTER (WHERE EXISTS (
                        SELECT FROM tracksolid.position_history h
                        WHERE h.imei = d.imei AND h.gps_time >= d.since AND h.gps_time < d.until
                          AND coalesce(upper(h.pos_type), 'GPS') = 'GPS'))
                    WHEN max(d.looks) IS NULL THEN 0 END
        INTO v_matched
        FROM (SELECT v.imei, count(*) OVER () AS looks, reporting.fn_business_day_start(g.day::date) AS since,
                     reporting.fn_business_day_start(g.day::date + 1) AS until
              FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                         p_driver_name) v
              CROSS JOIN generate_series(
                  coalesce(reporting.fn_business_day(p_from), reporting.fn_business_day(v_last) - c_days + 1)::timestamp,
                  reporting.fn_business_day(v_last)::timestamp, INTERVAL '1 day') AS g(day)) d;
    END IF;
    RETURN CASE WHEN v_matched <= p_most THEN v_matched END;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_matched(text, integer, double precision[], timestamptz, timestamptz,
                                             text[], text[], text[], text[], text[], text[], text[]) IS
    'How many features of a collection does a question of reporting.fn_ogc_features_* match? Null: more than p_most, or it would cost too much to know.';

-- One row for each vehicle and kind of fact; refreshed by the service, hourly. It holds the line of a trip as it is shown.
CREATE MATERIALIZED VIEW IF NOT EXISTS reporting.v_extents AS
SELECT f.kind, f.imei, min(ST_XMin(f.geom)) AS west, min(ST_YMin(f.geom)) AS south, max(ST_XMax(f.geom)) AS east, max(ST_YMax(f.geom)) AS north,
       min(f.first_time) AS first_time
FROM (
    SELECT 'trips' AS kind, t.imei, t.start_time AS first_time,
           reporting.fn_ogc_line(coalesce(ST_MakeLine(t.start_geom, t.end_geom), t.start_geom, t.end_geom)) AS geom
    FROM tracksolid.trips t WHERE t.end_time IS NOT NULL
    UNION ALL
    SELECT 'parking', s.imei, s.start_time, s.geom FROM tracksolid.parking_events s
    UNION ALL
    SELECT 'alarms', a.imei, a.alarm_time, a.geom FROM tracksolid.alarms a
) f
GROUP BY f.kind, f.imei;
CREATE UNIQUE INDEX IF NOT EXISTS v_extents_key ON reporting.v_extents (kind, imei);   -- for REFRESH … CONCURRENTLY
COMMENT ON MATERIALIZED VIEW reporting.v_extents IS
    'Where and since when did each vehicle make trips, stand, raise alarms, as of the last refresh (reporting.refresh_log)? Degrees; null: nobody knows where.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_extents(
    p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (collection text, west double precision, south double precision, east double precision, north double precision,
               first_time timestamptz)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH vehicle AS MATERIALIZED (
        SELECT v.imei, v.enabled
        FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
    ), place AS (
        SELECT e.kind, e.west, e.south, e.east, e.north, e.first_time FROM vehicle v JOIN reporting.v_extents e ON e.imei = v.imei
        UNION ALL
        SELECT 'live', l.lng, l.lat, l.lng, l.lat, l.gps_time
        FROM vehicle v JOIN tracksolid.live_positions l ON l.imei = v.imei WHERE v.enabled AND l.gps_time IS NOT NULL
    )
    -- A little outwards, to the next 0.0001 degrees: so that the box still holds them all when somebody rounds it, or asks in metres.
    SELECT c.collection, floor(min(p.west) * 10000) / 10000, floor(min(p.south) * 10000) / 10000, ceil(max(p.east) * 10000) / 10000,
           ceil(max(p.north) * 10000) / 10000, min(p.first_time)
    FROM (VALUES ('live-positions', ARRAY['live']), ('trips', ARRAY['trips']), ('driven-trips', ARRAY['trips', 'parking']),
                 ('tracks', ARRAY['trips', 'parking', 'live']), ('parking', ARRAY['parking']), ('alarms', ARRAY['alarms'])) AS c(collection, kinds)
    LEFT JOIN place p ON p.kind = ANY (c.kinds)
    GROUP BY c.collection
$$;
COMMENT ON FUNCTION reporting.fn_ogc_extents(text[], text[], text[], text[], text[], text[], text[]) IS
    'Where and since when has each collection of the OGC API features of these vehicles? Null: it has none. Live positions are as they are now, the rest as of the '
    'last refresh of reporting.v_extents; ways are where their trips begin and end, and where the vehicle stands.';

DROP FUNCTION IF EXISTS reporting.fn_ogc_beginnings();

INSERT INTO tracksolid.schema_migrations (file) VALUES ('59_ogc_counts_and_extents.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
