-- 46 storage upkeep: the service makes chunks before their time, compresses old ones and drops what is too old, the same on both
-- editions of TimescaleDB. infrastructure.storage_policies says when; TimescaleDB's own policies are taken off the tables.
SET ROLE tracksolid_owner;

ALTER TABLE infrastructure.storage_policies ADD COLUMN IF NOT EXISTS
    chunk_interval interval CHECK (chunk_interval BETWEEN INTERVAL '1 hour' AND INTERVAL '31 days');
COMMENT ON TABLE infrastructure.storage_policies IS
    'Chunks, compression and retention per hypertable. The service follows a change within 15 minutes; at once: SELECT infrastructure.apply_storage_policies().';
COMMENT ON COLUMN infrastructure.storage_policies.segment_by     IS 'Rows with the same value are compressed together. A change counts for chunks compressed afterwards.';
COMMENT ON COLUMN infrastructure.storage_policies.order_by       IS 'Order within a compressed batch; with segment_by it names the whole key, so that a repeat is found.';
COMMENT ON COLUMN infrastructure.storage_policies.compress_after IS 'Age of a chunk''s end at which the service compresses it, on the community edition; null: never.';
COMMENT ON COLUMN infrastructure.storage_policies.retain_for     IS
    'Age of a chunk''s end at which the nightly purge drops it; null: kept for ever. Not for tracksolid.ingestion_log: LOG_RETENTION_DAYS.';
COMMENT ON COLUMN infrastructure.storage_policies.chunk_interval IS
    'Span of a chunk made from now on, 1 hour to 31 days; null: as the table has it. infrastructure.fn_chunk_interval works one out.';

-- Once: the figures in use become the table's own, and chunks that late facts still reach are compressed later.
UPDATE infrastructure.storage_policies s
   SET chunk_interval = d.time_interval,
       compress_after = CASE WHEN compress_after = INTERVAL '7 days' THEN INTERVAL '14 days' ELSE compress_after END,
       retain_for = CASE WHEN s.hypertable <> 'tracksolid.ingestion_log' THEN retain_for END
  FROM timescaledb_information.dimensions d
 WHERE s.hypertable = d.hypertable_schema || '.' || d.hypertable_name AND d.dimension_number = 1
   AND NOT EXISTS (SELECT FROM tracksolid.schema_migrations WHERE file = '46_storage_upkeep.sql');

-- 'start_time ASC,  kind desc' → 'start_time,kind DESC': as TimescaleDB writes it, so that the two can be compared.
CREATE OR REPLACE FUNCTION infrastructure.fn_column_order(p_columns text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT string_agg(
               split_part(words, ' ', 1)
               || CASE WHEN words ~ '^\S+ DESC' THEN ' DESC' ELSE '' END
               || CASE WHEN words ~ '^\S+ DESC NULLS LAST' THEN ' NULLS LAST'
                       WHEN words ~ '^\S+( ASC)? NULLS FIRST' THEN ' NULLS FIRST' ELSE '' END, ',' ORDER BY place)
    FROM unnest(string_to_array(p_columns, ',')) WITH ORDINALITY AS c (given, place)
    CROSS JOIN LATERAL (SELECT btrim(regexp_replace(given, '\s+', ' ', 'g'))) AS t (trimmed)
    CROSS JOIN LATERAL (SELECT split_part(trimmed, ' ', 1) || upper(substr(trimmed, length(split_part(trimmed, ' ', 1)) + 1))) AS w (words)
$$;
COMMENT ON FUNCTION infrastructure.fn_column_order(text) IS 'A list of columns with their order, in the spelling of timescaledb_information.hypertable_compression_settings.';

-- What only the community edition has is dynamic SQL, so that the Apache edition can hold the function.
CREATE OR REPLACE FUNCTION infrastructure.apply_storage_policy(p_hypertable text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    p       record;
    removal text;
BEGIN
    SELECT s.*, d.time_interval, h.compression_enabled, c.segmentby, c.orderby INTO p
    FROM infrastructure.storage_policies s
    LEFT JOIN timescaledb_information.hypertables h ON h.hypertable_schema || '.' || h.hypertable_name = s.hypertable
    LEFT JOIN timescaledb_information.dimensions d
        ON d.hypertable_schema = h.hypertable_schema AND d.hypertable_name = h.hypertable_name AND d.dimension_number = 1
    LEFT JOIN timescaledb_information.hypertable_compression_settings c ON c.hypertable = to_regclass(s.hypertable)
    WHERE s.hypertable = p_hypertable;

    IF p.time_interval IS NULL THEN
        RAISE EXCEPTION 'infrastructure.storage_policies names %, which is no hypertable: mend the name, or delete the row', p_hypertable;
    END IF;
    IF p.chunk_interval <> p.time_interval THEN
        PERFORM set_chunk_time_interval(p_hypertable::regclass, p.chunk_interval);
    END IF;
    IF coalesce(current_setting('timescaledb.license', true), '') <> 'timescale' THEN
        RETURN;
    END IF;

    FOR removal IN SELECT CASE proc_name WHEN 'policy_compression' THEN 'remove_compression_policy' ELSE 'remove_retention_policy' END
                   FROM timescaledb_information.jobs
                   WHERE proc_name IN ('policy_compression', 'policy_retention') AND hypertable_schema || '.' || hypertable_name = p_hypertable
    LOOP
        EXECUTE format('SELECT %s($1::regclass, if_exists => true)', removal) USING p_hypertable;
    END LOOP;
    IF p.compress_after IS NOT NULL
       AND (NOT p.compression_enabled
            OR infrastructure.fn_column_order(p.segment_by) IS DISTINCT FROM p.segmentby
            OR infrastructure.fn_column_order(p.order_by) IS DISTINCT FROM p.orderby) THEN
        EXECUTE format('ALTER TABLE %s SET (timescaledb.compress, timescaledb.compress_segmentby = %L, timescaledb.compress_orderby = %L)',
                       p_hypertable::regclass, p.segment_by, p.order_by);
    END IF;
END
$$;
COMMENT ON FUNCTION infrastructure.apply_storage_policy(text) IS
    'Gives a hypertable the chunk interval and the compression settings of its row in infrastructure.storage_policies, and takes TimescaleDB''s own policies off it.';

CREATE OR REPLACE FUNCTION infrastructure.apply_storage_policies() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT hypertable FROM infrastructure.storage_policies ORDER BY hypertable LOOP
        BEGIN
            PERFORM infrastructure.apply_storage_policy(name);
        EXCEPTION WHEN OTHERS THEN
            RAISE WARNING 'storage policy of % not applied: % (%)', name, SQLERRM, SQLSTATE;
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION infrastructure.apply_storage_policies() IS
    'infrastructure.apply_storage_policy for every row, any number of times; a warning for each that cannot be applied. The service does the same every 15 minutes.';

-- Status bit 8: rows have come into a compressed chunk since, and lie there uncompressed.
CREATE OR REPLACE FUNCTION infrastructure.fn_chunks_to_compress(p_overdue interval DEFAULT '0')
RETURNS TABLE (hypertable text, chunk regclass)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT s.hypertable, format('%I.%I', c.chunk_schema, c.chunk_name)::regclass
    FROM infrastructure.storage_policies s
    JOIN timescaledb_information.hypertables h ON h.hypertable_schema || '.' || h.hypertable_name = s.hypertable
    JOIN timescaledb_information.chunks c ON c.hypertable_schema = h.hypertable_schema AND c.hypertable_name = h.hypertable_name
    WHERE current_setting('timescaledb.license', true) = 'timescale' AND h.compression_enabled
      AND c.range_end < now() - s.compress_after - p_overdue
      AND (NOT c.is_compressed OR _timescaledb_functions.chunk_status(format('%I.%I', c.chunk_schema, c.chunk_name)::regclass) & 8 <> 0)
    ORDER BY c.range_start, s.hypertable
$$;
COMMENT ON FUNCTION infrastructure.fn_chunks_to_compress(interval) IS
    'Chunks that compress_after says are to be compressed, oldest first; with an interval those that have waited so long already. None on the Apache edition.';

CREATE OR REPLACE FUNCTION infrastructure.fn_chunk_interval(
    p_fixes_per_day bigint,
    p_memory_bytes  bigint DEFAULT pg_size_bytes(current_setting('effective_cache_size'))) RETURNS interval
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(max(step), INTERVAL '1 hour')
    FROM unnest(ARRAY['1 hour', '2 hours', '3 hours', '4 hours', '6 hours', '8 hours', '12 hours', '1 day']::interval[]) AS step
    WHERE p_fixes_per_day * 240 * (extract(epoch FROM step) / 86400) <= p_memory_bytes / 4
$$;
COMMENT ON FUNCTION infrastructure.fn_chunk_interval(bigint, bigint) IS
    'The longest chunk_interval (1 hour to 1 day) for which the chunk that is being written, 240 bytes a fix with its index, fits into a quarter of the memory.';

-- The transaction that makes a chunk holds up every other writer until it commits; so chunks are made before their time.
-- A row is inserted and deleted again in the same transaction: nobody sees it, and the chunk stays (a rolled-back insert
-- would take the chunk away with it, and TimescaleDB's own create_chunk is not in the Apache edition).
CREATE OR REPLACE FUNCTION infrastructure.make_chunks_ahead_of(p_hypertable text, p_until timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    made   integer := 0;
    moment timestamptz := now();
    ends   timestamptz;
    time_column name;
    -- The least that a row needs beside its time. Its first column is of the key, and no fact has it empty.
    least  jsonb := jsonb '{
        "tracksolid.position_history":     {"imei": "", "geom": "SRID=4326;POINT(0 0)", "lat": 0, "lng": 0, "source": "poll"},
        "tracksolid.parking_events":       {"imei": "", "kind": "parking"},
        "tracksolid.alarms":               {"imei": "", "alarm_type": ""},
        "tracksolid.device_events":        {"imei": "", "event_type": ""},
        "tracksolid.fault_codes":          {"imei": "", "code": ""},
        "tracksolid.ingestion_log":        {"endpoint": "", "source": "poll", "outcome": "ok"}}' -> p_hypertable;
    empty  name := CASE p_hypertable WHEN 'tracksolid.ingestion_log' THEN 'endpoint' ELSE 'imei' END;
BEGIN
    IF p_until > now() + INTERVAL '31 days' THEN
        RAISE EXCEPTION 'chunks are made at most 31 days ahead, not until %', p_until USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT column_name INTO time_column FROM timescaledb_information.dimensions
    WHERE hypertable_schema || '.' || hypertable_name = p_hypertable AND dimension_number = 1;
    least := coalesce(least, '{"imei": ""}') || jsonb_build_object(time_column, moment);
    LOOP
        SELECT max(c.range_end) INTO ends FROM timescaledb_information.chunks c
        WHERE c.hypertable_schema || '.' || c.hypertable_name = p_hypertable AND c.range_start <= moment AND c.range_end > moment;
        IF ends IS NULL THEN
            EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1)', p_hypertable::regclass,
                           (SELECT string_agg(quote_ident(key), ', ') FROM jsonb_object_keys(least) AS key))
                USING least || jsonb_build_object(time_column, moment);
            EXECUTE format('DELETE FROM %s WHERE %I = '''' AND %I = $1', p_hypertable::regclass, empty, time_column) USING moment;
            made := made + 1;
        ELSE
            moment := ends;
        END IF;
        EXIT WHEN moment > p_until;
    END LOOP;
    RETURN made;
END
$$;
COMMENT ON FUNCTION infrastructure.make_chunks_ahead_of(text, timestamptz) IS
    'Makes sure that a hypertable has its chunks from now until then (at most 31 days ahead); says how many it made.';

CREATE OR REPLACE FUNCTION infrastructure.make_chunks_ahead(p_until timestamptz DEFAULT now() + INTERVAL '2 days') RETURNS integer
LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(sum(infrastructure.make_chunks_ahead_of(hypertable, p_until)), 0)::integer FROM infrastructure.storage_policies
$$;
COMMENT ON FUNCTION infrastructure.make_chunks_ahead(timestamptz) IS
    'infrastructure.make_chunks_ahead_of for every hypertable of infrastructure.storage_policies. The service does so every 15 minutes, a day ahead.';

-- What cannot be applied now is said again, and tried again, by the service.
SELECT infrastructure.apply_storage_policies();

INSERT INTO tracksolid.schema_migrations (file) VALUES ('46_storage_upkeep.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
