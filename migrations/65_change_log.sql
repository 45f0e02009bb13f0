-- 65 the change log: what has been committed since a position, without gaps, in an order that is the same for all readers.
-- Writers append to infrastructure.changes in the transaction of their facts. One process stores pg_current_snapshot() as the next tick;
-- the changes of tick n are those that snapshot n sees and snapshot n-1 does not. See docs/change-log.md.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS infrastructure.change_log (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch     text NOT NULL DEFAULT '',
    server    text NOT NULL DEFAULT '',
    opened_by xid8,
    opened_at timestamptz
);
INSERT INTO infrastructure.change_log DEFAULT VALUES ON CONFLICT DO NOTHING;
COMMENT ON TABLE infrastructure.change_log IS 'The state of the change log: one row. It is opened and closed by infrastructure.fn_open_change_log and fn_close_change_log.';
COMMENT ON COLUMN infrastructure.change_log.epoch     IS 'Positions are valid within one epoch. Empty: the log is off, and nothing is appended.';
COMMENT ON COLUMN infrastructure.change_log.server    IS 'Cluster, timeline and database of the epoch: after a restore they differ, and a new epoch begins.';
COMMENT ON COLUMN infrastructure.change_log.opened_by IS 'The transaction that began the epoch. The first tick waits until all older ones of this database have ended, because they may not have appended.';

CREATE TABLE IF NOT EXISTS infrastructure.changes (
    seq     bigint GENERATED ALWAYS AS IDENTITY,
    xid     xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind    text NOT NULL,
    gone    boolean NOT NULL DEFAULT false,
    imeis   text[],
    from_us bigint[],
    to_us   bigint[],
    details text[]
);
SELECT create_hypertable('infrastructure.changes', by_range('at', INTERVAL '6 hours'), create_default_indexes => false, if_not_exists => true);
CREATE INDEX IF NOT EXISTS changes_xid_idx ON infrastructure.changes (xid);
COMMENT ON TABLE infrastructure.changes IS
    'What a transaction has stored, changed or removed: a few rows per statement. Append only; infrastructure.storage_policies says how long they are kept.';
COMMENT ON COLUMN infrastructure.changes.xid     IS 'The transaction. Not the xmin of the row: that one has 32 bits, and a subtransaction has its own.';
COMMENT ON COLUMN infrastructure.changes.kind    IS 'The table that changed, without its schema.';
COMMENT ON COLUMN infrastructure.changes.gone    IS 'Whether the rows were removed.';
COMMENT ON COLUMN infrastructure.changes.imeis   IS 'One element for each row, for position_history one for each vehicle; null: the table has no vehicles.';
COMMENT ON COLUMN infrastructure.changes.from_us IS 'The time in the key of each, in microseconds since 1970; for position_history of the earliest fix.';
COMMENT ON COLUMN infrastructure.changes.to_us   IS 'Its end, if it has one, otherwise the same; for position_history the time of the latest fix.';
COMMENT ON COLUMN infrastructure.changes.details IS 'The rest of the key of each, such as the type of an alarm; null: there is none.';

CREATE TABLE IF NOT EXISTS infrastructure.ticks (
    epoch    text NOT NULL,
    tick     bigint NOT NULL,
    snapshot pg_snapshot NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT create_hypertable('infrastructure.ticks', by_range('at', INTERVAL '6 hours'), create_default_indexes => false, if_not_exists => true);
CREATE INDEX IF NOT EXISTS ticks_tick_idx ON infrastructure.ticks (tick);
COMMENT ON TABLE infrastructure.ticks IS 'The snapshots that divide the changes into batches. Written by one process at a time, which holds the advisory lock 920150.';

-- A tick is kept for a day less than the changes: so a known position never has lost changes, unless a transaction was open for a day.
INSERT INTO infrastructure.storage_policies (hypertable, segment_by, order_by, compress_after, retain_for) VALUES
    ('infrastructure.changes', 'kind',  'at DESC',   NULL, '2 days'),
    ('infrastructure.ticks',   'epoch', 'tick DESC', NULL, '1 day')
ON CONFLICT (hypertable) DO NOTHING;

CREATE TABLE IF NOT EXISTS infrastructure.change_consumers (
    name          text PRIMARY KEY,
    epoch         text NOT NULL DEFAULT '',
    tick          bigint NOT NULL DEFAULT 0,
    ordinal       integer NOT NULL DEFAULT 0,
    moved_at      timestamptz,
    failures      integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    last_error    text
);
COMMENT ON TABLE infrastructure.change_consumers IS
    'How far each consumer has come. The position is written in the transaction of the consumer''s effect; the session that locks the row does the work.';
COMMENT ON COLUMN infrastructure.change_consumers.epoch    IS 'Another epoch than that of infrastructure.change_log: the consumer computes everything anew.';
COMMENT ON COLUMN infrastructure.change_consumers.ordinal  IS 'The changes of the tick that are done.';
COMMENT ON COLUMN infrastructure.change_consumers.failures IS 'Failed attempts since the last success.';

CREATE TABLE IF NOT EXISTS infrastructure.change_dead_letters (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer text NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    kind     text NOT NULL,
    gone     boolean NOT NULL,
    imei     text,
    from_us  bigint,
    to_us    bigint,
    detail   text,
    reason   text NOT NULL
);
COMMENT ON TABLE infrastructure.change_dead_letters IS 'Changes that a consumer could not apply, after several attempts; it has gone on with the others. Columns as in infrastructure.changes.';

CREATE OR REPLACE FUNCTION infrastructure.fn_open_change_log() RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    present_server text := (SELECT format('%s/%s/%s', s.system_identifier, c.timeline_id, d.oid)
                            FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database());
    present        infrastructure.change_log;
BEGIN
    SELECT * INTO present FROM infrastructure.change_log;
    IF present.epoch <> '' AND present.server = present_server THEN
        RETURN present.epoch;
    END IF;
    SELECT * INTO present FROM infrastructure.change_log FOR UPDATE;
    IF present.epoch <> '' AND present.server = present_server THEN
        RETURN present.epoch;
    END IF;
    -- The transaction ids of another server mean nothing here. Otherwise the old ones lie before the first tick, and nobody reads them.
    IF present.server NOT IN ('', present_server) THEN
        DELETE FROM infrastructure.changes;
    END IF;
    -- A transaction that had to make a chunk would hold up every other writer until it ends.
    PERFORM infrastructure.make_chunks_ahead_of(of_log, now() + INTERVAL '1 day') FROM unnest(ARRAY['infrastructure.changes', 'infrastructure.ticks']) AS of_log;
    UPDATE infrastructure.change_log
       SET epoch = substr(md5(gen_random_uuid()::text), 1, 8), server = present_server, opened_by = pg_current_xact_id(), opened_at = clock_timestamp()
    RETURNING * INTO present;
    RETURN present.epoch;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_open_change_log() IS
    'Switches the change log on, and returns its epoch. A new epoch begins if the log was off or the database has been restored: all consumers then compute everything anew.';

CREATE OR REPLACE FUNCTION infrastructure.fn_close_change_log() RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE infrastructure.change_log SET epoch = '' WHERE epoch <> ''
$$;
COMMENT ON FUNCTION infrastructure.fn_close_change_log() IS 'Switches the change log off: nothing is appended any more.';

-- A statement may change a million rows: a row of the log holds a thousand.
CREATE OR REPLACE FUNCTION infrastructure.fn_append_changes(p_kind text, p_gone boolean, p_imeis text[], p_from timestamptz[], p_to timestamptz[], p_details text[]) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO infrastructure.changes (kind, gone, imeis, from_us, to_us, details)
    SELECT p_kind, p_gone, array_agg(r.imei), array_agg((extract(epoch FROM r.from_at) * 1000000)::bigint),
           array_agg((extract(epoch FROM coalesce(r.to_at, r.from_at)) * 1000000)::bigint),
           CASE WHEN p_details IS NOT NULL THEN array_agg(r.detail) END
    FROM unnest(p_imeis, p_from, p_to, p_details) WITH ORDINALITY AS r (imei, from_at, to_at, detail, place)
    WHERE r.imei <> '' AND EXISTS (SELECT FROM infrastructure.change_log WHERE epoch <> '')
    GROUP BY (r.place - 1) / 1000
    ORDER BY (r.place - 1) / 1000
$$;
COMMENT ON FUNCTION infrastructure.fn_append_changes(text, boolean, text[], timestamptz[], timestamptz[], text[]) IS
    'Appends changed rows to the log, if it is on. The arrays belong together; p_details may be null.';

-- No SET clause: the planner puts it into the query that calls it. The changes of a tick belong to the transactions that began after the
-- tick before, or were in progress then. Compared by the transaction's whole id, not by the row's xmin.
CREATE OR REPLACE FUNCTION infrastructure.fn_changes_of_ticks(p_after bigint, p_ticks integer)
RETURNS TABLE (tick bigint, ordinal integer, at timestamptz, kind text, gone boolean, imeis text[], from_us bigint[], to_us bigint[], details text[])
LANGUAGE sql STABLE
AS $$
    SELECT t.tick, c.ordinal, c.at, c.kind, c.gone, c.imeis, c.from_us, c.to_us, c.details
    FROM (SELECT k.tick, k.snapshot, lag(k.snapshot) OVER (ORDER BY k.tick) AS before
          FROM infrastructure.ticks k
          WHERE k.tick BETWEEN p_after AND p_after + p_ticks AND k.epoch = (SELECT l.epoch FROM infrastructure.change_log l)) t
    CROSS JOIN LATERAL (
        SELECT (row_number() OVER (ORDER BY n.xid, n.seq))::integer AS ordinal, n.*
        FROM (SELECT x.* FROM infrastructure.changes x WHERE x.xid >= pg_snapshot_xmax(t.before) AND x.xid < pg_snapshot_xmax(t.snapshot)
              UNION ALL
              SELECT x.* FROM pg_snapshot_xip(t.before) AS open (xid) JOIN infrastructure.changes x ON x.xid = open.xid) n
        WHERE pg_visible_in_snapshot(n.xid, t.snapshot)
    ) c
    WHERE t.tick > p_after
$$;
COMMENT ON FUNCTION infrastructure.fn_changes_of_ticks(bigint, integer) IS
    'The changes of so many ticks after a tick, each with its place in its tick. None of a tick whose predecessor has been dropped: the caller checks that.';

-- Arguments of the trigger: the column with the time, and expressions for the end and for the rest of the key.
CREATE OR REPLACE FUNCTION infrastructure.fn_log_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    append constant text := format(
        'SELECT infrastructure.fn_append_changes(%L, $1, array_agg(r.imei), array_agg(r.%I), array_agg(%s), %s) FROM %%s r HAVING count(*) > 0',
        TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], CASE WHEN TG_ARGV[2] = '' THEN 'NULL' ELSE format('array_agg(%s)', TG_ARGV[2]) END);
    of_key constant text := format('r.imei, r.%I, %s', TG_ARGV[0], CASE WHEN TG_ARGV[2] = '' THEN '1' ELSE TG_ARGV[2] END);
BEGIN
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format(append, 'new_rows') USING false;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format(append, format('(SELECT r.* FROM old_rows r WHERE (%s) NOT IN (SELECT %1$s FROM new_rows r))', of_key)) USING true;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format(append, 'old_rows') USING true;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_facts() IS 'Trigger: appends the rows of a statement to the change log.';

CREATE OR REPLACE FUNCTION infrastructure.fn_log_fixes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM infrastructure.fn_append_changes('position_history', true, array_agg(f.imei), array_agg(f.first), array_agg(f.last), NULL)
        FROM (SELECT o.imei, min(o.gps_time) AS first, max(o.gps_time) AS last FROM old_rows o GROUP BY o.imei) f
        HAVING count(*) > 0;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM infrastructure.fn_append_changes('position_history', false, array_agg(f.imei), array_agg(f.first), array_agg(f.last), NULL)
        FROM (SELECT n.imei, min(n.gps_time) AS first, max(n.gps_time) AS last FROM new_rows n GROUP BY n.imei) f
        HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_fixes() IS 'Trigger: appends the vehicles whose fixes a statement has changed to the change log, each with the first and the last time.';

-- The nightly list of the vendor renews every device: only those with other values count.
CREATE OR REPLACE FUNCTION infrastructure.fn_log_devices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    irrelevant constant text[] := ARRAY['updated_at', 'last_listed_at'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO infrastructure.changes (kind, imeis)
        SELECT 'devices', array_agg(n.imei) FROM new_rows n HAVING count(*) > 0 AND EXISTS (SELECT FROM infrastructure.change_log WHERE epoch <> '');
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO infrastructure.changes (kind, gone, imeis)
        SELECT 'devices', true, array_agg(o.imei) FROM old_rows o HAVING count(*) > 0 AND EXISTS (SELECT FROM infrastructure.change_log WHERE epoch <> '');
    ELSE
        INSERT INTO infrastructure.changes (kind, imeis)
        SELECT 'devices', array_agg(DISTINCT coalesce(n.imei, o.imei))
        FROM new_rows n FULL JOIN old_rows o ON o.imei = n.imei
        WHERE to_jsonb(n) - irrelevant IS DISTINCT FROM to_jsonb(o) - irrelevant
        HAVING count(*) > 0 AND EXISTS (SELECT FROM infrastructure.change_log WHERE epoch <> '');
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_devices() IS 'Trigger: appends the vehicles whose row in the register has changed to the change log.';

CREATE OR REPLACE FUNCTION infrastructure.fn_log_table() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO infrastructure.changes (kind) SELECT TG_TABLE_NAME FROM infrastructure.change_log WHERE epoch <> '';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_table() IS 'Trigger: appends to the change log that a small table has changed.';

-- TimescaleDB replaces no trigger of a hypertable, so each is made once.
CREATE OR REPLACE FUNCTION infrastructure.fn_log_changes_of(p_table regclass, p_function text, VARIADIC p_arguments text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    event   text;
    rows    text;
    trigger text;
BEGIN
    FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
        trigger := 'log_' || event;
        rows := concat_ws(' ', CASE WHEN event <> 'insert' THEN 'OLD TABLE AS old_rows' END, CASE WHEN event <> 'delete' THEN 'NEW TABLE AS new_rows' END);
        CONTINUE WHEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = p_table AND t.tgname = trigger);
        EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION infrastructure.%I(%s)',
                       trigger, event, p_table, rows, p_function, (SELECT string_agg(quote_literal(a), ', ') FROM unnest(p_arguments) AS a));
    END LOOP;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_changes_of(regclass, text, text[]) IS
    'Has every INSERT, UPDATE and DELETE of a table appended to the change log, by one of the trigger functions fn_log_….';

SELECT infrastructure.fn_log_changes_of(of_table::regclass, 'fn_log_facts', of_time, of_end, detail)
FROM (VALUES
    ('tracksolid.trips',                'start_time',   'r.end_time',     ''),
    ('tracksolid.parking_events',       'start_time',   'r.end_time',     'r.kind'),
    ('tracksolid.alarms',               'alarm_time',   'r.alarm_time',   'r.alarm_type'),
    ('tracksolid.obd_readings',         'reading_time', 'r.reading_time', ''),
    ('tracksolid.device_events',        'event_time',   'r.event_time',   'r.event_type'),
    ('tracksolid.heartbeats',           'reading_time', 'r.reading_time', ''),
    ('tracksolid.fuel_readings',        'reading_time', 'r.reading_time', ''),
    ('tracksolid.temperature_readings', 'reading_time', 'r.reading_time', ''),
    ('tracksolid.lbs_readings',         'reading_time', 'r.reading_time', ''),
    ('tracksolid.fault_codes',          'reading_time', 'r.reading_time', 'r.code')
) AS t (of_table, of_time, of_end, detail);

-- The service appends the fixes that it stores itself, one row per commit, because a trigger would make a single fix cost more than twice as much.
-- So the trigger leaves out sessions that say so. For every other session it works as above.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'tracksolid.position_history'::regclass AND tgname = 'log_insert') THEN
        CREATE TRIGGER log_insert AFTER INSERT ON tracksolid.position_history REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
            WHEN (current_setting('fleetline.appends_fixes', true) IS DISTINCT FROM 'on')
            EXECUTE FUNCTION infrastructure.fn_log_fixes();
    END IF;
END
$$;
SELECT infrastructure.fn_log_changes_of('tracksolid.position_history', 'fn_log_fixes');
SELECT infrastructure.fn_log_changes_of('tracksolid.devices', 'fn_log_devices');
CREATE OR REPLACE TRIGGER log_changes AFTER INSERT OR UPDATE OR DELETE ON reporting.kpi_settings
    FOR EACH STATEMENT EXECUTE FUNCTION infrastructure.fn_log_table();
CREATE OR REPLACE TRIGGER log_changes AFTER INSERT OR UPDATE OR DELETE ON reporting.excluded_cost_centres
    FOR EACH STATEMENT EXECUTE FUNCTION infrastructure.fn_log_table();

CREATE OR REPLACE VIEW infrastructure.v_change_consumers AS
SELECT c.name, c.epoch = l.epoch AS is_of_this_epoch, greatest(newest.tick - c.tick, 0) AS backlog_ticks,
       greatest(extract(epoch FROM clock_timestamp() - next.at), 0)::double precision AS lag_s,
       c.failures, c.failing_since, c.last_error, c.moved_at
FROM infrastructure.change_consumers c
CROSS JOIN infrastructure.change_log l
CROSS JOIN LATERAL (SELECT coalesce(max(t.tick), 0) AS tick FROM infrastructure.ticks t WHERE t.epoch = l.epoch) newest
LEFT JOIN LATERAL (SELECT t.at FROM infrastructure.ticks t WHERE t.tick = c.tick + 1 AND t.epoch = l.epoch LIMIT 1) next ON true
WHERE l.epoch <> '';
COMMENT ON VIEW infrastructure.v_change_consumers IS
    'How far each consumer of the change log is behind. lag_s: seconds since the first tick that it has not applied was stored; null: it has applied all.';

-- As in migration 46, and with the two tables of the log.
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
        "tracksolid.ingestion_log":        {"endpoint": "", "source": "poll", "outcome": "ok"},
        "infrastructure.changes":          {"kind": ""},
        "infrastructure.ticks":            {"epoch": "", "tick": 0, "snapshot": "1:1:"}}' -> p_hypertable;
    empty  name := CASE p_hypertable WHEN 'tracksolid.ingestion_log' THEN 'endpoint' WHEN 'infrastructure.changes' THEN 'kind'
                                     WHEN 'infrastructure.ticks' THEN 'epoch' ELSE 'imei' END;
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

INSERT INTO tracksolid.schema_migrations (file) VALUES ('65_change_log.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
