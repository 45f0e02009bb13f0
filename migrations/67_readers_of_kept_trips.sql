-- 67 readers of the kept trips (66): the lists of trips read reporting.trips, which is as new as the last change, instead of reporting.v_trips,
-- which is as old as its last refresh. The view stays, for tools that read it or refresh it.
SET ROLE tracksolid_owner;

ALTER TABLE reporting.refresh_log ADD COLUMN IF NOT EXISTS repaired bigint CHECK (repaired >= 0);
COMMENT ON COLUMN reporting.refresh_log.repaired IS
    'For reporting.v_trips: rows of reporting.trips that differed from the facts. While the change log is on, 0 is expected (infrastructure.fn_repair_trips). Null: the view has no '
    'such check.';

-- A refresh reads the facts of now, as before, also one that an operator runs. While a dump is restored nothing is compared: the table in it is
-- restored as it was, and the facts may not be complete yet.
CREATE OR REPLACE FUNCTION infrastructure.fn_kept_trips() RETURNS SETOF reporting.trips
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF current_setting('timescaledb.restoring', true) IS DISTINCT FROM 'on' THEN
        PERFORM infrastructure.fn_repair_trips('infinity');
    END IF;
    RETURN QUERY SELECT t.* FROM reporting.trips t;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_kept_trips() IS 'The rows of reporting.trips, after what differs from the facts has been repaired, but for paths.';

-- Without the path: a concurrent refresh writes and compares all columns of all rows.
DO $view$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = 'reporting.v_trips'::regclass AND a.attname = 'revision') THEN
        DROP MATERIALIZED VIEW reporting.v_trips;
        CREATE MATERIALIZED VIEW reporting.v_trips AS
        SELECT t.imei, t.start_time, t.end_time, t.day, t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name,
               t.cost_centre, t.assigned_city, t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh,
               t.fuel_estimated_l, t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address, t.source,
               t.revision, t.revised_at
        FROM infrastructure.fn_kept_trips() t;
        CREATE UNIQUE INDEX v_trips_key ON reporting.v_trips (imei, start_time);   -- for REFRESH … CONCURRENTLY
        CREATE INDEX v_trips_start_time_idx ON reporting.v_trips (start_time);
        CREATE INDEX v_trips_day_idx        ON reporting.v_trips (day);
    END IF;
END
$view$;
COMMENT ON MATERIALIZED VIEW reporting.v_trips IS
    'Finished trips with their vehicle''s master data as of the last refresh (reporting.refresh_log): a copy of reporting.trips, which has the data of now and the '
    'path. day: business day of the start; km, km/h, seconds, litres; revision and revised_at as in reporting.trips.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it.
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
    FROM reporting.trips t
    LEFT JOIN tracksolid.devices d ON d.imei = t.imei   -- one that is not in the register passes no filter but its imei's
    WHERE t.start_time >= p_from AND t.start_time < p_to
      AND reporting.fn_passes_filter(t.imei, d, p_filter)
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
$$;
COMMENT ON FUNCTION reporting.fn_trips(reporting.vehicle_filter, timestamptz, timestamptz) IS
    'The trips of reporting.trips begun from p_from to before p_to, with the master data that the register has now, on which the filters go; '
    'none of an excluded cost centre.';

COMMENT ON FUNCTION reporting.fn_trips_for_map(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'Finished trips begun from p_from (default: seven business days) to before p_to (default: now), each a line from its start to its end with the '
    'columns of reporting.v_trips. They come from reporting.trips; summary.refreshed_at is when all of it was last compared with the facts. Vehicles and filters are those of the register now. The way in between is fn_vehicle_track.';

-- As in 61, and with reporting.trips.
CREATE OR REPLACE FUNCTION tracksolid.fn_erase_driver(p_name text, p_apply boolean) RETURNS TABLE (place text, row_count bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    -- As it stands inside a JSON text, between word boundaries, with nothing that a regular expression would read.
    in_json text := regexp_replace(substr(to_jsonb(btrim(p_name))::text, 2, length(to_jsonb(btrim(p_name))::text) - 2),
                                   '([][\\.^$*+?(){}|-])', '\\\1', 'g');
    pattern text := '(^|\W)' || in_json || '(?=\W|$)';
    source record;
    imeis  text[];
BEGIN
    IF length(btrim(p_name)) < 3 THEN
        RAISE EXCEPTION 'the name of a driver must have three characters or more' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    place := 'tracksolid.devices';
    SELECT count(*) INTO row_count FROM tracksolid.devices d WHERE tracksolid.fn_same_name(d.driver_name, p_name);
    IF p_apply THEN
        -- Hand-kept from now on: the vendor's next list must not bring the name back.
        WITH erased AS (
            UPDATE tracksolid.devices d
               SET driver_name = NULL, driver_phone = NULL, updated_at = now(),
                   hand_kept = (SELECT array_agg(DISTINCT c ORDER BY c) FROM unnest(d.hand_kept || ARRAY['driver_name', 'driver_phone']) AS c)
             WHERE tracksolid.fn_same_name(d.driver_name, p_name)
            RETURNING d.imei
        )
        SELECT array_agg(e.imei) INTO imeis FROM erased e;
        PERFORM infrastructure.fn_rename_trips(imeis);
    END IF;
    RETURN NEXT;

    -- Every table that keeps whole items of the vendor's; one statement a table.
    FOR source IN
        SELECT format('%I.%I', n.nspname, c.relname) AS name, a.attname AS col, format_type(a.atttypid, NULL) AS kind
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND ((n.nspname = 'tracksolid' AND a.attname = 'raw')
                                OR (n.nspname = 'infrastructure' AND c.relname = 'dead_letters' AND a.attname = 'payload'))
        ORDER BY 1
    LOOP
        place := source.name;
        IF p_apply THEN
            EXECUTE format('UPDATE %s SET %I = regexp_replace(%2$I::text, $1, ''\1(erased)'', ''gi'')::%3$s WHERE %2$I::text ~* $1',
                           source.name, source.col, source.kind) USING pattern;
            GET DIAGNOSTICS row_count = ROW_COUNT;
        ELSE
            EXECUTE format('SELECT count(*) FROM %s WHERE %I::text ~* $1', source.name, source.col) INTO row_count USING pattern;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION tracksolid.fn_erase_driver(text, boolean) IS
    'Takes a driver''s name and telephone number out of the register, the name out of reporting.trips and out of every kept item of the vendor''s; without '
    'p_apply it only counts. One row for each place with the number of rows that name him.';

CREATE OR REPLACE FUNCTION tracksolid.fn_erase_history(p_imei text, p_from timestamptz, p_to timestamptz, p_apply boolean)
RETURNS TABLE (place text, row_count bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    source record;
BEGIN
    IF p_from >= p_to THEN
        RAISE EXCEPTION 'a stretch of history must begin before it ends' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Every hypertable of facts; the ingestion log has no vehicle.
    FOR source IN
        SELECT format('%I.%I', d.hypertable_schema, d.hypertable_name) AS name, d.column_name AS col
        FROM timescaledb_information.dimensions d
        WHERE d.hypertable_schema = 'tracksolid' AND d.dimension_number = 1 AND d.hypertable_name <> 'ingestion_log'
        ORDER BY 1
    LOOP
        place := source.name;
        IF p_apply THEN
            EXECUTE format('DELETE FROM %s WHERE imei = $1 AND %I >= $2 AND %2$I < $3', source.name, source.col) USING p_imei, p_from, p_to;
            GET DIAGNOSTICS row_count = ROW_COUNT;
        ELSE
            EXECUTE format('SELECT count(*) FROM %s WHERE imei = $1 AND %I >= $2 AND %2$I < $3', source.name, source.col)
               INTO row_count USING p_imei, p_from, p_to;
        END IF;
        RETURN NEXT;
    END LOOP;
    IF p_apply THEN
        DELETE FROM tracksolid.live_positions WHERE imei = p_imei AND gps_time >= p_from AND gps_time < p_to;
        PERFORM infrastructure.fn_follow_trips(array_agg(t.imei), array_agg(t.start_time), ARRAY[p_imei], ARRAY[p_from], ARRAY[p_to])
        FROM reporting.trips t WHERE t.imei = p_imei AND t.start_time >= p_from AND t.start_time < p_to;
        INSERT INTO infrastructure.touched_days (imei, day)
        SELECT p_imei, d::date
        FROM generate_series((p_from AT TIME ZONE reporting.fn_fleet_time_zone())::date::timestamp,
                             ((p_to - INTERVAL '1 microsecond') AT TIME ZONE reporting.fn_fleet_time_zone())::date::timestamp, INTERVAL '1 day') AS d;
    END IF;
END
$$;
COMMENT ON FUNCTION tracksolid.fn_erase_history(text, timestamptz, timestamptz, boolean) IS
    'Deletes every fact of a vehicle within a stretch of time, changes reporting.trips accordingly, and marks its days for the roll-up; without p_apply it '
    'only counts.';
REVOKE EXECUTE ON FUNCTION tracksolid.fn_erase_driver(text, boolean) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION tracksolid.fn_erase_history(text, timestamptz, timestamptz, boolean) FROM PUBLIC;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('67_readers_of_kept_trips.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
