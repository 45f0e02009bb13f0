-- 40 facts of one second: two facts with the same device, kind and second may say different things (two tanks, two fences, two sets of
-- engine data). What tells them apart is their content: the first of a key has the variant '', every other its hash. So a repeat, which
-- has the same content, is still absorbed, and nothing else is. Rows that are there keep their key.
--
-- On the community edition a key cannot be changed under compressed chunks: those of these eight tables (not of position_history, trips
-- and parking_events) are unpacked first, which takes room and time once, and are compressed again by their policy.
SET ROLE tracksolid_owner;

ALTER TABLE tracksolid.fuel_readings ADD COLUMN IF NOT EXISTS sensor text;
COMMENT ON COLUMN tracksolid.fuel_readings.sensor IS 'Which of the device''s sensors, where there are several tanks.';

ALTER TABLE tracksolid.position_history ADD COLUMN IF NOT EXISTS raw jsonb;
COMMENT ON COLUMN tracksolid.position_history.raw IS
    'The whole item, where one of its fields could not be used or stands in it twice; otherwise null.';

DO $keys$
DECLARE
    t record;
    wanted text;
    packed boolean;
BEGIN
    FOR t IN SELECT * FROM (VALUES
        ('alarms',               ARRAY['imei', 'alarm_type', 'alarm_time', 'variant']),
        ('obd_readings',         ARRAY['imei', 'reading_time', 'variant']),
        ('device_events',        ARRAY['imei', 'event_type', 'event_time', 'variant']),
        ('heartbeats',           ARRAY['imei', 'reading_time', 'variant']),
        ('fuel_readings',        ARRAY['imei', 'reading_time', 'variant']),
        ('temperature_readings', ARRAY['imei', 'reading_time', 'variant']),
        ('lbs_readings',         ARRAY['imei', 'reading_time', 'variant']),
        ('fault_codes',          ARRAY['imei', 'reading_time', 'code', 'variant'])) AS v (name, key)
    LOOP
        CONTINUE WHEN EXISTS (SELECT FROM information_schema.key_column_usage
                              WHERE table_schema = 'tracksolid' AND table_name = t.name AND column_name = 'variant');
        SELECT compression_enabled INTO packed FROM timescaledb_information.hypertables
        WHERE hypertable_schema = 'tracksolid' AND hypertable_name = t.name;
        IF packed THEN
            RAISE NOTICE 'tracksolid.%: compressed chunks are unpacked, because its key changes', t.name;
            EXECUTE format('SELECT remove_compression_policy(%L::regclass, if_exists => true)', 'tracksolid.' || t.name);
            EXECUTE format($q$SELECT decompress_chunk(format('%%I.%%I', chunk_schema, chunk_name)::regclass, true)
                              FROM timescaledb_information.chunks
                              WHERE hypertable_schema = 'tracksolid' AND hypertable_name = %L AND is_compressed$q$, t.name);
            EXECUTE format('ALTER TABLE tracksolid.%I SET (timescaledb.compress = false)', t.name);
        END IF;
        EXECUTE format('ALTER TABLE tracksolid.%I ADD COLUMN IF NOT EXISTS variant text NOT NULL DEFAULT ''''', t.name);
        EXECUTE format('ALTER TABLE tracksolid.%1$I DROP CONSTRAINT IF EXISTS %2$I', t.name, t.name || '_pkey');
        SELECT string_agg(format('%I', k), ', ' ORDER BY n) INTO wanted FROM unnest(t.key) WITH ORDINALITY AS u (k, n);
        EXECUTE format('ALTER TABLE tracksolid.%I ADD PRIMARY KEY (%s)', t.name, wanted);
        EXECUTE format('COMMENT ON COLUMN tracksolid.%I.variant IS %L', t.name,
                       'Tells facts of one key apart: '''' for the first, otherwise the MD5 of what it says.');
    END LOOP;
END
$keys$;

-- With segment_by it names the whole key, so that a repeat is found. An operator's own order is kept.
UPDATE infrastructure.storage_policies SET order_by = order_by || ', variant'
WHERE (hypertable, order_by) IN (
    ('tracksolid.alarms',               'alarm_time DESC, alarm_type'),
    ('tracksolid.obd_readings',         'reading_time DESC'),
    ('tracksolid.device_events',        'event_time DESC, event_type'),
    ('tracksolid.heartbeats',           'reading_time DESC'),
    ('tracksolid.fuel_readings',        'reading_time DESC'),
    ('tracksolid.temperature_readings', 'reading_time DESC'),
    ('tracksolid.lbs_readings',         'reading_time DESC'),
    ('tracksolid.fault_codes',          'reading_time DESC, code'));

-- Compression as before, with the new order. A policy that cannot be set is no reason to refuse the schema.
DO $apply$
BEGIN
    PERFORM infrastructure.apply_storage_policies();
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'storage policies not applied: % (%). Later: SELECT infrastructure.apply_storage_policies();', SQLERRM, SQLSTATE;
END
$apply$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('40_facts_of_one_second.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
