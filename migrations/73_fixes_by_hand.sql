-- 73 fixes by hand: the triggers of 65 and 68 for inserted and changed fixes collected the rows of every statement, also of the service's, which
-- appends and marks its fixes itself: a single fix cost the database two thirds more. A trigger for each row costs a session that is left out
-- next to nothing. For the others it appends and marks once for each vehicle and hour, as long as the fixes of an hour follow one another.
-- Deleted fixes have the triggers of 60.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION infrastructure.fn_follow_hour(p_imei text, p_time timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_hour  constant timestamptz := date_bin(INTERVAL '1 hour', p_time, TIMESTAMPTZ '2000-01-01 00:00+00');
    v_us    constant bigint := (extract(epoch FROM v_hour) * 1000000)::bigint;
    v_place constant text := p_imei || ' ' || v_us;
BEGIN
    -- Until the transaction ends. If a savepoint takes the rows back, it takes back this setting too.
    IF p_imei = '' OR v_place = current_setting('fleetline.hour_by_hand', true) THEN
        RETURN;
    END IF;
    PERFORM set_config('fleetline.hour_by_hand', v_place, true);
    INSERT INTO infrastructure.changes (kind, imeis, from_us, to_us)
    SELECT 'position_history', ARRAY[p_imei], ARRAY[v_us], ARRAY[v_us + 3599999999] FROM infrastructure.change_log WHERE epoch <> '';
    IF current_setting('fleetline.marks_touched', true) IS DISTINCT FROM 'on' THEN
        INSERT INTO infrastructure.touched_hours (imei, hour) VALUES (p_imei, v_hour);
    END IF;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_hour(text, timestamptz) IS
    'Appends the hour of a changed fix to the change log, and marks it for the roll-up; not again for the next fix of this transaction, if it is of the same vehicle and hour.';

CREATE OR REPLACE FUNCTION infrastructure.fn_follow_fix() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM infrastructure.fn_follow_hour(OLD.imei, OLD.gps_time);
    END IF;
    PERFORM infrastructure.fn_follow_hour(NEW.imei, NEW.gps_time);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_fix() IS 'Trigger: has a fix that people store or change followed by what is derived from it.';

DROP TRIGGER IF EXISTS log_insert  ON tracksolid.position_history;
DROP TRIGGER IF EXISTS log_update  ON tracksolid.position_history;
DROP TRIGGER IF EXISTS mark_insert ON tracksolid.position_history;
DROP TRIGGER IF EXISTS mark_update ON tracksolid.position_history;

-- TimescaleDB replaces no trigger of a hypertable, so it is made once.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'tracksolid.position_history'::regclass AND tgname = 'log_by_hand') THEN
        CREATE TRIGGER log_by_hand AFTER INSERT OR UPDATE ON tracksolid.position_history FOR EACH ROW
            WHEN (current_setting('fleetline.appends_fixes', true) IS DISTINCT FROM 'on')
            EXECUTE FUNCTION infrastructure.fn_follow_fix();
    END IF;
END
$$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('73_fixes_by_hand.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
