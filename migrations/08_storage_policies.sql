-- 08 storage: how long data stays as it is, when it is compressed, when it goes. On the community licence TimescaleDB does
-- it by itself; the Apache edition cannot, and says so.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS infrastructure.storage_policies (
    hypertable     text PRIMARY KEY,
    segment_by     text NOT NULL,
    order_by       text NOT NULL,
    compress_after interval,
    retain_for     interval
);
COMMENT ON TABLE infrastructure.storage_policies IS
    'Compression and retention per hypertable. After a change: SELECT infrastructure.apply_storage_policies().';
COMMENT ON COLUMN infrastructure.storage_policies.hypertable     IS 'With its schema: tracksolid.position_history.';
COMMENT ON COLUMN infrastructure.storage_policies.segment_by     IS 'Rows with the same value are compressed together. Fixed once chunks are compressed.';
COMMENT ON COLUMN infrastructure.storage_policies.order_by       IS 'Order within a compressed batch; with segment_by it names the whole key, so that a repeat is found.';
COMMENT ON COLUMN infrastructure.storage_policies.compress_after IS 'Age at which a chunk is compressed; null: never.';
COMMENT ON COLUMN infrastructure.storage_policies.retain_for     IS 'Age at which a chunk is dropped; null: kept for ever.';

-- An operator's own figures are kept: DO NOTHING.
INSERT INTO infrastructure.storage_policies (hypertable, segment_by, order_by, compress_after, retain_for) VALUES
    ('tracksolid.position_history',      'imei',     'gps_time DESC',                '7 days', NULL),
    ('tracksolid.trips',                 'imei',     'start_time DESC',              '7 days', NULL),
    ('tracksolid.parking_events',        'imei',     'start_time DESC, kind',        '7 days', NULL),
    ('tracksolid.alarms',                'imei',     'alarm_time DESC, alarm_type',  '7 days', NULL),
    ('tracksolid.obd_readings',          'imei',     'reading_time DESC',            '7 days', NULL),
    ('tracksolid.device_events',         'imei',     'event_time DESC, event_type',  '7 days', NULL),
    ('tracksolid.heartbeats',            'imei',     'reading_time DESC',            '7 days', '180 days'),
    ('tracksolid.fuel_readings',         'imei',     'reading_time DESC',            '7 days', NULL),
    ('tracksolid.temperature_readings',  'imei',     'reading_time DESC',            '7 days', NULL),
    ('tracksolid.lbs_readings',          'imei',     'reading_time DESC',            '7 days', '180 days'),
    ('tracksolid.fault_codes',           'imei',     'reading_time DESC, code',      '7 days', NULL),
    ('tracksolid.ingestion_log',         'endpoint', 'started_at DESC',              '7 days', '90 days')
ON CONFLICT (hypertable) DO NOTHING;

-- Everything that only the community licence has is dynamic SQL, so that the Apache edition can hold the function.
CREATE OR REPLACE FUNCTION infrastructure.apply_storage_policies() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    p record;
BEGIN
    IF coalesce(current_setting('timescaledb.license', true), '') <> 'timescale' THEN
        RAISE NOTICE 'skipped: compression and retention policies need the TimescaleDB community licence';
        RETURN;
    END IF;

    FOR p IN SELECT s.hypertable, s.segment_by, s.order_by, s.compress_after, s.retain_for, h.hypertable_schema, h.hypertable_name, h.compression_enabled
             FROM infrastructure.storage_policies s
             JOIN timescaledb_information.hypertables h ON s.hypertable = h.hypertable_schema || '.' || h.hypertable_name
             ORDER BY s.hypertable
    LOOP
        -- Settings stay as they are once compression is on: changing them under compressed chunks is refused.
        IF p.compress_after IS NOT NULL AND NOT p.compression_enabled THEN
            EXECUTE format('ALTER TABLE %I.%I SET (timescaledb.compress, timescaledb.compress_segmentby = %L, timescaledb.compress_orderby = %L)',
                           p.hypertable_schema, p.hypertable_name, p.segment_by, p.order_by);
        END IF;
        IF p.compression_enabled OR p.compress_after IS NOT NULL THEN
            EXECUTE 'SELECT remove_compression_policy($1::regclass, if_exists => true)' USING p.hypertable;
        END IF;
        IF p.compress_after IS NOT NULL THEN
            EXECUTE 'SELECT add_compression_policy($1::regclass, $2)' USING p.hypertable, p.compress_after;
        END IF;

        EXECUTE 'SELECT remove_retention_policy($1::regclass, if_exists => true)' USING p.hypertable;
        IF p.retain_for IS NOT NULL THEN
            EXECUTE 'SELECT add_retention_policy($1::regclass, $2)' USING p.hypertable, p.retain_for;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION infrastructure.apply_storage_policies() IS
    'Makes TimescaleDB''s policies what infrastructure.storage_policies says. Any number of times; a notice only, on the Apache edition.';

-- A policy that cannot be set is no reason to refuse the schema: the warning says what to look at.
DO $apply$
BEGIN
    PERFORM infrastructure.apply_storage_policies();
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'storage policies not applied: % (%). Later: SELECT infrastructure.apply_storage_policies();', SQLERRM, SQLSTATE;
END
$apply$;

-- The transaction that makes a chunk holds up every other writer until it commits; so chunks are made before their hour.
-- A row is inserted and deleted again in the same transaction: nobody sees it, and the chunk stays (a rolled-back insert
-- would take the chunk away with it, and TimescaleDB's own create_chunk is not in the Apache edition).
CREATE OR REPLACE FUNCTION infrastructure.make_chunks_ahead(p_until timestamptz DEFAULT now() + INTERVAL '2 days') RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    made   integer := 0;
    moment timestamptz := now();
BEGIN
    IF p_until > now() + INTERVAL '31 days' THEN
        RAISE EXCEPTION 'chunks are made at most 31 days ahead, not until %', p_until USING ERRCODE = 'invalid_parameter_value';
    END IF;
    LOOP
        IF NOT EXISTS (SELECT FROM timescaledb_information.chunks c
                       WHERE c.hypertable_schema = 'tracksolid' AND c.hypertable_name = 'position_history'
                         AND c.range_start <= moment AND c.range_end > moment) THEN
            INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                VALUES ('', moment, ST_SetSRID(ST_MakePoint(0, 0), 4326), 0, 0, 'poll') ON CONFLICT DO NOTHING;
            DELETE FROM tracksolid.position_history WHERE imei = '' AND gps_time = moment;
            made := made + 1;
        END IF;
        EXIT WHEN moment >= p_until;
        moment := least(moment + INTERVAL '1 day', p_until);
    END LOOP;
    RETURN made;
END
$$;
COMMENT ON FUNCTION infrastructure.make_chunks_ahead(timestamptz) IS
    'Makes sure that position_history has its chunks from now until then (at most 31 days ahead); says how many it made.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('08_storage_policies.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
