-- 26 tracks and trips: the same answers as reporting.fn_vehicle_track and reporting.fn_trips_for_map make, as rows of finished text. A
-- reader takes them with a cursor and passes them on one by one, so that neither side holds an answer of any length in memory.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_filter_options(
    p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
WITH vehicle AS MATERIALIZED (
    SELECT * FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name)
    WHERE enabled
), cost_centre AS (
    SELECT cost_centre, count(*) AS vehicles FROM vehicle WHERE cost_centre <> '' GROUP BY cost_centre
), city AS (
    SELECT assigned_city, count(*) AS vehicles FROM vehicle WHERE assigned_city <> '' GROUP BY assigned_city
), vehicle_type AS (
    SELECT vehicle_type, count(*) AS vehicles FROM vehicle WHERE vehicle_type <> '' GROUP BY vehicle_type
), segment AS (
    SELECT fleet_segment, count(*) AS vehicles FROM vehicle WHERE fleet_segment <> '' GROUP BY fleet_segment
), driver AS (
    SELECT driver_name, count(*) AS vehicles FROM vehicle WHERE driver_name <> '' GROUP BY driver_name
)
SELECT jsonb_build_object(
    'cost_centres',  (SELECT coalesce(jsonb_agg(o ORDER BY o.cost_centre), '[]') FROM cost_centre o),
    'cities',        (SELECT coalesce(jsonb_agg(o ORDER BY o.assigned_city), '[]') FROM city o),
    'vehicle_types', (SELECT coalesce(jsonb_agg(o ORDER BY o.vehicle_type), '[]') FROM vehicle_type o),
    'segments',      (SELECT coalesce(jsonb_agg(o ORDER BY o.fleet_segment), '[]') FROM segment o),
    'vehicles',      (SELECT coalesce(jsonb_agg(jsonb_build_object('imei', o.imei, 'vehicle_number', o.vehicle_number,
                          'vehicle_name', o.vehicle_name, 'cost_centre', o.cost_centre, 'assigned_city', o.assigned_city)
                          ORDER BY o.vehicle_number, o.imei), '[]') FROM vehicle o),
    'drivers',       (SELECT coalesce(jsonb_agg(o ORDER BY o.driver_name), '[]') FROM driver o))
$$;
COMMENT ON FUNCTION reporting.fn_filter_options(text[], text[], text[], text[], text[], text[], text[]) IS
    'What there is to choose from in each filter, as the views reporting.v_filter_* say, among the vehicles that pass the given filters.';

CREATE OR REPLACE FUNCTION reporting.fn_track_question(
    p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL,
    p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (imeis text[], from_at timestamptz, to_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 1
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
BEGIN
    to_at   := coalesce(p_to, now());
    from_at := coalesce(p_from, reporting.fn_business_day_start(reporting.fn_business_day(to_at)));
    IF from_at > to_at THEN
        RAISE EXCEPTION 'from (%) is after to (%)', from_at, to_at USING ERRCODE = 'invalid_parameter_value';
    END IF;
    imeis := ARRAY(SELECT v.imei
                   FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                              p_driver_name) v
                   ORDER BY v.imei);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_question(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'Whose tracks are asked for, and from when (default: the start of p_to''s business day) to before when (default: now).';

-- plpgsql, because it plans with the values at hand: only the chunks of the asked days are opened.
CREATE OR REPLACE FUNCTION reporting.fn_track_parts(p_imei text[], p_from timestamptz, p_to timestamptz)
RETURNS TABLE (imei text, part bigint, first_fix timestamptz, last_fix timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.imei, b.part, b.gps_time, coalesce(lead(b.gps_time) OVER (PARTITION BY d.imei ORDER BY b.part), 'infinity')
    FROM unnest(p_imei) AS d(imei)
    CROSS JOIN LATERAL (
        SELECT n.gps_time, n.number / 4999 AS part
        FROM (SELECT p.gps_time, row_number() OVER (ORDER BY p.gps_time) - 1 AS number
              FROM tracksolid.position_history p
              WHERE p.imei = d.imei AND p.gps_time >= p_from AND p.gps_time < p_to) n
        WHERE n.number % 4999 = 0
    ) b
    ORDER BY d.imei, b.part;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_parts(text[], timestamptz, timestamptz) IS
    'Tracks cut into parts of at most 5,000 fixes. A part''s last fix is the next one''s first, so that the line has no gap; the last part goes on '
    'to the end (infinity), and may be nothing but the joint.';

-- No SET clause, plain SQL: it is put into the query that calls it, and costs nothing where nothing is simplified.
CREATE OR REPLACE FUNCTION reporting.fn_track_fixes(
    p_imei text, p_first timestamptz, p_last timestamptz, p_from timestamptz, p_to timestamptz, p_simplify_m double precision)
RETURNS TABLE (gps_time timestamptz, geom geometry, lng double precision, lat double precision, speed double precision,
               direction double precision, acc_status boolean, satellites integer, altitude double precision, odometer_km double precision,
               kept boolean)
LANGUAGE sql STABLE
AS $$
    SELECT p.gps_time, p.geom, p.lng, p.lat, p.speed, p.direction, p.acc_status, p.satellites, p.altitude, p.odometer_km,
           p_simplify_m IS NULL OR k.gps_time IS NOT NULL
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
COMMENT ON FUNCTION reporting.fn_track_fixes(text, timestamptz, timestamptz, timestamptz, timestamptz, double precision) IS
    'The fixes of one part of a track. kept: stays when the line may differ from the true one by so many metres (Douglas-Peucker); without '
    'p_simplify_m all stay.';

CREATE OR REPLACE FUNCTION reporting.fn_track_geojson(
    p_imei text[], p_from timestamptz, p_to timestamptz, p_simplify_m double precision DEFAULT NULL) RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
BEGIN
    RETURN QUERY
    WITH part AS MATERIALIZED (
        SELECT b.imei, b.part, f.*, v.vehicle_number
        FROM reporting.fn_track_parts(p_imei, p_from, p_to) b
        JOIN tracksolid.devices v ON v.imei = b.imei
        CROSS JOIN LATERAL (
            SELECT count(*) AS points, count(*) FILTER (WHERE p.kept) AS points_kept,
                   min(p.gps_time) AS first_fix, max(p.gps_time) AS last_fix, max(p.speed) AS max_speed_kmh,
                   max(p.odometer_km) FILTER (WHERE p.odometer_km > 0) AS max_odometer_km,
                   min(p.odometer_km) FILTER (WHERE p.odometer_km > 0) AS min_odometer_km,
                   ST_Length(ST_MakeLine(p.geom ORDER BY p.gps_time)::geography) / 1000 AS line_km,
                   string_agg('[' || p.lng || ',' || p.lat || ']', ',' ORDER BY p.gps_time) FILTER (WHERE p.kept) AS coordinates,
                   json_agg(p.gps_time ORDER BY p.gps_time)   FILTER (WHERE p.kept) AS times,
                   json_agg(p.speed ORDER BY p.gps_time)      FILTER (WHERE p.kept) AS speeds,
                   json_agg(p.acc_status ORDER BY p.gps_time) FILTER (WHERE p.kept) AS acc_status
            FROM reporting.fn_track_fixes(b.imei, b.first_fix, b.last_fix, p_from, p_to, p_simplify_m) p
        ) f
        WHERE f.points > 1 OR b.part = 0
        ORDER BY b.imei, b.part
    ), tracker AS (
        SELECT imei, sum(points) - max(part) AS points, sum(points_kept) - max(part) AS points_kept, sum(line_km) AS line_km,
               max(max_odometer_km) - min(min_odometer_km) AS odometer_distance_km, max(max_speed_kmh) AS max_speed_kmh,
               min(first_fix) AS first_fix, max(last_fix) AS last_fix
        FROM part GROUP BY imei
    )
    SELECT (jsonb_build_object('from', p_from, 'to', p_to,
               'points', coalesce(sum(t.points), 0), 'distance_km', coalesce(sum(t.line_km), 0),
               'odometer_distance_km', sum(t.odometer_distance_km), 'max_speed_kmh', max(t.max_speed_kmh),
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
                  ',"part":', p.part, ',"points":', p.points_kept, ',"distance_km":', to_json(p.line_km),
                  ',"times":', p.times, ',"speeds":', p.speeds, ',"acc_status":', p.acc_status, '}}')
    FROM part p;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_geojson(text[], timestamptz, timestamptz, double precision) IS
    'The tracks of these vehicles as rows of JSON text: first the summary, then the features, each a part of a track (reporting.fn_track_parts; part '
    'counts from 0). The rest is as in reporting.fn_vehicle_track; distances and speeds are those of the whole track, also when it is '
    'simplified by p_simplify_m metres.';

CREATE OR REPLACE FUNCTION reporting.fn_xml(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT replace(replace(replace(replace(
               regexp_replace(p_text, '[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', '', 'g'), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;')
$$;
COMMENT ON FUNCTION reporting.fn_xml(text) IS 'A text as it may stand in XML; characters that XML forbids are left out.';

CREATE OR REPLACE FUNCTION reporting.fn_csv(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN p_text ~ '[",\r\n]' THEN '"' || replace(p_text, '"', '""') || '"' ELSE coalesce(p_text, '') END $$;
COMMENT ON FUNCTION reporting.fn_csv(text) IS 'A text as a field of CSV (RFC 4180); nothing when it is null.';

CREATE OR REPLACE FUNCTION reporting.fn_track_gpx(
    p_imei text[], p_from timestamptz, p_to timestamptz, p_simplify_m double precision DEFAULT NULL) RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET datestyle = 'ISO'
AS $$
BEGIN
    RETURN QUERY
    SELECT concat(CASE WHEN b.part = 0 THEN '<trk><name>' || reporting.fn_xml(coalesce(v.vehicle_number, v.imei)) || '</name><trkseg>' END,
                  f.points, CASE WHEN b.last_fix = 'infinity' THEN '</trkseg></trk>' END)
    FROM reporting.fn_track_parts(p_imei, p_from, p_to) b
    JOIN tracksolid.devices v ON v.imei = b.imei
    CROSS JOIN LATERAL (
        SELECT string_agg(concat('<trkpt lat="', p.lat::numeric, '" lon="', p.lng::numeric, '">', '<ele>' || p.altitude::numeric || '</ele>',
                                 '<time>', translate((p.gps_time AT TIME ZONE 'UTC')::text, ' ', 'T'), 'Z</time></trkpt>'), '' ORDER BY p.gps_time) AS points
        FROM reporting.fn_track_fixes(b.imei, b.first_fix, b.last_fix, p_from, p_to, p_simplify_m) p
        WHERE p.kept AND (b.part = 0 OR p.gps_time > b.first_fix)
    ) f
    ORDER BY b.imei, b.part;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_gpx(text[], timestamptz, timestamptz, double precision) IS
    'The tracks of these vehicles as rows of GPX 1.1 text, a trk with one trkseg for each tracker that has fixes; the frame around them is the caller''s. '
    'Every fix is there once.';

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
                                 p.direction, ',', p.acc_status::text, ',', p.altitude, ',', p.satellites, ',', p.odometer_km, E'\r\n'),
                          '' ORDER BY p.gps_time) AS lines
        FROM reporting.fn_track_fixes(b.imei, b.first_fix, b.last_fix, p_from, p_to, p_simplify_m) p
        WHERE p.kept AND (b.part = 0 OR p.gps_time > b.first_fix)
    ) f
    WHERE f.lines IS NOT NULL
    ORDER BY b.imei, b.part;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_csv(text[], timestamptz, timestamptz, double precision) IS
    'The tracks of these vehicles as rows of CSV text, each of many lines: imei, vehicle_number, gps_time (UTC), lng, lat, speed (km/h), direction '
    '(degrees), acc_status (true: on), altitude (m), satellites, odometer_km. Every fix is there once.';

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
    SELECT t.imei, t.start_time, t.end_time, t.day, t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name,
           t.cost_centre, t.assigned_city, t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh,
           t.fuel_estimated_l, t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address, t.source
    FROM reporting.v_trips t
    WHERE t.start_time >= p_from AND t.start_time < p_to
      AND (p_cost_centre    IS NULL OR t.cost_centre    = ANY (p_cost_centre))
      AND (p_assigned_city  IS NULL OR t.assigned_city  = ANY (p_assigned_city))
      AND (p_vehicle_type   IS NULL OR t.vehicle_type   = ANY (p_vehicle_type))
      AND (p_fleet_segment  IS NULL OR t.fleet_segment  = ANY (p_fleet_segment))
      AND (p_vehicle_number IS NULL OR t.vehicle_number = ANY (p_vehicle_number))
      AND (p_imei           IS NULL OR t.imei           = ANY (p_imei))
      AND (p_driver_name    IS NULL OR t.driver_name    = ANY (p_driver_name))
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = t.cost_centre)
$$;
COMMENT ON FUNCTION reporting.fn_trips(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'The rows of reporting.v_trips begun from p_from to before p_to that pass every filter (on the master data as of the view''s last refresh) and '
    'are of no excluded cost centre.';

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
        SELECT t.imei, t.driver_name, t.cost_centre, t.distance_km, t.driving_time_s, t.idle_time_s, t.max_speed_kmh, t.fuel_estimated_l
        FROM reporting.fn_trips(from_at, to_at, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                                p_driver_name) t
    ), per_cost_centre AS (
        SELECT cost_centre, count(*) AS trips, count(DISTINCT imei) AS vehicles, coalesce(sum(distance_km), 0) AS distance_km,
               coalesce(sum(driving_time_s), 0) AS driving_time_s, coalesce(sum(idle_time_s), 0) AS idle_time_s
        FROM trip GROUP BY cost_centre
    )
    SELECT jsonb_build_object('from', from_at, 'to', to_at, 'trips', count(*), 'vehicles', count(DISTINCT t.imei),
               'drivers', count(DISTINCT t.driver_name), 'distance_km', coalesce(sum(t.distance_km), 0),
               'driving_time_s', coalesce(sum(t.driving_time_s), 0), 'idle_time_s', coalesce(sum(t.idle_time_s), 0),
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

-- No SET clause, so that it can be put into a query that is read by a cursor: whoever calls it sets the time zone to UTC.
CREATE OR REPLACE FUNCTION reporting.fn_trip_features(
    p_from timestamptz, p_to timestamptz, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL,
    p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL) RETURNS TABLE (feature text)
LANGUAGE sql STABLE
AS $$
    SELECT concat('{"type":"Feature","geometry":',
               coalesce(public.ST_AsGeoJSON(CASE WHEN t.start_geom IS NULL OR t.end_geom IS NULL THEN coalesce(t.start_geom, t.end_geom)
                                                 ELSE public.ST_MakeLine(t.start_geom, t.end_geom) END), 'null'),
               ',"properties":', json_build_object('imei', t.imei, 'start_time', t.start_time, 'end_time', t.end_time, 'day', t.day,
                   'vehicle_number', t.vehicle_number, 'vehicle_name', t.vehicle_name, 'vehicle_type', t.vehicle_type,
                   'fleet_segment', t.fleet_segment, 'driver_name', t.driver_name, 'cost_centre', t.cost_centre,
                   'assigned_city', t.assigned_city, 'distance_km', t.distance_km, 'driving_time_s', t.driving_time_s,
                   'idle_time_s', t.idle_time_s, 'avg_speed_kmh', t.avg_speed_kmh, 'max_speed_kmh', t.max_speed_kmh,
                   'fuel_estimated_l', t.fuel_estimated_l, 'start_odometer_km', t.start_odometer_km,
                   'end_odometer_km', t.end_odometer_km, 'start_address', t.start_address, 'end_address', t.end_address,
                   'source', t.source), '}')
    FROM reporting.fn_trips(p_from, p_to, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                            p_driver_name) t
    ORDER BY t.start_time, t.imei
$$;
COMMENT ON FUNCTION reporting.fn_trip_features(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'The features of reporting.fn_trips_for_map as rows of JSON text, by start and imei.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('26_tracks_and_trips.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
