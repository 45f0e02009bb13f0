-- 68 marks by hand: who stores, changes or removes a fact that /analytics counts marks its day, for a fix its hour (24, 52). People who do so
-- with SQL do not know that. Triggers mark for everybody but the service's writers, who mark less: a fix that brings its vehicle forward needs no
-- mark. They say that they mark themselves with SET fleetline.marks_touched = 'on'.
SET ROLE tracksolid_owner;

-- Argument of the trigger: the time, and which rows count. A row without an IMEI is no fact: make_chunks_ahead_of inserts and deletes one.
CREATE OR REPLACE FUNCTION infrastructure.fn_mark_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('INSERT INTO infrastructure.touched_days (imei, day, with_fixes)
                    SELECT DISTINCT r.imei, (r.%I AT TIME ZONE $1)::date, false FROM (%s) r WHERE r.imei <> '''' AND (%s)',
                   TG_ARGV[0],
                   CASE TG_OP WHEN 'INSERT' THEN 'TABLE new_rows' WHEN 'DELETE' THEN 'TABLE old_rows'
                              ELSE 'TABLE old_rows UNION ALL TABLE new_rows' END,
                   TG_ARGV[1]) USING reporting.fn_fleet_time_zone();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_mark_days() IS 'Trigger: marks the days of changed facts for the roll-up.';

CREATE OR REPLACE FUNCTION infrastructure.fn_mark_hours() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('INSERT INTO infrastructure.touched_hours (imei, hour)
                    SELECT DISTINCT r.imei, date_bin(INTERVAL ''1 hour'', r.gps_time, TIMESTAMPTZ ''2000-01-01 00:00+00'') FROM (%s) r WHERE r.imei <> ''''',
                   CASE TG_OP WHEN 'INSERT' THEN 'TABLE new_rows' WHEN 'DELETE' THEN 'TABLE old_rows'
                              ELSE 'TABLE old_rows UNION ALL TABLE new_rows' END);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_mark_hours() IS 'Trigger: marks the hours of changed fixes for the roll-up.';

-- TimescaleDB replaces no trigger of a hypertable, so each is made once.
DO $triggers$
DECLARE
    t     record;
    event text;
BEGIN
    FOR t IN SELECT * FROM (VALUES
        ('tracksolid.trips',            'fn_mark_days(''start_time'', ''true'')'),
        ('tracksolid.parking_events',   'fn_mark_days(''start_time'', ''true'')'),
        ('tracksolid.alarms',           'fn_mark_days(''alarm_time'', ''true'')'),
        ('tracksolid.fuel_readings',    'fn_mark_days(''reading_time'', ''true'')'),
        ('tracksolid.obd_readings',     'fn_mark_days(''reading_time'', ''r.fuel_litres IS NOT NULL'')'),
        ('tracksolid.position_history', 'fn_mark_hours()')) AS v (name, call)
    LOOP
        FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
            CONTINUE WHEN EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.name::regclass AND g.tgname = 'mark_' || event);
            EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT
                            WHEN (current_setting(''fleetline.marks_touched'', true) IS DISTINCT FROM ''on'') EXECUTE FUNCTION infrastructure.%s',
                           'mark_' || event, event, t.name,
                           concat_ws(' ', CASE WHEN event <> 'insert' THEN 'OLD TABLE AS old_rows' END,
                                          CASE WHEN event <> 'delete' THEN 'NEW TABLE AS new_rows' END),
                           t.call);
        END LOOP;
    END LOOP;
END
$triggers$;

-- The roll-up compares the settings with those that its figures are made of. Without this it would not see one that was changed and changed back between
-- two runs; but a mark that was set meanwhile may be on a day of the other time zone.
CREATE OR REPLACE FUNCTION infrastructure.fn_forget_rollup_settings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE infrastructure.rollup_basis SET settings = '' WHERE settings <> infrastructure.fn_rollup_settings();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_forget_rollup_settings() IS
    'Trigger: has the next roll-up compute all days anew, if a setting in their figures has changed.';
CREATE OR REPLACE TRIGGER forget_rollup_settings AFTER INSERT OR UPDATE OR DELETE ON reporting.kpi_settings
    FOR EACH STATEMENT EXECUTE FUNCTION infrastructure.fn_forget_rollup_settings();

INSERT INTO tracksolid.schema_migrations (file) VALUES ('68_marks_by_hand.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
