-- 58 OGC geometries: each collection's function gives its features' geometry and properties; the feature's text is made afterwards, in
-- the coordinate system that is asked for. So a line across the antimeridian is cut in one place (RFC 7946), and found only where it is.
-- New: trips as they were driven. The parameters are those of migration 28.
SET ROLE tracksolid_owner;

-- Lines that cross the antimeridian, which no other index finds where they are. There are few, if any: the index is almost nothing.
CREATE INDEX IF NOT EXISTS trips_across_idx ON tracksolid.trips (start_time) WHERE abs(ST_X(start_geom) - ST_X(end_geom)) > 180;

CREATE OR REPLACE FUNCTION reporting.fn_ogc_cut(p_line geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH point AS (
        SELECT d.path[1] AS n, ST_X(d.geom) AS x, ST_Y(d.geom) AS y,
               lag(ST_X(d.geom)) OVER in_order AS x_before, lag(ST_Y(d.geom)) OVER in_order AS y_before
        FROM ST_DumpPoints(p_line) d
        WINDOW in_order AS (ORDER BY d.path[1])
    ), placed AS (
        SELECT p.*, abs(p.x - p.x_before) > 180 AS crosses,
               count(*) FILTER (WHERE abs(p.x - p.x_before) > 180) OVER (ORDER BY p.n) AS part,
               -- Where it crosses, as if the line went straight on in the plane: the share of the way from the point before.
               p.y_before + (p.y - p.y_before)
                            * coalesce((180 - abs(p.x_before)) / nullif(360 - abs(p.x - p.x_before), 0), 0) AS y_across
        FROM point p
    ), vertex AS (
        SELECT part, n, 2 AS place, ST_Point(x, y, 4326) AS geom FROM placed
        UNION ALL
        SELECT part - 1, n, 0, ST_Point(180 * sign(x_before), y_across, 4326) FROM placed WHERE crosses
        UNION ALL
        SELECT part, n, 1, ST_Point(180 * sign(x), y_across, 4326) FROM placed WHERE crosses
    )
    SELECT ST_Collect(l.line ORDER BY l.part)
    FROM (SELECT part, ST_MakeLine(geom ORDER BY n, place) AS line FROM vertex GROUP BY part) l
$$;
COMMENT ON FUNCTION reporting.fn_ogc_cut(geometry) IS
    'A line cut wherever it crosses the antimeridian, as several lines: what goes the short way round from one point to the next is meant.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it. Most lines are told by their box.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_line(p_line geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN public.ST_XMax(p_line) - public.ST_XMin(p_line) > 180 THEN reporting.fn_ogc_cut(p_line) ELSE p_line END $$;
COMMENT ON FUNCTION reporting.fn_ogc_line(geometry) IS 'A line as GeoJSON wants it: cut in two where it crosses the antimeridian.';

-- ST_AsGeoJSON writes as many digits as the number needs.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_feature(p_id text, p_geom geometry, p_properties json, p_srid integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT json_build_object('type', 'Feature', 'id', p_id, 'geometry', public.ST_AsGeoJSON(
               CASE p_srid WHEN 84   THEN p_geom
                           WHEN 4326 THEN public.ST_FlipCoordinates(p_geom)
                           ELSE public.ST_Transform(p_geom, p_srid) END, 15, 0)::json, 'properties', p_properties)::text
$$;
COMMENT ON FUNCTION reporting.fn_ogc_feature(text, geometry, json, integer) IS
    'A GeoJSON feature as text; without a position its geometry is null. p_srid: 84 is longitude, latitude in degrees; 4326 the same with the '
    'latitude first; any other as EPSG numbers it.';

DROP FUNCTION IF EXISTS reporting.fn_ogc_feature(text, geometry, json);
-- Their forerunners of migration 28 gave finished texts. They have other names, so that 28 can be repeated.
DO $$
DECLARE
    v_name text;
BEGIN
    FOREACH v_name IN ARRAY ARRAY['live_positions', 'trips', 'parking', 'alarms', 'tracks'] LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS reporting.fn_ogc_%s(double precision[], timestamptz, timestamptz, text[], integer, text[], text[], '
                       'text[], text[], text[], text[], text[])', v_name);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_live_positions(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, geom geometry, properties json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    v_area geometry := reporting.fn_ogc_area(p_bbox);
BEGIN
    RETURN QUERY
    SELECT l.imei, l.geom, row_to_json(p)
    FROM (
        SELECT l.* FROM reporting.fn_live_vehicles(now()) l
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                   p_driver_name) v ON v.imei = l.imei
        WHERE l.gps_time IS NOT NULL
          AND (p_from IS NULL OR l.gps_time >= p_from)
          AND (p_to IS NULL OR l.gps_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(l.geom, v_area))
          AND (p_after IS NULL OR l.imei > p_after[1])
        ORDER BY l.imei
        LIMIT p_limit
    ) l
    CROSS JOIN LATERAL (SELECT l.imei, l.vehicle_number, l.vehicle_name, l.vehicle_type, l.fleet_segment, l.driver_name, l.cost_centre,
                               l.assigned_city, l.gps_time, l.status, l.acc_status, l.speed, l.direction, l.age_s, l.odometer_km) p
    ORDER BY l.imei;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_features_live_positions(double precision[], timestamptz, timestamptz, text[], integer,
                                                    text[], text[], text[], text[], text[], text[], text[]) IS
    'Where is every vehicle now? A point each, in the order of imei, because that is what does not change while somebody reads page after page; '
    'its time is gps_time. p_after: {imei}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_trips(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, geom geometry, properties json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    v_area  geometry    := reporting.fn_ogc_area(p_bbox);
    v_after timestamptz := p_after[2];
    -- Whether the box meets a trip across the antimeridian: hardly ever, and then the planner need not think of such trips at all.
    v_across boolean    := p_bbox IS NOT NULL AND EXISTS (
        SELECT FROM tracksolid.trips t
        WHERE abs(ST_X(t.start_geom) - ST_X(t.end_geom)) > 180
          AND ST_Intersects(reporting.fn_ogc_cut(ST_MakeLine(t.start_geom, t.end_geom)), v_area));
    v_zone  text        := reporting.fn_fleet_time_zone();
BEGIN
    RETURN QUERY
    SELECT k.id, reporting.fn_ogc_line(t.geom), row_to_json(p)
    FROM (
        SELECT t.*, coalesce(ST_MakeLine(t.start_geom, t.end_geom), t.start_geom, t.end_geom) AS geom, v.vehicle_number, v.vehicle_name,
               v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km
        FROM tracksolid.trips t
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
          AND (p_after IS NULL OR (t.start_time <= v_after AND (t.start_time, t.imei) < (v_after, p_after[1])))
        ORDER BY t.start_time DESC, t.imei DESC
        LIMIT p_limit
    ) t
    CROSS JOIN LATERAL (SELECT t.imei || '~' || reporting.fn_ogc_moment(t.start_time) AS id) k
    CROSS JOIN LATERAL (SELECT t.imei, t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name, t.cost_centre,
                               t.assigned_city, t.start_time, t.end_time, (t.start_time AT TIME ZONE v_zone)::date AS day, t.distance_km,
                               t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh,
                               t.distance_km * t.fuel_100km / 100 AS fuel_estimated_l, t.start_odometer_km, t.end_odometer_km,
                               t.start_address, t.end_address, t.source) p
    ORDER BY t.start_time DESC, t.imei DESC;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_features_trips(double precision[], timestamptz, timestamptz, text[], integer,
                                           text[], text[], text[], text[], text[], text[], text[]) IS
    'Which trips were made? Finished ones, newest first, each a line from start to end (a point where only one of them is known), with the columns '
    'of reporting.v_trips, but without waiting for its refresh. p_after: {imei, start_time}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_parking(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, geom geometry, properties json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    v_area  geometry    := reporting.fn_ogc_area(p_bbox);
    v_after timestamptz := p_after[2];
BEGIN
    RETURN QUERY
    SELECT k.id, s.geom, row_to_json(p)
    FROM (
        SELECT s.*, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city
        FROM tracksolid.parking_events s
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                   p_driver_name) v ON v.imei = s.imei
        WHERE (p_from IS NULL OR coalesce(s.end_time, 'infinity'::timestamptz) >= p_from)
          AND (p_to IS NULL OR s.start_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(s.geom, v_area))
          AND (p_after IS NULL
               OR (s.start_time <= v_after AND (s.start_time, s.imei, s.kind) < (v_after, p_after[1], p_after[3])))
        ORDER BY s.start_time DESC, s.imei DESC, s.kind DESC
        LIMIT p_limit
    ) s
    CROSS JOIN LATERAL (SELECT s.imei || '~' || reporting.fn_ogc_moment(s.start_time) || '~' || s.kind AS id) k
    CROSS JOIN LATERAL (SELECT s.imei, s.vehicle_number, s.vehicle_name, s.vehicle_type, s.fleet_segment, s.driver_name, s.cost_centre,
                               s.assigned_city, s.kind, s.start_time, s.end_time, s.duration_s, s.address, s.source) p
    ORDER BY s.start_time DESC, s.imei DESC, s.kind DESC;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_features_parking(double precision[], timestamptz, timestamptz, text[], integer,
                                             text[], text[], text[], text[], text[], text[], text[]) IS
    'Where did vehicles stand? Points, newest first; kind: parking (engine off) or idling (on). One without end_time goes on. '
    'p_after: {imei, start_time, kind}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_alarms(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, geom geometry, properties json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    v_area  geometry    := reporting.fn_ogc_area(p_bbox);
    v_after timestamptz := p_after[2];
BEGIN
    RETURN QUERY
    SELECT k.id, a.geom, row_to_json(p)
    FROM (
        SELECT a.*, k.kind, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city
        FROM tracksolid.alarms a
        -- Two fences entered in one second are two alarms of one type: the variant tells them apart.
        CROSS JOIN LATERAL (SELECT a.alarm_type || CASE WHEN a.variant = '' THEN '' ELSE '~' || a.variant END AS kind) k
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                   p_driver_name) v ON v.imei = a.imei
        WHERE (p_from IS NULL OR a.alarm_time >= p_from)
          AND (p_to IS NULL OR a.alarm_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(a.geom, v_area))
          AND (p_after IS NULL
               OR (a.alarm_time <= v_after AND (a.alarm_time, a.imei, k.kind) < (v_after, p_after[1], p_after[3])))
        ORDER BY a.alarm_time DESC, a.imei DESC, k.kind DESC
        LIMIT p_limit
    ) a
    CROSS JOIN LATERAL (SELECT a.imei || '~' || reporting.fn_ogc_moment(a.alarm_time) || '~' || a.kind AS id) k
    CROSS JOIN LATERAL (SELECT a.imei, a.vehicle_number, a.vehicle_name, a.vehicle_type, a.fleet_segment, a.driver_name, a.cost_centre,
                               a.assigned_city, a.alarm_time, a.alarm_type, a.alarm_name, a.severity, a.speed, a.acc_status, a.fence_id,
                               a.source) p
    ORDER BY a.alarm_time DESC, a.imei DESC, a.kind DESC;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_features_alarms(double precision[], timestamptz, timestamptz, text[], integer,
                                            text[], text[], text[], text[], text[], text[], text[]) IS
    'Which alarms were raised, and where? Newest first; one without a position has a null geometry, and is in no box. '
    'p_after: {imei, alarm_time, alarm_type, or alarm_type~variant}.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it. A cell tower or a WLAN is no place on a road.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_way(p_imei text, p_from timestamptz, p_to timestamptz)
RETURNS TABLE (points bigint, points_left_out bigint, first_fix timestamptz, last_fix timestamptz, max_speed_kmh double precision,
               distance_km double precision, line geometry)
LANGUAGE sql STABLE ROWS 1
AS $$
    SELECT w.points, w.points_left_out, w.first_fix, w.last_fix, w.max_speed_kmh, public.ST_Length(w.line::public.geography) / 1000, w.line
    FROM (SELECT count(*) FILTER (WHERE f.is_gps) AS points, count(*) FILTER (WHERE NOT f.is_gps) AS points_left_out,
                 min(f.gps_time) FILTER (WHERE f.is_gps) AS first_fix, max(f.gps_time) FILTER (WHERE f.is_gps) AS last_fix,
                 max(f.speed) FILTER (WHERE f.is_gps) AS max_speed_kmh,
                 public.ST_MakeLine(f.geom ORDER BY f.gps_time) FILTER (WHERE f.is_gps) AS line
          FROM (SELECT h.gps_time, h.speed, h.geom, coalesce(upper(h.pos_type), 'GPS') = 'GPS' AS is_gps
                FROM tracksolid.position_history h
                WHERE h.imei = p_imei AND h.gps_time >= p_from AND h.gps_time <= p_to) f) w
$$;
COMMENT ON FUNCTION reporting.fn_ogc_way(text, timestamptz, timestamptz) IS
    'Which way did a vehicle go, both ends included? A line through its GPS fixes, not yet cut; points_left_out: fixes that are by cell tower, WLAN '
    'or beacon. Without a GPS fix the line is null.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_tracks(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 10, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, geom geometry, properties json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    c_days CONSTANT integer := 31;
    v_area  geometry := reporting.fn_ogc_area(p_bbox);
    v_last  date     := reporting.fn_business_day(least(p_to, now()));
    v_first date     := coalesce(reporting.fn_business_day(p_from), v_last - c_days + 1);
    v_after date     := p_after[2];
    v_left  integer  := p_limit;
    v_rows  integer;
    v_day   date;
    v_since timestamptz;
    v_until timestamptz;
BEGIN
    IF v_last - v_first >= c_days THEN
        RAISE EXCEPTION 'datetime reaches over more than % days', c_days USING ERRCODE = 'invalid_parameter_value';
    END IF;
    v_day := least(v_last, v_after);
    WHILE v_day >= v_first AND v_left > 0 LOOP
        v_since := reporting.fn_business_day_start(v_day);
        v_until := reporting.fn_business_day_start(v_day + 1);
        RETURN QUERY
        SELECT k.id, f.line, row_to_json(p)
        FROM (
            SELECT * FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                                p_driver_name) v
            WHERE v_after IS NULL OR v_day < v_after OR v.imei < p_after[1]
            ORDER BY v.imei DESC
        ) v
        CROSS JOIN LATERAL (
            SELECT a.points, a.points_left_out, a.first_fix, a.last_fix, a.max_speed_kmh, a.distance_km,
                   CASE a.points WHEN 1 THEN ST_MakeLine(ST_StartPoint(a.line), ST_StartPoint(a.line))
                                 ELSE reporting.fn_ogc_line(a.line) END AS line
            FROM reporting.fn_ogc_way(v.imei, v_since, v_until - INTERVAL '1 microsecond') a
        ) f
        CROSS JOIN LATERAL (SELECT v.imei || '~' || v_day AS id) k
        CROSS JOIN LATERAL (SELECT v.imei, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre,
                                   v.assigned_city, v_day AS day, f.first_fix, f.last_fix, f.points, f.points_left_out,
                                   f.distance_km, f.max_speed_kmh) p
        WHERE f.points > 0 AND (p_bbox IS NULL OR ST_Intersects(f.line, v_area))
        ORDER BY v.imei DESC
        LIMIT v_left;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        v_left := v_left - v_rows;
        v_day := v_day - 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_features_tracks(double precision[], timestamptz, timestamptz, text[], integer,
                                            text[], text[], text[], text[], text[], text[], text[]) IS
    'Which way did each vehicle go on each business day? A line through that day''s fixes (a single fix is both its ends), newest day first. '
    'p_from and p_to pick the days they touch: 31 at most, and the last 31 where the beginning is open. p_after: {imei, day}.';

-- The same trips, each as it was driven. A way has no index by place: to compare it with a box it must be drawn first.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_driven_trips(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 10, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, geom geometry, properties json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    c_days CONSTANT integer := 31;
    v_area  geometry    := reporting.fn_ogc_area(p_bbox);
    v_after timestamptz := p_after[2];
    v_zone  text        := reporting.fn_fleet_time_zone();
    v_last  timestamptz := least(p_to, now());
    v_first timestamptz := coalesce(p_from, v_last - make_interval(days => c_days));
BEGIN
    IF v_last - v_first > make_interval(days => c_days) THEN
        RAISE EXCEPTION 'datetime reaches over more than % days', c_days USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN QUERY
    SELECT k.id, t.line, row_to_json(p)
    FROM (
        SELECT t.*, f.points, f.points_left_out, f.line
        FROM (
            SELECT t.imei, t.start_time, t.end_time, t.start_geom, t.end_geom, t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh,
                   t.max_speed_kmh, t.source, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre,
                   v.assigned_city
            FROM tracksolid.trips t
            JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                       p_driver_name) v ON v.imei = t.imei
            WHERE t.end_time IS NOT NULL AND t.end_time >= v_first AND t.start_time <= v_last
              AND (p_after IS NULL OR (t.start_time <= v_after AND (t.start_time, t.imei) < (v_after, p_after[1])))
            ORDER BY t.start_time DESC, t.imei DESC
        ) t
        CROSS JOIN LATERAL (
            SELECT w.points, w.points_left_out,
                   reporting.fn_ogc_line(CASE WHEN w.points > 1 THEN w.line
                                              ELSE coalesce(ST_MakeLine(t.start_geom, t.end_geom), t.start_geom, t.end_geom, ST_StartPoint(w.line)) END) AS line
            -- A trip is drawn to its end, but not beyond some days: one that the vendor never ended would draw all history.
            FROM reporting.fn_ogc_way(t.imei, t.start_time, least(t.end_time, t.start_time + INTERVAL '4 days')) w
        ) f
        WHERE p_bbox IS NULL OR ST_Intersects(f.line, v_area)
        ORDER BY t.start_time DESC, t.imei DESC
        LIMIT p_limit
    ) t
    CROSS JOIN LATERAL (SELECT t.imei || '~' || reporting.fn_ogc_moment(t.start_time) AS id) k
    CROSS JOIN LATERAL (SELECT t.imei, t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name, t.cost_centre,
                               t.assigned_city, t.start_time, t.end_time, (t.start_time AT TIME ZONE v_zone)::date AS day, t.distance_km,
                               t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh, t.points, t.points_left_out, t.source) p
    ORDER BY t.start_time DESC, t.imei DESC;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_features_driven_trips(double precision[], timestamptz, timestamptz, text[], integer,
                                                  text[], text[], text[], text[], text[], text[], text[]) IS
    'Which way did each trip go? Finished trips, newest first: a line through the GPS fixes from start to end (points: how many), or as '
    'reporting.fn_ogc_features_trips has it where there are fewer than two. p_from and p_to reach over 31 days at most; where the beginning is open, the '
    'last 31. p_after: {imei, start_time}.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('58_ogc_geometries.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
