-- 62 the vehicle filter: one value, reporting.vehicle_filter, holds what readers narrow their questions by. Every function passes it on as a
-- whole, as its first parameter. What a filter means stands in two functions, fn_passes_filter and fn_filter_values, and nowhere else.
--
-- A further filter is one migration, safe to run twice like this one. Unless the type has the attribute: ALTER TYPE reporting.vehicle_filter
-- ADD ATTRIBUTE …, drop fn_vehicle_filter and create it with one parameter more. Then replace fn_passes_filter and fn_filter_values, and
-- fn_filter_options if the values are to be offered. Its column must be kept in one spelling, as the trigger devices_names (56) keeps those of
-- today. In Java it is one entry of Filters.NAMES.
--
-- Functions in PL/pgSQL are planned with their values each time: the planner then leaves out the filters that are not given, and knows how
-- many vehicles pass the others.
SET ROLE tracksolid_owner;

-- Type and constructor are made together and only once: when this file runs again, a later file may have added a filter to both.
DO $make$
BEGIN
    IF to_regtype('reporting.vehicle_filter') IS NULL THEN
        CREATE TYPE reporting.vehicle_filter AS (
            cost_centre text[], assigned_city text[], vehicle_type text[], fleet_segment text[], vehicle_number text[], imei text[],
            driver_name text[]);
        COMMENT ON TYPE reporting.vehicle_filter IS
            'What a question about vehicles is narrowed by: for each filter the values that pass. Null filters nothing; an empty array matches nothing.';

        CREATE FUNCTION reporting.fn_vehicle_filter(
            p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
            p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
            p_driver_name text[] DEFAULT NULL) RETURNS reporting.vehicle_filter
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $$
            SELECT ROW (p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name)::reporting.vehicle_filter
        $$;
        COMMENT ON FUNCTION reporting.fn_vehicle_filter(text[], text[], text[], text[], text[], text[], text[]) IS
            'Makes a filter. Name the parameters: fn_vehicle_filter(p_cost_centre => ''{North}''); those left out filter nothing.';
    END IF;
END
$make$;

-- No SET clause, plain SQL, here and in fn_vehicles and fn_trips: the planner puts them into the query that calls them, and uses its indexes.
CREATE OR REPLACE FUNCTION reporting.fn_passes_filter(p_vehicle tracksolid.devices, p_filter reporting.vehicle_filter) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (p_filter.cost_centre    IS NULL OR p_vehicle.cost_centre    = ANY (p_filter.cost_centre))
       AND (p_filter.assigned_city  IS NULL OR p_vehicle.assigned_city  = ANY (p_filter.assigned_city))
       AND (p_filter.vehicle_type   IS NULL OR p_vehicle.vehicle_type   = ANY (p_filter.vehicle_type))
       AND (p_filter.fleet_segment  IS NULL OR p_vehicle.fleet_segment  = ANY (p_filter.fleet_segment))
       AND (p_filter.vehicle_number IS NULL OR p_vehicle.vehicle_number = ANY (p_filter.vehicle_number))
       AND (p_filter.imei           IS NULL OR p_vehicle.imei           = ANY (p_filter.imei))
       AND (p_filter.driver_name    IS NULL OR p_vehicle.driver_name    = ANY (p_filter.driver_name))
$$;
COMMENT ON FUNCTION reporting.fn_passes_filter(tracksolid.devices, reporting.vehicle_filter) IS
    'Whether a vehicle has one of the values of every filter that is given. Excluded cost centres are not its matter: fn_vehicles.';

CREATE OR REPLACE FUNCTION reporting.fn_filter_values(p_vehicle tracksolid.devices) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT ARRAY[p_vehicle.cost_centre, p_vehicle.assigned_city, p_vehicle.vehicle_type, p_vehicle.fleet_segment, p_vehicle.vehicle_number,
                 p_vehicle.imei, p_vehicle.driver_name]
$$;
COMMENT ON FUNCTION reporting.fn_filter_values(tracksolid.devices) IS
    'What a vehicle has for each attribute of reporting.vehicle_filter, in that order: for those who filter outside the database.';

-- Returns rows of the table itself: so a filter may use any column, and the type of the answer never changes.
CREATE OR REPLACE FUNCTION reporting.fn_vehicles(p_filter reporting.vehicle_filter) RETURNS SETOF tracksolid.devices
LANGUAGE sql STABLE
AS $$
    SELECT d.* FROM tracksolid.devices d
    WHERE reporting.fn_passes_filter(d, p_filter)
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
$$;
COMMENT ON FUNCTION reporting.fn_vehicles(reporting.vehicle_filter) IS
    'The vehicles that pass every filter and are of no excluded cost centre, disabled ones (enabled = false) included: they have a past. '
    'fuel_100km: litres per 100 km.';

CREATE OR REPLACE FUNCTION reporting.fn_names_with_comma(p_filter reporting.vehicle_filter) RETURNS TABLE (filter text, name text)
LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT a.attname::text, n.name
    FROM reporting.fn_vehicles(p_filter) v
    CROSS JOIN LATERAL unnest(reporting.fn_filter_values(v)) WITH ORDINALITY AS n(name, place)
    JOIN pg_attribute a ON a.attrelid = 'reporting.vehicle_filter'::regclass AND a.attnum = n.place
    WHERE strpos(n.name, ',') > 0
$$;
COMMENT ON FUNCTION reporting.fn_names_with_comma(reporting.vehicle_filter) IS
    'The values of each filter that hold a comma, among the vehicles that pass: to tell them from a list of values.';

CREATE OR REPLACE FUNCTION reporting.fn_filter_options(p_filter reporting.vehicle_filter) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    answer jsonb;
BEGIN
    WITH vehicle AS MATERIALIZED (
        SELECT imei, vehicle_number, vehicle_name, cost_centre, assigned_city, vehicle_type, fleet_segment, driver_name
        FROM reporting.fn_vehicles(p_filter) WHERE enabled
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
    INTO answer;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_filter_options(reporting.vehicle_filter) IS
    'What there is to choose from in each filter, as the views reporting.v_filter_* say, among the vehicles that pass the given filters.';

-- One feature is made here and nowhere else. It is text, because it is only passed on: parsing it into jsonb would cost more than making it.
CREATE OR REPLACE FUNCTION reporting.fn_live_features(
    p_filter reporting.vehicle_filter, p_acc_status text DEFAULT NULL, p_as_of timestamptz DEFAULT now())
RETURNS TABLE (imei text, cost_centre text, filter_values text[], acc_status boolean, status text, cost_centre_rank bigint, feature text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT v.imei, v.cost_centre, v.filter_values, v.acc_status, v.status, v.cost_centre_rank,
           CASE WHEN v.status IS NOT NULL THEN json_build_object('type', 'Feature',
               'geometry', json_build_object('type', 'Point', 'coordinates', json_build_array(v.lng, v.lat)),
               'properties', json_build_object(
                   'imei', v.imei, 'vehicle_number', v.vehicle_number, 'vehicle_name', v.vehicle_name, 'vehicle_type', v.vehicle_type,
                   'fleet_segment', v.fleet_segment, 'driver_name', v.driver_name, 'cost_centre', v.cost_centre,
                   'assigned_city', v.assigned_city, 'acc_status', v.acc_status, 'speed', v.speed, 'direction', v.direction,
                   'gps_time', v.gps_time, 'age_s', v.age_s, 'odometer_km', v.odometer_km, 'status', v.status))::text END
    FROM (  -- sorted before the texts are made: so the sort fits into memory
        SELECT l.*, reporting.fn_filter_values(f) AS filter_values, dense_rank() OVER (ORDER BY l.cost_centre) AS cost_centre_rank
        FROM reporting.fn_live_vehicles(p_as_of) l
        JOIN reporting.fn_vehicles(p_filter) f ON f.imei = l.imei
        WHERE p_acc_status IS NULL OR CASE p_acc_status WHEN 'on' THEN l.acc_status WHEN 'off' THEN NOT l.acc_status END
        ORDER BY l.imei) v;
END
$$;
COMMENT ON FUNCTION reporting.fn_live_features(reporting.vehicle_filter, text, timestamptz) IS
    'The vehicles of the live map that pass every filter, in the order of imei: what they are filtered and counted by, and the finished GeoJSON '
    'feature; a vehicle that never had a fix has neither status nor feature. cost_centre_rank: its cost centre''s place in the summary.';

-- Other software calls fn_live_positions and fn_trips_for_map by name: their parameters stay as they are.
CREATE OR REPLACE FUNCTION reporting.fn_live_positions(
    p_cost_centre text[] DEFAULT NULL, p_acc_status text DEFAULT NULL, p_as_of timestamptz DEFAULT now(),
    p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL,
    p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
WITH vehicle AS MATERIALIZED (
    SELECT * FROM reporting.fn_live_features(
        reporting.fn_vehicle_filter(
            p_cost_centre => p_cost_centre, p_assigned_city => p_assigned_city, p_vehicle_type => p_vehicle_type,
            p_fleet_segment => p_fleet_segment, p_vehicle_number => p_vehicle_number, p_imei => p_imei, p_driver_name => p_driver_name),
        p_acc_status, p_as_of)
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

CREATE OR REPLACE FUNCTION reporting.fn_track_question(p_filter reporting.vehicle_filter, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL)
RETURNS TABLE (imeis text[], from_at timestamptz, to_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 1
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    to_at   := coalesce(p_to, now());
    from_at := coalesce(p_from, reporting.fn_business_day_start(reporting.fn_business_day(to_at)));
    IF from_at > to_at THEN
        RAISE EXCEPTION 'from (%) is after to (%)', from_at, to_at USING ERRCODE = 'invalid_parameter_value';
    END IF;
    imeis := ARRAY(SELECT v.imei FROM reporting.fn_vehicles(p_filter) v ORDER BY v.imei);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION reporting.fn_track_question(reporting.vehicle_filter, timestamptz, timestamptz) IS
    'Whose tracks are asked for, and from when (default: the start of p_to''s business day) to before when (default: now).';

CREATE OR REPLACE FUNCTION reporting.fn_trips(p_filter reporting.vehicle_filter, p_from timestamptz, p_to timestamptz)
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
      AND reporting.fn_passes_filter(d, p_filter)
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
$$;
COMMENT ON FUNCTION reporting.fn_trips(reporting.vehicle_filter, timestamptz, timestamptz) IS
    'The trips of reporting.v_trips begun from p_from to before p_to, with the master data that the register has now, on which the filters go; '
    'none of an excluded cost centre.';

CREATE OR REPLACE FUNCTION reporting.fn_trips_summary(p_filter reporting.vehicle_filter, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL)
RETURNS TABLE (from_at timestamptz, to_at timestamptz, summary text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    to_at   := coalesce(p_to, now());
    from_at := coalesce(p_from, reporting.fn_business_day_start(reporting.fn_business_day(to_at) - 6));
    IF from_at > to_at THEN
        RAISE EXCEPTION 'from (%) is after to (%)', from_at, to_at USING ERRCODE = 'invalid_parameter_value';
    END IF;

    WITH trip AS MATERIALIZED (
        SELECT t.imei, t.driver_name, t.cost_centre, t.distance_km, t.driving_time_s, t.max_speed_kmh, t.fuel_estimated_l
        FROM reporting.fn_trips(p_filter, from_at, to_at) t
    ), idle AS (
        SELECT v.cost_centre, sum(i.idle_time_s)::bigint AS idle_time_s
        FROM reporting.fn_idle_days(from_at, to_at) i
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = i.imei
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
COMMENT ON FUNCTION reporting.fn_trips_summary(reporting.vehicle_filter, timestamptz, timestamptz) IS
    'The summary of reporting.fn_trips_for_map, and the period that it is of, with the same defaults.';

-- No SET clause, so that it can be put into a query that is read by a cursor: the caller sets the time zone to UTC.
CREATE OR REPLACE FUNCTION reporting.fn_trip_features(p_filter reporting.vehicle_filter, p_from timestamptz, p_to timestamptz) RETURNS TABLE (feature text)
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
    FROM reporting.fn_trips(p_filter, p_from, p_to) t
    ORDER BY t.start_time, t.imei
$$;
COMMENT ON FUNCTION reporting.fn_trip_features(reporting.vehicle_filter, timestamptz, timestamptz) IS
    'The features of reporting.fn_trips_for_map as rows of JSON text, by start and imei.';

-- No SET clause, so that it can be put into a query that is read by a cursor: the caller sets ISO dates.
CREATE OR REPLACE FUNCTION reporting.fn_trip_lines(p_filter reporting.vehicle_filter, p_from timestamptz, p_to timestamptz) RETURNS TABLE (line text)
LANGUAGE sql STABLE
AS $$
    SELECT concat(reporting.fn_csv(t.imei), ',', reporting.fn_csv(t.vehicle_number), ',', reporting.fn_csv(t.vehicle_name), ',',
                  reporting.fn_csv(t.vehicle_type), ',', reporting.fn_csv(t.fleet_segment), ',', reporting.fn_csv(t.driver_name), ',',
                  reporting.fn_csv(t.cost_centre), ',', reporting.fn_csv(t.assigned_city), ',', t.day, ',',
                  translate((t.start_time AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z', ',',
                  translate((t.end_time AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z', ',',
                  t.distance_km, ',', t.driving_time_s, ',', t.idle_time_s, ',', t.avg_speed_kmh, ',', t.max_speed_kmh, ',', t.fuel_estimated_l, ',',
                  t.start_odometer_km, ',', t.end_odometer_km, ',',
                  public.ST_X(t.start_geom), ',', public.ST_Y(t.start_geom), ',', public.ST_X(t.end_geom), ',', public.ST_Y(t.end_geom), ',',
                  reporting.fn_csv(t.start_address), ',', reporting.fn_csv(t.end_address), ',', reporting.fn_csv(t.source), E'\r\n')
    FROM reporting.fn_trips(p_filter, p_from, p_to) t
    ORDER BY t.start_time, t.imei
$$;
COMMENT ON FUNCTION reporting.fn_trip_lines(reporting.vehicle_filter, timestamptz, timestamptz) IS
    'The trips of reporting.fn_trips_for_map as lines of CSV, by start and imei; the line of column names is the caller''s. Times are UTC.';

CREATE OR REPLACE FUNCTION reporting.fn_trips_for_map(
    p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL,
    p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    v_filter reporting.vehicle_filter := reporting.fn_vehicle_filter(
        p_cost_centre => p_cost_centre, p_assigned_city => p_assigned_city, p_vehicle_type => p_vehicle_type,
        p_fleet_segment => p_fleet_segment, p_vehicle_number => p_vehicle_number, p_imei => p_imei, p_driver_name => p_driver_name);
    whole  record;
    answer jsonb;
BEGIN
    SELECT * INTO whole FROM reporting.fn_trips_summary(v_filter, p_from, p_to);
    SELECT jsonb_build_object('summary', whole.summary::jsonb, 'geojson', jsonb_build_object('type', 'FeatureCollection', 'features',
               coalesce(jsonb_agg(f.feature::jsonb), '[]')))
    INTO answer FROM reporting.fn_trip_features(v_filter, whole.from_at, whole.to_at) f;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_trips_for_map(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'Finished trips begun from p_from (default: seven business days) to before p_to (default: now), each a line from its start to its end with the '
    'columns of reporting.v_trips; as fresh as that view: summary.refreshed_at; vehicles and filters are those of the register now. The way in between is fn_vehicle_track.';

CREATE OR REPLACE FUNCTION reporting.fn_period_figures(p_filter reporting.vehicle_filter, p_first date, p_last date)
RETURNS TABLE (imei text, vehicle_number text, vehicle_name text, vehicle_type text, fleet_segment text, driver_name text, cost_centre text,
               assigned_city text, fuel_100km double precision, active_days bigint, trips bigint, distance_m bigint, driving_time_s bigint,
               idle_time_s bigint, shift_driving_s bigint, parkings bigint, parked_s bigint, alarms bigint, critical_alarms bigint,
               speeding bigint, severe_speeding bigint, harsh_acceleration bigint, harsh_braking bigint, harsh_cornering bigint,
               measured_days bigint, measured_ml bigint, fixes_left_out bigint)
LANGUAGE sql STABLE
AS $$
    SELECT v.imei, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km,
           coalesce(u.active_days, e.active_days, 0) - coalesce(b.active_days, c.active_days, 0),
           coalesce(u.trips, e.trips, 0) - coalesce(b.trips, c.trips, 0),
           coalesce(u.distance_m, e.distance_m, 0) - coalesce(b.distance_m, c.distance_m, 0),
           coalesce(u.driving_time_s, e.driving_time_s, 0) - coalesce(b.driving_time_s, c.driving_time_s, 0),
           CASE WHEN coalesce(u.idle_days, e.idle_days, 0) > coalesce(b.idle_days, c.idle_days, 0)
                THEN coalesce(u.idle_time_s, e.idle_time_s, 0) - coalesce(b.idle_time_s, c.idle_time_s, 0) END,
           coalesce(u.shift_driving_s, e.shift_driving_s, 0) - coalesce(b.shift_driving_s, c.shift_driving_s, 0),
           coalesce(u.parkings, e.parkings, 0) - coalesce(b.parkings, c.parkings, 0),
           coalesce(u.parked_s, e.parked_s, 0) - coalesce(b.parked_s, c.parked_s, 0),
           coalesce(u.alarms, e.alarms, 0) - coalesce(b.alarms, c.alarms, 0),
           coalesce(u.critical_alarms, e.critical_alarms, 0) - coalesce(b.critical_alarms, c.critical_alarms, 0),
           coalesce(u.speeding, e.speeding, 0) - coalesce(b.speeding, c.speeding, 0),
           coalesce(u.severe_speeding, e.severe_speeding, 0) - coalesce(b.severe_speeding, c.severe_speeding, 0),
           coalesce(u.harsh_acceleration, e.harsh_acceleration, 0) - coalesce(b.harsh_acceleration, c.harsh_acceleration, 0),
           coalesce(u.harsh_braking, e.harsh_braking, 0) - coalesce(b.harsh_braking, c.harsh_braking, 0),
           coalesce(u.harsh_cornering, e.harsh_cornering, 0) - coalesce(b.harsh_cornering, c.harsh_cornering, 0),
           coalesce(u.measured_days, e.measured_days, 0) - coalesce(b.measured_days, c.measured_days, 0),
           coalesce(u.measured_ml, e.measured_ml, 0) - coalesce(b.measured_ml, c.measured_ml, 0),
           coalesce(u.fixes_left_out, e.fixes_left_out, 0) - coalesce(b.fixes_left_out, c.fixes_left_out, 0)
    FROM reporting.fn_vehicles(p_filter) v
    -- Up to the end of the period: most vehicles have a row of its last day, and those lie side by side; for the others the last before …
    LEFT JOIN reporting.vehicle_totals u ON u.imei = v.imei AND u.day = p_last
    LEFT JOIN LATERAL (
        SELECT * FROM reporting.vehicle_totals t WHERE u.imei IS NULL AND t.imei = v.imei AND t.day < p_last ORDER BY t.day DESC LIMIT 1
    ) e ON true
    -- … less what was before it.
    LEFT JOIN reporting.vehicle_totals b ON b.imei = v.imei AND b.day = p_first - 1
    LEFT JOIN LATERAL (
        SELECT * FROM reporting.vehicle_totals t WHERE b.imei IS NULL AND t.imei = v.imei AND t.day < p_first - 1 ORDER BY t.day DESC LIMIT 1
    ) c ON true
    WHERE v.enabled OR coalesce(u.day, e.day) >= p_first
$$;
COMMENT ON FUNCTION reporting.fn_period_figures(reporting.vehicle_filter, date, date) IS
    'What each vehicle did in a period, all sums of reporting.vehicle_days: the enabled vehicles, and disabled ones that reported in it. '
    'idle_time_s: null when no day says anything of it. Two look-ups a vehicle, however long the period.';

CREATE OR REPLACE FUNCTION reporting.fn_fleet_summary(
    p_filter reporting.vehicle_filter, p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_limit integer DEFAULT 1000,
    p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS (
        SELECT asked.first, asked.last, asked.head
    ), figure AS MATERIALIZED (
        SELECT f.*
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(p_filter, asked.first, asked.last) f
    ), total AS (
        SELECT grouping(f.cost_centre) = 1 AS is_whole, f.cost_centre, count(*) AS vehicles, count(*) FILTER (WHERE f.trips > 0) AS active_vehicles,
               coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               coalesce(sum(f.driving_time_s), 0) AS driving_time_s, sum(f.idle_time_s) AS idle_time_s,
               coalesce(sum(f.parkings), 0) AS parkings, coalesce(sum(f.parked_s), 0) AS parked_s,
               coalesce(sum(f.alarms), 0) AS alarms, coalesce(sum(f.critical_alarms), 0) AS critical_alarms
        FROM figure f
        GROUP BY GROUPING SETS ((), (f.cost_centre))
    ), page AS (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.active_days, f.trips, f.distance_m::double precision / 1000 AS distance_km, f.driving_time_s, f.idle_time_s, f.parkings, f.parked_s,
               f.alarms, f.critical_alarms, row_number() OVER (ORDER BY f.imei) AS place
        FROM figure f WHERE p_after IS NULL OR f.imei > p_after
        ORDER BY f.imei LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(t) - ARRAY['is_whole', 'cost_centre'] FROM total t WHERE t.is_whole),
        'by_cost_centre', (SELECT coalesce(jsonb_agg(to_jsonb(t) - 'is_whole' ORDER BY t.cost_centre), '[]') FROM total t WHERE NOT t.is_whole),
        'by_vehicle', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'place' ORDER BY p.place), '[]') FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.imei) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_fleet_summary(reporting.vehicle_filter, date, date, integer, text, timestamptz) IS
    'What did the fleet do in a period: totals, by_cost_centre, by_vehicle (in the order of imei, p_limit rows after imei p_after). Kilometres, seconds.';

CREATE OR REPLACE FUNCTION reporting.fn_utilisation(
    p_filter reporting.vehicle_filter, p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_limit integer DEFAULT 1000,
    p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    -- Whether no other filter is given than those that fleet_days is grouped by.
    c_by_group CONSTANT boolean := coalesce(
        jsonb_strip_nulls(to_jsonb(p_filter)) - ARRAY['cost_centre', 'assigned_city', 'vehicle_type', 'fleet_segment'] = '{}', true);
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS MATERIALIZED (
        SELECT asked.first, asked.last, asked.today, asked.head, d.first_data, s.shift_days, s.shift_days * s.length_s AS shift_time_s, s.length_s, s.days AS weekdays
        FROM (SELECT min(day) AS first_data FROM reporting.vehicle_days) d   -- before the fleet had data there was nothing to use
        CROSS JOIN LATERAL (
            SELECT s.days, s.length_s,
                   (SELECT count(*)
                    FROM generate_series(greatest(asked.first, d.first_data)::timestamp, least(asked.last, asked.today)::timestamp, INTERVAL '1 day') g(day)
                    WHERE d.first_data IS NOT NULL AND extract(isodow FROM g.day)::integer = ANY (s.days)) AS shift_days
            FROM reporting.fn_shift() s) s
    ), figure AS MATERIALIZED (
        SELECT f.*, period.shift_days, period.shift_time_s
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(p_filter, asked.first, asked.last) f
    ), total AS (
        SELECT count(*) AS vehicles, count(*) FILTER (WHERE f.trips > 0) AS active_vehicles, coalesce(sum(f.active_days), 0) AS active_days,
               coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               coalesce(sum(f.driving_time_s), 0) AS driving_time_s, sum(f.idle_time_s) AS idle_time_s,
               coalesce(sum(f.shift_driving_s), 0) AS shift_driving_s, coalesce(sum(f.shift_time_s), 0) AS shift_time_s,
               round(100 * sum(f.shift_driving_s) / nullif(sum(f.shift_time_s), 0), 2)::double precision AS utilisation_pct
        FROM figure f
    ), way AS MATERIALIZED (
        -- By group; by vehicle when another filter is given, which leaves few, and while the sums hold a vehicle that has left its group: a
        -- caller who may see a group must not see that one, not even for a minute.
        SELECT c_by_group
               AND NOT EXISTS (
                   SELECT FROM reporting.fleet_groups g LEFT JOIN tracksolid.devices d ON d.imei = g.imei
                   WHERE NOT g.is_summed
                      OR (g.cost_centre, g.assigned_city, g.vehicle_type, g.fleet_segment)
                         IS DISTINCT FROM (d.cost_centre, d.assigned_city, d.vehicle_type, d.fleet_segment)) AS by_group
    ), summed AS (
        SELECT d.day, count(DISTINCT d.imei) FILTER (WHERE d.trips > 0) AS active_vehicles, sum(d.trips) AS trips, sum(d.distance_m) AS distance_m,
               sum(d.driving_time_s) AS driving_time_s, sum(d.idle_time_s) AS idle_time_s, sum(d.shift_driving_s) AS shift_driving_s
        FROM period
        CROSS JOIN reporting.fn_vehicles(p_filter) v
        JOIN reporting.vehicle_days d ON d.imei = v.imei AND d.day BETWEEN period.first AND period.last
        WHERE NOT (SELECT by_group FROM way)
        GROUP BY d.day
        UNION ALL
        SELECT d.day, sum(d.active_vehicles), sum(d.trips), sum(d.distance_m), sum(d.driving_time_s), sum(d.idle_time_s), sum(d.shift_driving_s)
        FROM period
        JOIN reporting.fleet_days d ON d.day BETWEEN period.first AND period.last
        WHERE (SELECT by_group FROM way)
          AND (p_filter.cost_centre   IS NULL OR d.cost_centre   = ANY (p_filter.cost_centre))
          AND (p_filter.assigned_city IS NULL OR d.assigned_city = ANY (p_filter.assigned_city))
          AND (p_filter.vehicle_type  IS NULL OR d.vehicle_type  = ANY (p_filter.vehicle_type))
          AND (p_filter.fleet_segment IS NULL OR d.fleet_segment = ANY (p_filter.fleet_segment))
          AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
        GROUP BY d.day
    ), daily AS (
        SELECT g.day::date AS day, w.shift_day, coalesce(s.active_vehicles, 0) AS active_vehicles, coalesce(s.trips, 0) AS trips,
               coalesce(s.distance_m, 0)::double precision / 1000 AS distance_km, coalesce(s.driving_time_s, 0) AS driving_time_s,
               s.idle_time_s, coalesce(s.shift_driving_s, 0) AS shift_driving_s,
               CASE WHEN w.shift_day AND g.day::date >= period.first_data THEN round(100 * coalesce(s.shift_driving_s, 0)::numeric / nullif(total.vehicles * period.length_s, 0), 2)::double precision
               END AS utilisation_pct
        FROM period
        CROSS JOIN total
        CROSS JOIN LATERAL generate_series(period.first::timestamp, least(period.last, period.today)::timestamp, INTERVAL '1 day') AS g(day)
        CROSS JOIN LATERAL (SELECT extract(isodow FROM g.day)::integer = ANY (period.weekdays) AS shift_day) w
        LEFT JOIN summed s ON s.day = g.day::date
    ), page AS (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.active_days, f.trips, f.distance_m::double precision / 1000 AS distance_km, f.driving_time_s, f.idle_time_s, f.shift_driving_s,
               f.shift_days, f.shift_time_s, round(100.0 * f.shift_driving_s / nullif(f.shift_time_s, 0), 2)::double precision AS utilisation_pct,
               row_number() OVER (ORDER BY f.imei) AS place
        FROM figure f WHERE p_after IS NULL OR f.imei > p_after
        ORDER BY f.imei LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(t) || jsonb_build_object('shift_days', period.shift_days) FROM total t),
        'daily', (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.day), '[]') FROM daily d),
        'by_vehicle', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'place' ORDER BY p.place), '[]') FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.imei) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_utilisation(reporting.vehicle_filter, date, date, integer, text, timestamptz) IS
    'How much of the shift was driven: totals, daily (each day up to today), by_vehicle (in the order of imei). utilisation_pct: driving in the '
    'shift by shift time of the shift days from the first day with data to today, per cent; null where there is no shift.';

CREATE OR REPLACE FUNCTION reporting.fn_driver_behaviour(
    p_filter reporting.vehicle_filter, p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_limit integer DEFAULT 1000,
    p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS (
        SELECT asked.first, asked.last, asked.head
    ), figure AS MATERIALIZED (
        SELECT f.*
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(p_filter, asked.first, asked.last) f
    ), summed AS (
        SELECT grouping(f.driver_name) = 1 AS is_whole, f.driver_name, count(DISTINCT f.driver_name) AS drivers, count(*) AS vehicles,
               coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               coalesce(sum(f.driving_time_s), 0) AS driving_time_s,
               coalesce(sum(f.speeding), 0) AS speeding, coalesce(sum(f.severe_speeding), 0) AS severe_speeding,
               coalesce(sum(f.harsh_acceleration), 0) AS harsh_acceleration, coalesce(sum(f.harsh_braking), 0) AS harsh_braking,
               coalesce(sum(f.harsh_cornering), 0) AS harsh_cornering, coalesce(sum(f.fixes_left_out), 0) AS fixes_left_out
        FROM figure f
        WHERE f.driver_name <> ''
        GROUP BY GROUPING SETS ((), (f.driver_name))
    ), rated AS MATERIALIZED (
        SELECT s.*, round((100 * (k.speeding * s.speeding + k.severe * s.severe_speeding + k.acceleration * s.harsh_acceleration
                                  + k.braking * s.harsh_braking + k.cornering * s.harsh_cornering)
                           / nullif(s.distance_km, 0))::numeric, 2)::double precision AS index_per_100km
        FROM summed s
        CROSS JOIN (SELECT reporting.fn_kpi('weight_speeding') AS speeding, reporting.fn_kpi('weight_severe_speeding') AS severe,
                           reporting.fn_kpi('weight_harsh_acceleration') AS acceleration, reporting.fn_kpi('weight_harsh_braking') AS braking,
                           reporting.fn_kpi('weight_harsh_cornering') AS cornering OFFSET 0) k
    ), page AS (
        SELECT r.*, row_number() OVER (ORDER BY r.driver_name) AS place
        FROM rated r WHERE NOT r.is_whole AND (p_after IS NULL OR r.driver_name > p_after)
        ORDER BY r.driver_name LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(r) - ARRAY['is_whole', 'driver_name'] FROM rated r WHERE r.is_whole)
                  || jsonb_build_object('vehicles_without_driver', (SELECT count(*) FROM figure f WHERE coalesce(f.driver_name, '') = '')),
        'by_driver', (SELECT coalesce(jsonb_agg(to_jsonb(p) - ARRAY['is_whole', 'drivers', 'place'] ORDER BY p.place), '[]')
                      FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.driver_name) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_driver_behaviour(reporting.vehicle_filter, date, date, integer, text, timestamptz) IS
    'How did each driver drive: events, kilometres and the weighted events per 100 km, all vehicles of a driver together, in the order of '
    'driver_name. The driver is the one the vehicle has now; vehicles without one are counted in totals only. '
    'fixes_left_out: fixes of which nothing is made (reporting.fn_is_usable_fix).';

CREATE OR REPLACE FUNCTION reporting.fn_fuel(
    p_filter reporting.vehicle_filter, p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_limit integer DEFAULT 1000,
    p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS (
        SELECT asked.first, asked.last, asked.head
    ), figure AS MATERIALIZED (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.fuel_100km, f.active_days, f.distance_m, round(f.distance_m * f.fuel_100km::numeric / 100000, 3) AS estimated_l,
               CASE WHEN f.measured_days > 0 THEN f.measured_ml END AS measured_ml, f.measured_days,
               f.fuel_100km IS NULL AS estimate_missing, f.measured_days = 0 AS measurement_missing
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(p_filter, asked.first, asked.last) f
    ), total AS (
        SELECT count(*) AS vehicles, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               sum(f.estimated_l)::double precision AS litres_estimated, sum(f.measured_ml)::double precision / 1000 AS litres_measured,
               count(*) FILTER (WHERE f.estimate_missing) AS vehicles_without_estimate,
               count(*) FILTER (WHERE f.measurement_missing) AS vehicles_without_measurement
        FROM figure f
    ), page AS (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.fuel_100km, f.active_days, f.measured_days, f.distance_m::double precision / 1000 AS distance_km,
               f.estimated_l::double precision AS litres_estimated, f.measured_ml::double precision / 1000 AS litres_measured,
               f.estimate_missing, f.measurement_missing, row_number() OVER (ORDER BY f.imei) AS place
        FROM figure f WHERE p_after IS NULL OR f.imei > p_after
        ORDER BY f.imei LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(t) FROM total t),
        'by_vehicle', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'place' ORDER BY p.place), '[]') FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.imei) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_fuel(reporting.vehicle_filter, date, date, integer, text, timestamptz) IS
    'How much fuel was used: litres by distance × fuel_100km / 100 beside litres measured, with a flag where either is missing, by_vehicle in the '
    'order of imei. measured_days: days of the period with a measurement; fewer than active_days means that litres_measured covers a part.';

-- The same functions with a parameter for each filter: nobody calls them any more.
DO $drop$
DECLARE
    c_filters CONSTANT text := 'text[], text[], text[], text[], text[], text[], text[]';
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY[
        'fn_vehicles(%s)', 'fn_filter_options(%s)', 'fn_live_features(%s, text, timestamptz)', 'fn_names_with_comma(text[])',
        'fn_track_question(timestamptz, timestamptz, %s)', 'fn_trips(timestamptz, timestamptz, %s)',
        'fn_trips_summary(timestamptz, timestamptz, %s)', 'fn_trip_features(timestamptz, timestamptz, %s)',
        'fn_trip_lines(timestamptz, timestamptz, %s)', 'fn_period_figures(date, date, %s)',
        'fn_fleet_summary(date, date, %s, integer, text, timestamptz)', 'fn_utilisation(date, date, %s, integer, text, timestamptz)',
        'fn_driver_behaviour(date, date, %s, integer, text, timestamptz)', 'fn_fuel(date, date, %s, integer, text, timestamptz)']
    LOOP
        EXECUTE 'DROP FUNCTION IF EXISTS reporting.' || replace(signature, '%s', c_filters);
    END LOOP;
END
$drop$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('62_vehicle_filter.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
