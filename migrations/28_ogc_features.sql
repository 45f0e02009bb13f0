-- 28 OGC features: the collections of the OGC API, one function each, all with the same parameters and the same answer.
--
-- p_bbox   west, south, east, north in degrees; west > east crosses the antimeridian. Null: everywhere, also what has no position.
-- p_from, p_to  both included; a feature counts when its own time touches that span. Null: open.
-- p_after  the key of the last feature of the page before, as text: its imei, its time, and what else the collection's key has.
-- p_limit  so many features at most. The filters are those of reporting.fn_vehicles.
--
-- Facts come newest first, so that a walk from page to page ends though new facts arrive meanwhile (they lie before its start). The key
-- decides between equal times, so every feature comes exactly once. id is the key in one word, its parts set apart by ~.
--
-- plpgsql with force_custom_plan: each question is planned with its own values, so that a filter not given costs nothing, chunks are left
-- out by time, and one question may go by time and another by place.
SET ROLE tracksolid_owner;

-- Which trips and stops had not ended yet? Without these a question about yesterday would read all history before it.
CREATE INDEX IF NOT EXISTS trips_end_time_idx ON tracksolid.trips (end_time);
CREATE INDEX IF NOT EXISTS parking_events_end_time_idx ON tracksolid.parking_events ((coalesce(end_time, 'infinity'::timestamptz)));

-- What lies in this place, whenever? Without these a place where nothing ever happened would cost a walk through all history.
CREATE INDEX IF NOT EXISTS trips_line_idx ON tracksolid.trips USING gist ((coalesce(ST_MakeLine(start_geom, end_geom), start_geom, end_geom)));
CREATE INDEX IF NOT EXISTS parking_events_geom_idx ON tracksolid.parking_events USING gist (geom);
CREATE INDEX IF NOT EXISTS alarms_geom_idx ON tracksolid.alarms USING gist (geom);

CREATE OR REPLACE FUNCTION reporting.fn_ogc_area(p_bbox double precision[]) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE WHEN p_bbox[1] > p_bbox[3]
                THEN ST_Collect(ST_Envelope(ST_MakeLine(ST_Point(p_bbox[1], p_bbox[2], 4326), ST_Point(180, p_bbox[4], 4326))),
                                ST_Envelope(ST_MakeLine(ST_Point(-180, p_bbox[2], 4326), ST_Point(p_bbox[3], p_bbox[4], 4326))))
                ELSE ST_Envelope(ST_MakeLine(ST_Point(p_bbox[1], p_bbox[2], 4326), ST_Point(p_bbox[3], p_bbox[4], 4326))) END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_area(double precision[]) IS
    'The area of a box west, south, east, north: two parts when it crosses the antimeridian, a line or a point when it has no width or height.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_moment(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS.US"Z"') $$;
COMMENT ON FUNCTION reporting.fn_ogc_moment(timestamptz) IS 'A time as a part of an id: UTC, to the microsecond, no character that an address would encode.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it. ST_AsGeoJSON writes as many digits as the number needs.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_feature(p_id text, p_geom geometry, p_properties json) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT json_build_object('type', 'Feature', 'id', p_id, 'geometry', ST_AsGeoJSON(p_geom, 15)::json, 'properties', p_properties)::text $$;
COMMENT ON FUNCTION reporting.fn_ogc_feature(text, geometry, json) IS 'A GeoJSON feature as text; without a position its geometry is null.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_live_positions(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, feature text)
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
    SELECT l.imei, reporting.fn_ogc_feature(l.imei, l.geom, row_to_json(p))
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
COMMENT ON FUNCTION reporting.fn_ogc_live_positions(double precision[], timestamptz, timestamptz, text[], integer,
                                                    text[], text[], text[], text[], text[], text[], text[]) IS
    'Where is every vehicle now? A point each, in the order of imei, because that is what does not change while somebody reads page after page; '
    'its time is gps_time. p_after: {imei}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_trips(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, feature text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = 'force_custom_plan'
AS $$
#variable_conflict use_column
DECLARE
    v_area  geometry    := reporting.fn_ogc_area(p_bbox);
    v_after timestamptz := p_after[2];
    v_zone  text        := reporting.fn_fleet_time_zone();
BEGIN
    RETURN QUERY
    SELECT k.id, reporting.fn_ogc_feature(k.id, t.geom, row_to_json(p))
    FROM (
        SELECT t.*, coalesce(ST_MakeLine(t.start_geom, t.end_geom), t.start_geom, t.end_geom) AS geom, v.vehicle_number, v.vehicle_name,
               v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km
        FROM tracksolid.trips t
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                   p_driver_name) v ON v.imei = t.imei
        WHERE t.end_time IS NOT NULL
          AND (p_from IS NULL OR t.end_time >= p_from)
          AND (p_to IS NULL OR t.start_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(coalesce(ST_MakeLine(t.start_geom, t.end_geom), t.start_geom, t.end_geom), v_area))
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
COMMENT ON FUNCTION reporting.fn_ogc_trips(double precision[], timestamptz, timestamptz, text[], integer,
                                           text[], text[], text[], text[], text[], text[], text[]) IS
    'Which trips were made? Finished ones, newest first, each a line from start to end (a point where only one of them is known), with the columns '
    'of reporting.v_trips, but without waiting for its refresh. p_after: {imei, start_time}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_parking(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, feature text)
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
    SELECT k.id, reporting.fn_ogc_feature(k.id, s.geom, row_to_json(p))
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
COMMENT ON FUNCTION reporting.fn_ogc_parking(double precision[], timestamptz, timestamptz, text[], integer,
                                             text[], text[], text[], text[], text[], text[], text[]) IS
    'Where did vehicles stand? Points, newest first; kind: parking (engine off) or idling (on). One without end_time goes on. '
    'p_after: {imei, start_time, kind}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_alarms(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 100, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, feature text)
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
    SELECT k.id, reporting.fn_ogc_feature(k.id, a.geom, row_to_json(p))
    FROM (
        SELECT a.*, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city
        FROM tracksolid.alarms a
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                   p_driver_name) v ON v.imei = a.imei
        WHERE (p_from IS NULL OR a.alarm_time >= p_from)
          AND (p_to IS NULL OR a.alarm_time <= p_to)
          AND (p_bbox IS NULL OR ST_Intersects(a.geom, v_area))
          AND (p_after IS NULL
               OR (a.alarm_time <= v_after AND (a.alarm_time, a.imei, a.alarm_type) < (v_after, p_after[1], p_after[3])))
        ORDER BY a.alarm_time DESC, a.imei DESC, a.alarm_type DESC
        LIMIT p_limit
    ) a
    CROSS JOIN LATERAL (SELECT a.imei || '~' || reporting.fn_ogc_moment(a.alarm_time) || '~' || a.alarm_type AS id) k
    CROSS JOIN LATERAL (SELECT a.imei, a.vehicle_number, a.vehicle_name, a.vehicle_type, a.fleet_segment, a.driver_name, a.cost_centre,
                               a.assigned_city, a.alarm_time, a.alarm_type, a.alarm_name, a.severity, a.speed, a.acc_status, a.fence_id,
                               a.source) p
    ORDER BY a.alarm_time DESC, a.imei DESC, a.alarm_type DESC;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_alarms(double precision[], timestamptz, timestamptz, text[], integer,
                                            text[], text[], text[], text[], text[], text[], text[]) IS
    'Which alarms were raised, and where? Newest first; one without a position has a null geometry, and is in no box. '
    'p_after: {imei, alarm_time, alarm_type}.';

-- The one collection whose features are not rows: day by day, newest first, until the page is full. A vehicle without fixes costs one
-- look into the index of that day.
CREATE OR REPLACE FUNCTION reporting.fn_ogc_tracks(
    p_bbox double precision[] DEFAULT NULL, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_after text[] DEFAULT NULL,
    p_limit integer DEFAULT 10, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (id text, feature text)
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
        SELECT k.id, reporting.fn_ogc_feature(k.id, f.line, row_to_json(p))
        FROM (
            SELECT * FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                                p_driver_name) v
            WHERE v_after IS NULL OR v_day < v_after OR v.imei < p_after[1]
            ORDER BY v.imei DESC
        ) v
        CROSS JOIN LATERAL (
            SELECT a.points, a.first_fix, a.last_fix, a.max_speed_kmh,
                   CASE a.points WHEN 1 THEN ST_MakeLine(ST_StartPoint(a.line), ST_StartPoint(a.line)) ELSE a.line END AS line
            FROM (SELECT count(*) AS points, min(h.gps_time) AS first_fix, max(h.gps_time) AS last_fix, max(h.speed) AS max_speed_kmh,
                         ST_MakeLine(h.geom ORDER BY h.gps_time) AS line
                  FROM tracksolid.position_history h
                  WHERE h.imei = v.imei AND h.gps_time >= v_since AND h.gps_time < v_until) a
        ) f
        CROSS JOIN LATERAL (SELECT v.imei || '~' || v_day AS id) k
        CROSS JOIN LATERAL (SELECT v.imei, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre,
                                   v.assigned_city, v_day AS day, f.first_fix, f.last_fix, f.points,
                                   ST_Length(f.line::geography) / 1000 AS distance_km, f.max_speed_kmh) p
        WHERE f.points > 0 AND (p_bbox IS NULL OR ST_Intersects(f.line, v_area))
        ORDER BY v.imei DESC
        LIMIT v_left;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        v_left := v_left - v_rows;
        v_day := v_day - 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION reporting.fn_ogc_tracks(double precision[], timestamptz, timestamptz, text[], integer,
                                            text[], text[], text[], text[], text[], text[], text[]) IS
    'Which way did each vehicle go on each business day? A line through that day''s fixes (a single fix is both its ends), newest day first. '
    'p_from and p_to pick the days they touch: 31 at most, and the last 31 where the beginning is open. p_after: {imei, day}.';

CREATE OR REPLACE FUNCTION reporting.fn_ogc_beginnings() RETURNS TABLE (collection text, first_time timestamptz)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    VALUES ('live-positions', (SELECT min(gps_time) FROM tracksolid.live_positions)),
           ('trips', (SELECT min(start_time) FROM tracksolid.trips)),
           ('tracks', (SELECT min(c.range_start) FROM timescaledb_information.chunks c
                       WHERE c.hypertable_schema = 'tracksolid' AND c.hypertable_name = 'position_history')),
           ('parking', (SELECT min(start_time) FROM tracksolid.parking_events)),
           ('alarms', (SELECT min(alarm_time) FROM tracksolid.alarms))
$$;
COMMENT ON FUNCTION reporting.fn_ogc_beginnings() IS
    'Since when has each collection of the OGC API had features? Null: it has none. Of tracks it is the beginning of the first chunk, which is cheap to know.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('28_ogc_features.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
