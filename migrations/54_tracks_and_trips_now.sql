-- 54 tracks, trips and the register as it is now.
--
-- Distances, speeds and the odometer are those of usable fixes (reporting.fn_is_usable_fix, 52); all fixes are shown, each with its pos_type.
-- Trips come from reporting.v_trips, which is some minutes old, but what a vehicle is called, and who may see it, is asked of the register.
SET ROLE tracksolid_owner;

COMMENT ON MATERIALIZED VIEW reporting.v_trips IS
    'Finished trips with their vehicle''s master data as of the last refresh (reporting.refresh_log); reporting.fn_trips has the data of now. '
    'day: business day of the start; km, km/h, seconds, litres.';

-- Planned with its values each time: only the chunks of the asked days are opened.
CREATE OR REPLACE FUNCTION reporting.fn_odometer_distance(p_imei text, p_from timestamptz, p_to timestamptz) RETURNS double precision
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    c_rounding_km CONSTANT double precision := 0.5;   -- polls and pushes round differently
    v_plausible double precision := reporting.fn_kpi('plausible_kmh');
    v_first     double precision;
    v_last      double precision;
BEGIN
    SELECT p.odometer_km INTO v_first FROM tracksolid.position_history p
    WHERE p.imei = p_imei AND p.gps_time >= p_from AND p.gps_time < p_to AND reporting.fn_is_usable_fix(p.pos_type, p.speed, v_plausible)
    ORDER BY p.gps_time LIMIT 1;
    SELECT p.odometer_km INTO v_last FROM tracksolid.position_history p
    WHERE p.imei = p_imei AND p.gps_time >= p_from AND p.gps_time < p_to AND reporting.fn_is_usable_fix(p.pos_type, p.speed, v_plausible)
    ORDER BY p.gps_time DESC LIMIT 1;
    IF v_first > 0 AND v_last > 0 AND NOT EXISTS (
        SELECT FROM (
            SELECT p.odometer_km - lag(p.odometer_km) OVER w AS step_km,
                   v_plausible * date_part('epoch', p.gps_time - lag(p.gps_time) OVER w) / 3600 AS most_km
            FROM tracksolid.position_history p
            WHERE p.imei = p_imei AND p.gps_time >= p_from AND p.gps_time < p_to AND p.odometer_km > 0
              AND reporting.fn_is_usable_fix(p.pos_type, p.speed, v_plausible)
            WINDOW w AS (ORDER BY p.gps_time)) s
        WHERE s.step_km < -c_rounding_km OR s.step_km > s.most_km + c_rounding_km)
    THEN
        RETURN greatest(v_last - v_first, 0);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION reporting.fn_odometer_distance(text, timestamptz, timestamptz) IS
    'What a vehicle''s odometer counted from its first to its last usable fix of a span, km. Null unless both of them have a reading, and when '
    'readings in between fall (reset, exchange) or grow faster than plausible_kmh (jump). A reading of 0 is none.';

-- No SET clause, plain SQL: it is put into the query that calls it, and costs nothing where nothing is simplified.
CREATE OR REPLACE FUNCTION reporting.fn_track_points(
    p_imei text, p_first timestamptz, p_last timestamptz, p_from timestamptz, p_to timestamptz, p_simplify_m double precision)
RETURNS TABLE (gps_time timestamptz, geom geometry, lng double precision, lat double precision, speed double precision,
               direction double precision, acc_status boolean, satellites integer, altitude double precision, odometer_km double precision,
               pos_type text, usable boolean, kept boolean)
LANGUAGE sql STABLE
AS $$
    SELECT p.gps_time, p.geom, p.lng, p.lat, p.speed, p.direction, p.acc_status, p.satellites, p.altitude, p.odometer_km, p.pos_type,
           reporting.fn_is_usable_fix(p.pos_type, p.speed, (SELECT reporting.fn_kpi('plausible_kmh'))), p_simplify_m IS NULL OR k.gps_time IS NOT NULL
    FROM tracksolid.position_history p
    LEFT JOIN (
        -- Metres on a plane that touches the Earth at the part's latitude; the fourth ordinate carries the time: microseconds, exact.
        SELECT to_timestamp(0) + public.ST_M(kept.geom) * INTERVAL '1 microsecond' AS gps_time
        FROM (SELECT public.ST_Simplify(public.ST_MakeLine(public.ST_MakePointM(
                         s.lng * 111195.08 * cos(radians(s.latitude)), s.lat * 111195.08, s.microseconds) ORDER BY s.gps_time), p_simplify_m, true)
                     AS line
              FROM (SELECT q.gps_time, q.lng, q.lat, first_value(q.lat) OVER (ORDER BY q.gps_time) AS latitude,
                           (extract(epoch FROM q.gps_time) * 1000000)::double precision AS microseconds
                    FROM tracksolid.position_history q
                    WHERE p_simplify_m IS NOT NULL AND q.imei = p_imei AND q.gps_time >= p_from AND q.gps_time < p_to
                      AND q.gps_time >= p_first AND q.gps_time <= p_last) s) l
        CROSS JOIN LATERAL public.ST_DumpPoints(l.line) kept
        WHERE p_simplify_m IS NOT NULL
    ) k ON k.gps_time = p.gps_time
    WHERE p.imei = p_imei AND p.gps_time >= p_from AND p.gps_time < p_to AND p.gps_time >= p_first AND p.gps_time <= p_last
$$;
COMMENT ON FUNCTION reporting.fn_track_points(text, timestamptz, timestamptz, timestamptz, timestamptz, double precision) IS
    'The fixes of one part of a track. usable: reporting.fn_is_usable_fix. kept: stays when the line may differ from the true one by so many metres (Douglas-Peucker); without '
    'p_simplify_m all stay.';

CREATE OR REPLACE FUNCTION reporting.fn_track_fixes(
    p_imei text, p_first timestamptz, p_last timestamptz, p_from timestamptz, p_to timestamptz, p_simplify_m double precision)
RETURNS TABLE (gps_time timestamptz, geom geometry, lng double precision, lat double precision, speed double precision,
               direction double precision, acc_status boolean, satellites integer, altitude double precision, odometer_km double precision,
               kept boolean)
LANGUAGE sql STABLE
AS $$
    SELECT p.gps_time, p.geom, p.lng, p.lat, p.speed, p.direction, p.acc_status, p.satellites, p.altitude, p.odometer_km, p.kept
    FROM reporting.fn_track_points(p_imei, p_first, p_last, p_from, p_to, p_simplify_m) p
$$;

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
        SELECT d.*, f.*, o.odometer_distance_km
        FROM device d
        CROSS JOIN LATERAL (
            SELECT count(*) AS points, count(*) FILTER (WHERE NOT p.usable) AS fixes_left_out,
                   min(p.gps_time) AS first_fix, max(p.gps_time) AS last_fix, max(p.speed) FILTER (WHERE p.usable) AS max_speed_kmh,
                   CASE WHEN count(*) > 0 THEN coalesce(
                       ST_Length(ST_MakeLine(p.geom ORDER BY p.gps_time) FILTER (WHERE p.usable)::geography) / 1000, 0) END AS line_km,
                   jsonb_agg(jsonb_build_array(p.lng, p.lat) ORDER BY p.gps_time) AS coordinates,
                   jsonb_agg(p.gps_time ORDER BY p.gps_time)   AS times,
                   jsonb_agg(p.speed ORDER BY p.gps_time)      AS speeds,
                   jsonb_agg(p.acc_status ORDER BY p.gps_time) AS acc,
                   jsonb_agg(p.pos_type ORDER BY p.gps_time)   AS pos_type
            FROM (SELECT h.*, reporting.fn_is_usable_fix(h.pos_type, h.speed, (SELECT reporting.fn_kpi('plausible_kmh'))) AS usable
                  FROM tracksolid.position_history h
                  WHERE h.imei = d.imei AND h.gps_time >= v_from AND h.gps_time < v_to) p
        ) f
        CROSS JOIN LATERAL (SELECT reporting.fn_odometer_distance(d.imei, v_from, v_to) AS odometer_distance_km) o
    )
    SELECT jsonb_build_object(
        'summary', jsonb_build_object('from', v_from, 'to', v_to,
            'points', coalesce(sum(t.points), 0), 'distance_km', coalesce(sum(t.line_km), 0),
            'fixes_left_out', coalesce(sum(t.fixes_left_out), 0),
            'odometer_distance_km', CASE WHEN count(t.odometer_distance_km) = count(*) FILTER (WHERE t.points > 0) THEN sum(t.odometer_distance_km) END,
            'max_speed_kmh', max(t.max_speed_kmh),
            'first_fix', min(t.first_fix), 'last_fix', max(t.last_fix),
            'vehicles', coalesce(jsonb_agg(jsonb_build_object('imei', t.imei, 'vehicle_number', t.vehicle_number,
                'vehicle_name', t.vehicle_name, 'driver_name', t.driver_name, 'cost_centre', t.cost_centre,
                'assigned_city', t.assigned_city) ORDER BY t.imei), '[]')),
        'geojson', jsonb_build_object('type', 'FeatureCollection', 'features', coalesce(
            jsonb_agg(jsonb_build_object('type', 'Feature',
                'geometry', CASE WHEN t.points = 1 THEN jsonb_build_object('type', 'Point', 'coordinates', t.coordinates -> 0)
                                 ELSE jsonb_build_object('type', 'LineString', 'coordinates', t.coordinates) END,
                'properties', jsonb_build_object('imei', t.imei, 'vehicle_number', t.vehicle_number, 'points', t.points,
                    'distance_km', t.line_km, 'times', t.times, 'speeds', t.speeds, 'acc_status', t.acc, 'pos_type', t.pos_type)) ORDER BY t.imei)
            FILTER (WHERE t.points > 0), '[]')))
    INTO answer FROM track t;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_vehicle_track(text, text, timestamptz, timestamptz) IS
    'A vehicle''s track from p_from (default: the business day''s start) to before p_to (default: now): a line for each of its trackers, with times, '
    'speeds (km/h), acc_status and pos_type in the order of the coordinates. distance_km: length of the line through the usable fixes; '
    'fixes_left_out: those that are not usable (reporting.fn_is_usable_fix); odometer_distance_km: reporting.fn_odometer_distance, null when '
    'that of a tracker with fixes is.';

CREATE OR REPLACE FUNCTION reporting.fn_track_geojson(
    p_imei text[], p_from timestamptz, p_to timestamptz, p_simplify_m double precision DEFAULT NULL) RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
BEGIN
    RETURN QUERY
    WITH part AS MATERIALIZED (
        SELECT b.imei, b.part, f.*, ST_Length(f.line::geography) / 1000 AS line_km, v.vehicle_number,
               ST_Distance(ST_StartPoint(f.line)::geography,
                           lag(ST_EndPoint(f.line)::geography) OVER (PARTITION BY b.imei ORDER BY b.part)) / 1000 AS gap_km
        FROM reporting.fn_track_parts(p_imei, p_from, p_to) b
        JOIN tracksolid.devices v ON v.imei = b.imei
        CROSS JOIN LATERAL (
            SELECT count(*) AS points, count(*) FILTER (WHERE p.kept) AS points_kept,
                   count(*) FILTER (WHERE NOT p.usable AND (b.part = 0 OR p.gps_time > b.first_fix)) AS fixes_left_out,
                   min(p.gps_time) AS first_fix, max(p.gps_time) AS last_fix, max(p.speed) FILTER (WHERE p.usable) AS max_speed_kmh,
                   ST_MakeLine(p.geom ORDER BY p.gps_time) FILTER (WHERE p.usable) AS line,
                   string_agg('[' || p.lng || ',' || p.lat || ']', ',' ORDER BY p.gps_time) FILTER (WHERE p.kept) AS coordinates,
                   json_agg(p.gps_time ORDER BY p.gps_time)   FILTER (WHERE p.kept) AS times,
                   json_agg(p.speed ORDER BY p.gps_time)      FILTER (WHERE p.kept) AS speeds,
                   json_agg(p.acc_status ORDER BY p.gps_time) FILTER (WHERE p.kept) AS acc_status,
                   json_agg(p.pos_type ORDER BY p.gps_time)   FILTER (WHERE p.kept) AS pos_type
            FROM reporting.fn_track_points(b.imei, b.first_fix, b.last_fix, p_from, p_to, p_simplify_m) p
        ) f
        WHERE f.points > 1 OR b.part = 0
        ORDER BY b.imei, b.part
    ), tracker AS (
        SELECT imei, sum(points) - max(part) AS points, sum(points_kept) - max(part) AS points_kept, sum(fixes_left_out) AS fixes_left_out,
               coalesce(sum(line_km), 0) + coalesce(sum(gap_km), 0) AS line_km,   -- a joint that is not usable leaves a gap
               reporting.fn_odometer_distance(imei, p_from, p_to) AS odometer_distance_km, max(max_speed_kmh) AS max_speed_kmh,
               min(first_fix) AS first_fix, max(last_fix) AS last_fix
        FROM part GROUP BY imei
    )
    SELECT (jsonb_build_object('from', p_from, 'to', p_to,
               'points', coalesce(sum(t.points), 0), 'distance_km', coalesce(sum(t.line_km), 0),
               'fixes_left_out', coalesce(sum(t.fixes_left_out), 0),
               'odometer_distance_km', CASE WHEN count(t.odometer_distance_km) = count(t.imei) THEN sum(t.odometer_distance_km) END,
               'max_speed_kmh', max(t.max_speed_kmh),
               'first_fix', min(t.first_fix), 'last_fix', max(t.last_fix),
               'vehicles', jsonb_agg(jsonb_build_object('imei', v.imei, 'vehicle_number', v.vehicle_number,
                   'vehicle_name', v.vehicle_name, 'driver_name', v.driver_name, 'cost_centre', v.cost_centre,
                   'assigned_city', v.assigned_city) ORDER BY v.imei))
            || CASE WHEN p_simplify_m IS NULL THEN '{}'
                    ELSE jsonb_build_object('simplify_m', p_simplify_m,
                                            'points_left_out', coalesce(sum(t.points - t.points_kept), 0)) END)::text
    FROM tracksolid.devices v LEFT JOIN tracker t ON t.imei = v.imei
    WHERE v.imei = ANY (p_imei)
    UNION ALL
    SELECT concat('{"type":"Feature","geometry":{"type":',
                  CASE WHEN p.points = 1 THEN '"Point","coordinates":' || p.coordinates
                       ELSE '"LineString","coordinates":[' || p.coordinates || ']' END,
                  '},"properties":{"imei":', to_json(p.imei), ',"vehicle_number":', coalesce(to_json(p.vehicle_number)::text, 'null'),
                  ',"part":', p.part, ',"points":', p.points_kept, ',"distance_km":', to_json(coalesce(p.line_km, 0)),
                  ',"times":', p.times, ',"speeds":', p.speeds, ',"acc_status":', p.acc_status,
                  ',"pos_type":', p.pos_type, '}}')
    FROM part p;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_geojson(text[], timestamptz, timestamptz, double precision) IS
    'The tracks of these vehicles as rows of JSON text: first the summary, then the features, each a part of a track (reporting.fn_track_parts; part '
    'counts from 0). The rest is as in reporting.fn_vehicle_track; distances and speeds are those of the whole track, also when it is '
    'simplified by p_simplify_m metres.';

CREATE OR REPLACE FUNCTION reporting.fn_track_csv(
    p_imei text[], p_from timestamptz, p_to timestamptz, p_simplify_m double precision DEFAULT NULL) RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET datestyle = 'ISO'
AS $$
BEGIN
    RETURN QUERY
    SELECT f.lines
    FROM reporting.fn_track_parts(p_imei, p_from, p_to) b
    JOIN (SELECT d.imei, reporting.fn_csv(d.imei) || ',' || reporting.fn_csv(d.vehicle_number) AS names
          FROM tracksolid.devices d WHERE d.imei = ANY (p_imei)) v ON v.imei = b.imei
    CROSS JOIN LATERAL (
        SELECT string_agg(concat(v.names, ',', translate((p.gps_time AT TIME ZONE 'UTC')::text, ' ', 'T'), 'Z,', p.lng, ',', p.lat, ',', p.speed, ',',
                                 p.direction, ',', p.acc_status::text, ',', p.altitude, ',', p.satellites, ',', p.odometer_km, ',',
                                 p.pos_type, E'\r\n'),
                          '' ORDER BY p.gps_time) AS lines
        FROM reporting.fn_track_points(b.imei, b.first_fix, b.last_fix, p_from, p_to, p_simplify_m) p
        WHERE p.kept AND (b.part = 0 OR p.gps_time > b.first_fix)
    ) f
    WHERE f.lines IS NOT NULL
    ORDER BY b.imei, b.part;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_csv(text[], timestamptz, timestamptz, double precision) IS
    'The tracks of these vehicles as rows of CSV text, each of many lines: imei, vehicle_number, gps_time (UTC), lng, lat, speed (km/h), direction '
    '(degrees), acc_status (true: on), altitude (m), satellites, odometer_km, pos_type. Every fix is there once.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it.
CREATE OR REPLACE FUNCTION reporting.fn_trips(
    p_from timestamptz, p_to timestamptz, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL,
    p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (imei text, start_time timestamptz, end_time timestamptz, day date, vehicle_number text, vehicle_name text, vehicle_type text,
               fleet_segment text, driver_name text, cost_centre text, assigned_city text, distance_km double precision,
               driving_time_s integer, idle_time_s integer, avg_speed_kmh double precision, max_speed_kmh double precision,
               fuel_estimated_l double precision, start_odometer_km double precision, end_odometer_km double precision,
               start_geom geometry, end_geom geometry, start_address text, end_address text, source text)
LANGUAGE sql STABLE
AS $$
    SELECT t.imei, t.start_time, t.end_time, t.day, d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name,
           d.cost_centre, d.assigned_city, t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh,
           t.distance_km * d.fuel_100km / 100, t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address,
           t.source
    FROM reporting.v_trips t
    LEFT JOIN tracksolid.devices d ON d.imei = t.imei   -- one that is not in the register passes no filter
    WHERE t.start_time >= p_from AND t.start_time < p_to
      AND (p_cost_centre    IS NULL OR d.cost_centre    = ANY (p_cost_centre))
      AND (p_assigned_city  IS NULL OR d.assigned_city  = ANY (p_assigned_city))
      AND (p_vehicle_type   IS NULL OR d.vehicle_type   = ANY (p_vehicle_type))
      AND (p_fleet_segment  IS NULL OR d.fleet_segment  = ANY (p_fleet_segment))
      AND (p_vehicle_number IS NULL OR d.vehicle_number = ANY (p_vehicle_number))
      AND (p_imei           IS NULL OR t.imei           = ANY (p_imei))
      AND (p_driver_name    IS NULL OR d.driver_name    = ANY (p_driver_name))
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
$$;
COMMENT ON FUNCTION reporting.fn_trips(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'The trips of reporting.v_trips begun from p_from to before p_to, with the master data that the register has now, on which the filters go; '
    'none of an excluded cost centre.';

CREATE OR REPLACE FUNCTION reporting.fn_idle_days(p_from timestamptz, p_to timestamptz)
RETURNS TABLE (imei text, day date, idle_time_s bigint)
LANGUAGE sql STABLE
AS $$
    SELECT f.imei, f.day, coalesce(sum(f.trip_s), sum(f.stop_s))
    FROM (SELECT t.imei, (t.start_time AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))::date AS day, t.idle_time_s::bigint AS trip_s,
                 NULL::bigint AS stop_s
          FROM tracksolid.trips t
          WHERE t.start_time >= p_from AND t.start_time < p_to AND t.idle_time_s IS NOT NULL
          UNION ALL
          SELECT s.imei, (s.start_time AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))::date, NULL,
                 coalesce(s.duration_s, extract(epoch FROM s.end_time - s.start_time)::bigint)
          FROM tracksolid.parking_events s
          WHERE s.start_time >= p_from AND s.start_time < p_to AND s.kind = 'idling' AND s.end_time IS NOT NULL) f
    GROUP BY f.imei, f.day
$$;
COMMENT ON FUNCTION reporting.fn_idle_days(timestamptz, timestamptz) IS
    'Seconds that each vehicle stood with the engine on, by business day, as reporting.vehicle_days has them: what the trips begun in the span say; on a '
    'day whose trips say nothing, the idling stops that have ended. No row: neither says anything.';

CREATE OR REPLACE FUNCTION reporting.fn_trips_summary(
    p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL,
    p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (from_at timestamptz, to_at timestamptz, summary text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
BEGIN
    to_at   := coalesce(p_to, now());
    from_at := coalesce(p_from, reporting.fn_business_day_start(reporting.fn_business_day(to_at) - 6));
    IF from_at > to_at THEN
        RAISE EXCEPTION 'from (%) is after to (%)', from_at, to_at USING ERRCODE = 'invalid_parameter_value';
    END IF;

    WITH trip AS MATERIALIZED (
        SELECT t.imei, t.driver_name, t.cost_centre, t.distance_km, t.driving_time_s, t.max_speed_kmh, t.fuel_estimated_l
        FROM reporting.fn_trips(from_at, to_at, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                p_driver_name) t
    ), idle AS (
        SELECT v.cost_centre, sum(i.idle_time_s)::bigint AS idle_time_s
        FROM reporting.fn_idle_days(from_at, to_at) i
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
          ON v.imei = i.imei
        GROUP BY v.cost_centre
    ), per_cost_centre AS (
        SELECT g.cost_centre, sum(g.trips)::bigint AS trips, sum(g.vehicles)::bigint AS vehicles, coalesce(sum(g.distance_km), 0) AS distance_km,
               coalesce(sum(g.driving_time_s), 0)::bigint AS driving_time_s, sum(g.idle_time_s)::bigint AS idle_time_s
        FROM (SELECT cost_centre, count(*) AS trips, count(DISTINCT imei) AS vehicles, sum(distance_km) AS distance_km,
                     sum(driving_time_s) AS driving_time_s, NULL::bigint AS idle_time_s
              FROM trip GROUP BY cost_centre
              UNION ALL
              SELECT cost_centre, 0, 0, NULL, NULL, idle_time_s FROM idle) g
        GROUP BY g.cost_centre
    )
    SELECT jsonb_build_object('from', from_at, 'to', to_at, 'trips', count(*), 'vehicles', count(DISTINCT t.imei),
               'drivers', count(DISTINCT t.driver_name), 'distance_km', coalesce(sum(t.distance_km), 0),
               'driving_time_s', coalesce(sum(t.driving_time_s), 0), 'idle_time_s', (SELECT sum(i.idle_time_s) FROM idle i),
               'max_speed_kmh', max(t.max_speed_kmh), 'fuel_estimated_l', sum(t.fuel_estimated_l),
               'by_cost_centre', coalesce((SELECT jsonb_agg(to_jsonb(c) ORDER BY c.cost_centre) FROM per_cost_centre c), '[]'),
               'refreshed_at', (SELECT max(r.finished_at) FROM reporting.refresh_log r
                                WHERE r.view_name = 'reporting.v_trips' AND r.outcome = 'ok' AND r.started_at > now() - INTERVAL '7 days'))::text
    INTO summary FROM trip t;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION reporting.fn_trips_summary(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'The summary of reporting.fn_trips_for_map, and the period that it is of, with the same defaults.';

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
        SELECT * FROM reporting.fn_trips(v_from, v_to, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                         p_driver_name)
    ), idle AS (
        SELECT v.cost_centre, sum(i.idle_time_s)::bigint AS idle_time_s
        FROM reporting.fn_idle_days(v_from, v_to) i
        JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
          ON v.imei = i.imei
        GROUP BY v.cost_centre
    ), per_cost_centre AS (
        SELECT g.cost_centre, sum(g.trips)::bigint AS trips, sum(g.vehicles)::bigint AS vehicles, coalesce(sum(g.distance_km), 0) AS distance_km,
               coalesce(sum(g.driving_time_s), 0)::bigint AS driving_time_s, sum(g.idle_time_s)::bigint AS idle_time_s
        FROM (SELECT cost_centre, count(*) AS trips, count(DISTINCT imei) AS vehicles, sum(distance_km) AS distance_km,
                     sum(driving_time_s) AS driving_time_s, NULL::bigint AS idle_time_s
              FROM trip GROUP BY cost_centre
              UNION ALL
              SELECT cost_centre, 0, 0, NULL, NULL, idle_time_s FROM idle) g
        GROUP BY g.cost_centre
    )
    SELECT jsonb_build_object(
        'summary', (
            SELECT jsonb_build_object('from', v_from, 'to', v_to, 'trips', count(*), 'vehicles', count(DISTINCT t.imei),
                'drivers', count(DISTINCT t.driver_name), 'distance_km', coalesce(sum(t.distance_km), 0),
                'driving_time_s', coalesce(sum(t.driving_time_s), 0), 'idle_time_s', (SELECT sum(i.idle_time_s) FROM idle i),
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
    'columns of reporting.v_trips; as fresh as that view: summary.refreshed_at; vehicles and filters are those of the register now. The way in between is fn_vehicle_track.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('54_tracks_and_trips_now.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
