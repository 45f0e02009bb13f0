-- 49 checked settings: a value of reporting.kpi_settings that no query could read is refused when it is written.
-- Every fact is stored with its business day: a time zone that the database does not know would refuse all of them.
SET ROLE tracksolid_owner;

-- Only names of regions. The database would also read 'UTC+3', but as POSIX does: three hours west of Greenwich, not east.
CREATE OR REPLACE FUNCTION reporting.fn_is_time_zone(p_name text) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM pg_timezone_names z WHERE lower(z.name) = lower(p_name)) $$;
COMMENT ON FUNCTION reporting.fn_is_time_zone(text) IS 'Whether this is the name of a time zone, such as Africa/Nairobi, that the database knows. Reads all of its zone files.';

CREATE OR REPLACE FUNCTION reporting.fn_check_kpi_setting() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    v_hint text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.name = OLD.name AND NEW.value IS NOT DISTINCT FROM OLD.value
       AND NEW.text_value IS NOT DISTINCT FROM OLD.text_value THEN
        RETURN NEW;
    END IF;
    v_hint := CASE
        WHEN NEW.name IN ('fleet_time_zone', 'shift_start', 'shift_end', 'shift_days') THEN
            CASE
                WHEN NEW.text_value IS NULL THEN 'It is a text: set text_value, and value to null.'
                WHEN NEW.name = 'fleet_time_zone' AND NOT reporting.fn_is_time_zone(NEW.text_value) THEN
                    'Take the name of a region from pg_timezone_names, such as Africa/Nairobi.'
                WHEN NEW.name IN ('shift_start', 'shift_end') AND NOT pg_input_is_valid(NEW.text_value, 'time') THEN
                    'Take a time of day such as 07:00.'
                WHEN NEW.name = 'shift_days' AND NEW.text_value !~ '^\s*[1-7]\s*(,\s*[1-7]\s*)*$' THEN
                    'Take days of the week, Monday = 1, such as 1,2,3,4,5.'
            END
        WHEN NEW.value = 'NaN' OR abs(NEW.value) = 'Infinity' THEN 'Take a finite number.'
    END;
    IF v_hint IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('reporting.kpi_settings: %L is no value for %s', coalesce(NEW.text_value, NEW.value::text), NEW.name),
            HINT = v_hint;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION reporting.fn_check_kpi_setting() IS 'Refuses a setting that the functions of reporting could not read.';

DROP TRIGGER IF EXISTS kpi_settings_are_checked ON reporting.kpi_settings;
CREATE TRIGGER kpi_settings_are_checked BEFORE INSERT OR UPDATE ON reporting.kpi_settings
    FOR EACH ROW EXECUTE FUNCTION reporting.fn_check_kpi_setting();

INSERT INTO tracksolid.schema_migrations (file) VALUES ('49_checked_settings.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
