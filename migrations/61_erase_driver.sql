-- 61 erasing a driver: a person may ask that what names him goes. The vehicle's facts stay unless a stretch of its history is named, too.
SET ROLE tracksolid_owner;

-- Names are compared as people see them: without regard to case, composed, blanks at the ends left out.
CREATE OR REPLACE FUNCTION tracksolid.fn_same_name(one text, other text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT lower(normalize(btrim(one), NFC)) = lower(normalize(btrim(other), NFC))
$$;
COMMENT ON FUNCTION tracksolid.fn_same_name(text, text) IS 'Whether two names are the same to a reader: case, composition and outer blanks do not count.';

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
BEGIN
    IF length(btrim(p_name)) < 3 THEN
        RAISE EXCEPTION 'the name of a driver must have three characters or more' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    place := 'tracksolid.devices';
    SELECT count(*) INTO row_count FROM tracksolid.devices d WHERE tracksolid.fn_same_name(d.driver_name, p_name);
    IF p_apply THEN
        -- Hand-kept from now on: the vendor's next list must not bring the name back.
        UPDATE tracksolid.devices d
           SET driver_name = NULL, driver_phone = NULL, updated_at = now(),
               hand_kept = (SELECT array_agg(DISTINCT c ORDER BY c) FROM unnest(d.hand_kept || ARRAY['driver_name', 'driver_phone']) AS c)
         WHERE tracksolid.fn_same_name(d.driver_name, p_name);
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
    'Takes a driver''s name and telephone number out of the register, and the name out of every kept item of the vendor''s; without p_apply it only '
    'counts. One row for each place with the number of rows that name him.';

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
        INSERT INTO infrastructure.touched_days (imei, day)
        SELECT p_imei, d::date
        FROM generate_series((p_from AT TIME ZONE reporting.fn_fleet_time_zone())::date::timestamp,
                             ((p_to - INTERVAL '1 microsecond') AT TIME ZONE reporting.fn_fleet_time_zone())::date::timestamp, INTERVAL '1 day') AS d;
    END IF;
END
$$;
COMMENT ON FUNCTION tracksolid.fn_erase_history(text, timestamptz, timestamptz, boolean) IS
    'Deletes every fact of a vehicle within a stretch of time and marks its days for the roll-up; without p_apply it only counts.';
REVOKE EXECUTE ON FUNCTION tracksolid.fn_erase_driver(text, boolean) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION tracksolid.fn_erase_history(text, timestamptz, timestamptz, boolean) FROM PUBLIC;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('61_erase_driver.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
