-- 60 deleted facts: the triggers of 65 and 68 for DELETE collect the rows of a statement, and TimescaleDB's community edition refuses such triggers on
-- tables that may be compressed (08). Here the same triggers are made for each row, under the names by which 65 and 68 recognise that they
-- exist. A database that has those of 65 and 68 already gets these instead. What they call runs only once 65 and 68 have made it.
SET ROLE tracksolid_owner;

-- Arguments: the table, because the trigger's own is a chunk; the columns with the time, the end, and the rest of the key; the last one may be empty.
CREATE OR REPLACE FUNCTION infrastructure.fn_log_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_row  constant jsonb := to_jsonb(OLD);
    v_from constant timestamptz := v_row ->> TG_ARGV[1];
BEGIN
    PERFORM infrastructure.fn_append_changes(TG_ARGV[0], true, ARRAY[OLD.imei], ARRAY[v_from], ARRAY[(v_row ->> TG_ARGV[2])::timestamptz],
                                             CASE WHEN TG_ARGV[3] <> '' THEN ARRAY[v_row ->> TG_ARGV[3]] END);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_deleted() IS 'Trigger: appends a deleted row to the change log.';

-- Arguments: the column with the time, and one that must not be null for the row to count.
CREATE OR REPLACE FUNCTION infrastructure.fn_mark_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_row constant jsonb := to_jsonb(OLD);
BEGIN
    INSERT INTO infrastructure.touched_days (imei, day, with_fixes)
    SELECT OLD.imei, ((v_row ->> TG_ARGV[0])::timestamptz AT TIME ZONE reporting.fn_fleet_time_zone())::date, false
    WHERE OLD.imei <> '' AND v_row ->> TG_ARGV[1] IS NOT NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_mark_deleted() IS 'Trigger: marks the day of a deleted fact for the roll-up.';

-- Argument: log or mark. Not again while the deleted fixes of an hour follow one another: until the transaction ends, or the savepoint that takes them back.
CREATE OR REPLACE FUNCTION infrastructure.fn_follow_deleted_fix() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_hour  constant timestamptz := date_bin(INTERVAL '1 hour', OLD.gps_time, TIMESTAMPTZ '2000-01-01 00:00+00');
    v_place constant text := OLD.imei || ' ' || v_hour;
    v_last  constant text := 'fleetline.hour_deleted_' || TG_ARGV[0];
BEGIN
    IF OLD.imei = '' OR v_place = current_setting(v_last, true) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config(v_last, v_place, true);
    IF TG_ARGV[0] = 'mark' THEN
        INSERT INTO infrastructure.touched_hours (imei, hour) VALUES (OLD.imei, v_hour);
    ELSE
        PERFORM infrastructure.fn_append_changes('position_history', true, ARRAY[OLD.imei], ARRAY[v_hour], ARRAY[v_hour + INTERVAL '3599.999999 s'], NULL);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_deleted_fix() IS 'Trigger: appends the hour of a deleted fix to the change log, or marks it for the roll-up.';

DO $triggers$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT * FROM (VALUES
        ('tracksolid.trips',                'log_delete',  '', 'fn_log_deleted(''trips'', ''start_time'', ''end_time'', '''')'),
        ('tracksolid.parking_events',       'log_delete',  '', 'fn_log_deleted(''parking_events'', ''start_time'', ''end_time'', ''kind'')'),
        ('tracksolid.alarms',               'log_delete',  '', 'fn_log_deleted(''alarms'', ''alarm_time'', ''alarm_time'', ''alarm_type'')'),
        ('tracksolid.obd_readings',         'log_delete',  '', 'fn_log_deleted(''obd_readings'', ''reading_time'', ''reading_time'', '''')'),
        ('tracksolid.device_events',        'log_delete',  '', 'fn_log_deleted(''device_events'', ''event_time'', ''event_time'', ''event_type'')'),
        ('tracksolid.heartbeats',           'log_delete',  '', 'fn_log_deleted(''heartbeats'', ''reading_time'', ''reading_time'', '''')'),
        ('tracksolid.fuel_readings',        'log_delete',  '', 'fn_log_deleted(''fuel_readings'', ''reading_time'', ''reading_time'', '''')'),
        ('tracksolid.temperature_readings', 'log_delete',  '', 'fn_log_deleted(''temperature_readings'', ''reading_time'', ''reading_time'', '''')'),
        ('tracksolid.lbs_readings',         'log_delete',  '', 'fn_log_deleted(''lbs_readings'', ''reading_time'', ''reading_time'', '''')'),
        ('tracksolid.fault_codes',          'log_delete',  '', 'fn_log_deleted(''fault_codes'', ''reading_time'', ''reading_time'', ''code'')'),
        ('tracksolid.trips',                'mark_delete', 'marks', 'fn_mark_deleted(''start_time'', ''start_time'')'),
        ('tracksolid.parking_events',       'mark_delete', 'marks', 'fn_mark_deleted(''start_time'', ''start_time'')'),
        ('tracksolid.alarms',               'mark_delete', 'marks', 'fn_mark_deleted(''alarm_time'', ''alarm_time'')'),
        ('tracksolid.fuel_readings',        'mark_delete', 'marks', 'fn_mark_deleted(''reading_time'', ''reading_time'')'),
        ('tracksolid.obd_readings',         'mark_delete', 'marks', 'fn_mark_deleted(''reading_time'', ''fuel_litres'')'),
        ('tracksolid.position_history',     'log_delete',  '', 'fn_follow_deleted_fix(''log'')'),
        ('tracksolid.position_history',     'mark_delete', 'marks', 'fn_follow_deleted_fix(''mark'')')) AS v (name, trigger, whose, call)
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', t.trigger, t.name);
        EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %s FOR EACH ROW %s EXECUTE FUNCTION infrastructure.%s', t.trigger, t.name,
                       CASE WHEN t.whose = 'marks' THEN 'WHEN (current_setting(''fleetline.marks_touched'', true) IS DISTINCT FROM ''on'')' ELSE '' END, t.call);
    END LOOP;
END
$triggers$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('60_deleted_facts.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
