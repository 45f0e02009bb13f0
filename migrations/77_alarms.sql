-- 77 alarms: the list of alarms that the console and other readers ask for.
SET ROLE tracksolid_owner;

-- With its values each time: the planner then leaves out the chunks outside the period, and walks those inside from the newest alarm on,
-- until it has enough.
CREATE OR REPLACE FUNCTION reporting.fn_alarms(
    p_filter reporting.vehicle_filter, p_from timestamptz DEFAULT NULL, p_to timestamptz DEFAULT NULL, p_severity text[] DEFAULT NULL,
    p_limit integer DEFAULT 200, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    c_longest CONSTANT interval := INTERVAL '400 days';
    v_to   timestamptz := coalesce(p_to, 'infinity');   -- a device's clock may be a little ahead
    v_from timestamptz := coalesce(p_from, coalesce(p_to, p_as_of) - INTERVAL '24 hours');
    answer jsonb;
BEGIN
    IF v_from > coalesce(p_to, p_as_of) THEN
        RAISE EXCEPTION 'from (%) is after to (%)', v_from, coalesce(p_to, p_as_of) USING ERRCODE = 'invalid_parameter_value';
    ELSIF v_from < coalesce(p_to, p_as_of) - c_longest THEN
        RAISE EXCEPTION 'from (%) is more than 400 days before to (%)', v_from, coalesce(p_to, p_as_of)
            USING ERRCODE = 'invalid_parameter_value';
    END IF;

    WITH alarm AS MATERIALIZED (
        SELECT a.imei, v.vehicle_number, v.driver_name, v.cost_centre, a.alarm_time, a.alarm_type, a.alarm_name, a.severity, a.lng, a.lat,
               a.speed, a.acc_status, a.fence_id, a.source,
               row_number() OVER (ORDER BY a.alarm_time DESC, a.imei DESC, a.alarm_type DESC, a.variant DESC) AS place
        FROM tracksolid.alarms a
        JOIN reporting.fn_vehicles(p_filter) v ON v.imei = a.imei
        WHERE a.alarm_time >= v_from AND a.alarm_time < v_to
          AND (p_severity IS NULL OR a.severity = ANY (p_severity))
        ORDER BY a.alarm_time DESC, a.imei DESC, a.alarm_type DESC, a.variant DESC
        LIMIT p_limit + 1
    )
    SELECT jsonb_build_object(
        'as_of', p_as_of,
        'alarms', (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'place' ORDER BY a.place), '[]') FROM alarm a WHERE a.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM alarm))
    INTO answer;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_alarms(reporting.vehicle_filter, timestamptz, timestamptz, text[], integer, timestamptz) IS
    'Which alarms were raised, newest first, from p_from (default: 24 hours before the end) to before p_to (default: no end)? 400 days at most. '
    'p_severity: critical, warning, info; null: all, also alarms of unknown severity. speed: km/h; acc_status: true = on. truncated: there are '
    'more than p_limit. Names are those that the register has now.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('77_alarms.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
