-- 63 the OGC functions take the vehicle filter (62) as one value.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_live_positions(
    p_filter reporting.vehicle_filter, p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL,
    p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL, p_limit integer DEFAULT 100)
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
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = l.imei
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
COMMENT ON FUNCTION reporting.fn_ogc_features_live_positions(reporting.vehicle_filter, double precision[], timestamptz, timestamptz, text[], integer) IS
    'Where is every vehicle now? A point each, in the order of imei, because that does not change while a client reads page after page; '
    'its time is gps_time. p_after: {imei}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_trips(
    p_filter reporting.vehicle_filter, p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL,
    p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL, p_limit integer DEFAULT 100)
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
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = t.imei
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
COMMENT ON FUNCTION reporting.fn_ogc_features_trips(reporting.vehicle_filter, double precision[], timestamptz, timestamptz, text[], integer) IS
    'Which trips were made? Finished ones, newest first, each a line from start to end (a point where only one of them is known), with the columns '
    'of reporting.v_trips, but without waiting for its refresh. p_after: {imei, start_time}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_parking(
    p_filter reporting.vehicle_filter, p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL,
    p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL, p_limit integer DEFAULT 100)
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
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = s.imei
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
COMMENT ON FUNCTION reporting.fn_ogc_features_parking(reporting.vehicle_filter, double precision[], timestamptz, timestamptz, text[], integer) IS
    'Where did vehicles stand? Points, newest first; kind: parking (engine off) or idling (on). One without end_time goes on. '
    'p_after: {imei, start_time, kind}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_alarms(
    p_filter reporting.vehicle_filter, p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL,
    p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL, p_limit integer DEFAULT 100)
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
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = a.imei
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
COMMENT ON FUNCTION reporting.fn_ogc_features_alarms(reporting.vehicle_filter, double precision[], timestamptz, timestamptz, text[], integer) IS
    'Which alarms were raised, and where? Newest first; one without a position has a null geometry, and is in no box. '
    'p_after: {imei, alarm_time, alarm_type, or alarm_type~variant}.';

-- One rule says which fixes a line, a distance and a speed are made of: reporting.fn_is_usable_fix (52). The functions here had one of their own, which let
-- a fix with an impossible speed pass.
--
-- No SET clause, plain SQL: the planner puts it into the query that calls it.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_way(p_imei text, p_from timestamptz, p_to timestamptz)
RETURNS TABLE (points bigint, points_left_out bigint, first_fix timestamptz, last_fix timestamptz, max_speed_kmh double precision,
               distance_km double precision, line geometry)
LANGUAGE sql STABLE ROWS 1
AS $$
    SELECT w.points, w.points_left_out, w.first_fix, w.last_fix, w.max_speed_kmh, public.ST_Length(w.line::public.geography) / 1000, w.line
    FROM (SELECT count(*) FILTER (WHERE f.usable) AS points, count(*) FILTER (WHERE NOT f.usable) AS points_left_out,
                 min(f.gps_time) FILTER (WHERE f.usable) AS first_fix, max(f.gps_time) FILTER (WHERE f.usable) AS last_fix,
                 max(f.speed) FILTER (WHERE f.usable) AS max_speed_kmh,
                 public.ST_MakeLine(f.geom ORDER BY f.gps_time) FILTER (WHERE f.usable) AS line
          FROM (SELECT h.gps_time, h.speed, h.geom,
                       reporting.fn_is_usable_fix(h.pos_type, h.speed, (SELECT reporting.fn_kpi('plausible_kmh'))) AS usable
                FROM tracksolid.position_history h
                WHERE h.imei = p_imei AND h.gps_time >= p_from AND h.gps_time <= p_to) f) w
$$;
COMMENT ON FUNCTION reporting.fn_ogc_way(text, timestamptz, timestamptz) IS
    'Which way did a vehicle go, both ends included? A line through its usable fixes (reporting.fn_is_usable_fix), not yet cut; points_left_out: the '
    'others. Without a usable fix the line is null.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_tracks(
    p_filter reporting.vehicle_filter, p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL,
    p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL, p_limit integer DEFAULT 10)
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
            SELECT * FROM reporting.fn_vehicles(p_filter) v
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
COMMENT ON FUNCTION reporting.fn_ogc_features_tracks(reporting.vehicle_filter, double precision[], timestamptz, timestamptz, text[], integer) IS
    'Which way did each vehicle go on each business day? A line through that day''s fixes (a single fix is both its ends), newest day first. '
    'p_from and p_to pick the days they touch: 31 at most, and the last 31 where the beginning is open. p_after: {imei, day}.';

-- The same trips, each as it was driven. A way has no index by place: to compare it with a box it must be drawn first.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_features_driven_trips(
    p_filter reporting.vehicle_filter, p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL,
    p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL, p_limit integer DEFAULT 10)
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
            JOIN reporting.fn_vehicles(p_filter) v ON v.imei = t.imei
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
COMMENT ON FUNCTION reporting.fn_ogc_features_driven_trips(reporting.vehicle_filter, double precision[], timestamptz, timestamptz, text[], integer) IS
    'Which way did each trip go? Finished trips, newest first: a line through the GPS fixes from start to end (points: how many), or as '
    'reporting.fn_ogc_features_trips has it where there are fewer than two. p_from and p_to reach over 31 days at most; where the beginning is open, the '
    'last 31. p_after: {imei, start_time}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_matched(
    p_filter reporting.vehicle_filter, p_collection text, p_most integer,
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL)
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
    v_plausible double precision := reporting.fn_kpi('plausible_kmh');
    v_matched bigint;
BEGIN
    IF p_collection = 'live-positions' THEN
        SELECT count(*) INTO v_matched
        FROM reporting.fn_live_vehicles(now()) l
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = l.imei
        WHERE l.gps_time IS NOT NULL
          AND (p_from IS NULL OR l.gps_time >= p_from)
          AND (p_to IS NULL OR l.gps_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(l.geom, v_area));
    ELSIF p_collection = 'trips' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.trips t
            JOIN reporting.fn_vehicles(p_filter) v ON v.imei = t.imei
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
            JOIN reporting.fn_vehicles(p_filter) v ON v.imei = s.imei
            WHERE (p_from IS NULL OR coalesce(s.end_time, 'infinity'::timestamptz) >= p_from)
              AND (p_to IS NULL OR s.start_time <= p_to)
              AND (p_bbox IS NULL OR ST_Intersects(s.geom, v_area))
            LIMIT p_most + 1) m;
    ELSIF p_collection = 'alarms' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.alarms a
            JOIN reporting.fn_vehicles(p_filter) v ON v.imei = a.imei
            WHERE (p_from IS NULL OR a.alarm_time >= p_from)
              AND (p_to IS NULL OR a.alarm_time <= p_to)
              AND (p_bbox IS NULL OR ST_Intersects(a.geom, v_area))
            LIMIT p_most + 1) m;
    ELSIF p_bbox IS NOT NULL THEN
        RETURN NULL;   -- the ways would have to be drawn
    ELSIF p_collection = 'driven-trips' THEN
        SELECT count(*) INTO v_matched FROM (
            SELECT FROM tracksolid.trips t
            JOIN reporting.fn_vehicles(p_filter) v ON v.imei = t.imei
            WHERE t.end_time IS NOT NULL
              AND t.end_time >= coalesce(p_from, v_last - make_interval(days => c_days)) AND t.start_time <= v_last
            LIMIT p_most + 1) m;
    ELSIF p_collection = 'tracks' THEN
        -- A look into an index for each vehicle and day; of more than so many it would be reading, not looking.
        SELECT CASE WHEN max(d.looks) <= p_most / 5
                    THEN count(*) FILTER (WHERE EXISTS (
                        SELECT FROM tracksolid.position_history h
                        WHERE h.imei = d.imei AND h.gps_time >= d.since AND h.gps_time < d.until
                          AND reporting.fn_is_usable_fix(h.pos_type, h.speed, v_plausible)))
                    WHEN max(d.looks) IS NULL THEN 0 END
        INTO v_matched
        FROM (SELECT v.imei, count(*) OVER () AS looks, reporting.fn_business_day_start(g.day::date) AS since,
                     reporting.fn_business_day_start(g.day::date + 1) AS until
              FROM reporting.fn_vehicles(p_filter) v
              CROSS JOIN generate_series(
                  coalesce(reporting.fn_business_day(p_from), reporting.fn_business_day(v_last) - c_days + 1)::timestamp,
                  reporting.fn_business_day(v_last)::timestamp, INTERVAL '1 day') AS g(day)) d;
    END IF;
    RETURN CASE WHEN v_matched <= p_most THEN v_matched END;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_matched(reporting.vehicle_filter, text, integer, double precision[], timestamptz, timestamptz) IS
    'How many features of a collection does a question of reporting.fn_ogc_features_* match? Null: more than p_most, or it would cost too much to know.';

-- Planned with its values, like the others: as if few vehicles passed, it would read all extents once for each of many.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_extents(p_filter reporting.vehicle_filter)
RETURNS TABLE (collection text, west double precision, south double precision, east double precision, north double precision,
               first_time timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH vehicle AS MATERIALIZED (
        SELECT v.imei, v.enabled FROM reporting.fn_vehicles(p_filter) v
    ), place AS (
        SELECT e.kind, e.west, e.south, e.east, e.north, e.first_time FROM vehicle v JOIN reporting.v_extents e ON e.imei = v.imei
        UNION ALL
        SELECT 'live', l.lng, l.lat, l.lng, l.lat, l.gps_time
        FROM vehicle v JOIN tracksolid.live_positions l ON l.imei = v.imei WHERE v.enabled AND l.gps_time IS NOT NULL
    )
    -- A little outwards, to the next 0.0001 degrees: so that the box still holds them all when a client rounds it, or asks in metres.
    SELECT c.collection, floor(min(p.west) * 10000) / 10000, floor(min(p.south) * 10000) / 10000, ceil(max(p.east) * 10000) / 10000,
           ceil(max(p.north) * 10000) / 10000, min(p.first_time)
    FROM (VALUES ('live-positions', ARRAY['live']), ('trips', ARRAY['trips']), ('driven-trips', ARRAY['trips', 'parking']),
                 ('tracks', ARRAY['trips', 'parking', 'live']), ('parking', ARRAY['parking']), ('alarms', ARRAY['alarms'])) AS c(collection, kinds)
    LEFT JOIN place p ON p.kind = ANY (c.kinds)
    GROUP BY c.collection;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_extents(reporting.vehicle_filter) IS
    'Where and since when has each collection of the OGC API features of these vehicles? Null: it has none. Live positions are as they are now, the rest as of the '
    'last refresh of reporting.v_extents; ways are where their trips begin and end, and where the vehicle stands.';

-- The same functions with a parameter for each filter: nobody calls them any more.
DO $drop$
DECLARE
    c_filters CONSTANT text := 'text[], text[], text[], text[], text[], text[], text[]';
    collection text;
BEGIN
    FOREACH collection IN ARRAY ARRAY['live_positions', 'trips', 'driven_trips', 'tracks', 'parking', 'alarms'] LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS reporting.fn_ogc_features_%s(double precision[], timestamptz, timestamptz, text[], integer, %s)',
                       collection, c_filters);
    END LOOP;
    EXECUTE format('DROP FUNCTION IF EXISTS reporting.fn_ogc_matched(text, integer, double precision[], timestamptz, timestamptz, %s)', c_filters);
    EXECUTE format('DROP FUNCTION IF EXISTS reporting.fn_ogc_extents(%s)', c_filters);
END
$drop$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('63_ogc_vehicle_filter.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
