-- 70 the live feed: readers read the change log, and the trips and alarms that it names.
SET ROLE tracksolid_owner;

GRANT USAGE ON SCHEMA infrastructure TO dashboard_ro;
GRANT SELECT ON infrastructure.changes, infrastructure.ticks, infrastructure.change_log TO dashboard_ro;
GRANT EXECUTE ON FUNCTION infrastructure.fn_changes_of_ticks(bigint, integer) TO dashboard_ro;

-- With its values each time, and with the first and the last time: so that only the chunks with these trips are looked at.
CREATE OR REPLACE FUNCTION reporting.fn_live_trips(p_imeis text[], p_start_us bigint[])
RETURNS TABLE (place bigint, lng double precision, lat double precision, event text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    first_at timestamptz := TIMESTAMPTZ 'epoch' + (SELECT min(u) FROM unnest(p_start_us) AS u) * INTERVAL '1 microsecond';
    last_at  timestamptz := TIMESTAMPTZ 'epoch' + (SELECT max(u) FROM unnest(p_start_us) AS u) * INTERVAL '1 microsecond';
BEGIN
    RETURN QUERY
    SELECT k.place, ST_X(coalesce(t.end_geom, t.start_geom)), ST_Y(coalesce(t.end_geom, t.start_geom)),
           json_build_object(
               'kind', 'trip', 'state', CASE WHEN t.end_time IS NULL THEN 'started' ELSE 'ended' END, 'imei', t.imei,
               'start_time', t.start_time, 'end_time', t.end_time,
               'start', CASE WHEN t.start_geom IS NOT NULL THEN json_build_array(ST_X(t.start_geom), ST_Y(t.start_geom)) END,
               'end', CASE WHEN t.end_geom IS NOT NULL THEN json_build_array(ST_X(t.end_geom), ST_Y(t.end_geom)) END,
               'start_address', t.start_address, 'end_address', t.end_address, 'distance_km', t.distance_km,
               'driving_time_s', t.driving_time_s, 'idle_time_s', t.idle_time_s, 'avg_speed_kmh', t.avg_speed_kmh,
               'max_speed_kmh', t.max_speed_kmh, 'source', t.source)::text
    FROM unnest(p_imeis, p_start_us) WITH ORDINALITY AS k (imei, start_us, place)
    JOIN tracksolid.trips t ON t.imei = k.imei AND t.start_time = TIMESTAMPTZ 'epoch' + k.start_us * INTERVAL '1 microsecond'
    WHERE t.start_time BETWEEN first_at AND last_at;
END
$$;
COMMENT ON FUNCTION reporting.fn_live_trips(text[], bigint[]) IS
    'Trips as events of the live feed, by vehicle and start (microseconds since 1970). place: of the trip in the arrays, from 1; lng and lat: where it ended, or began.';

-- Of several alarms of one vehicle, type and second, the one that came last.
CREATE OR REPLACE FUNCTION reporting.fn_live_alarms(p_imeis text[], p_alarm_us bigint[], p_types text[])
RETURNS TABLE (place bigint, lng double precision, lat double precision, event text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    first_at timestamptz := TIMESTAMPTZ 'epoch' + (SELECT min(u) FROM unnest(p_alarm_us) AS u) * INTERVAL '1 microsecond';
    last_at  timestamptz := TIMESTAMPTZ 'epoch' + (SELECT max(u) FROM unnest(p_alarm_us) AS u) * INTERVAL '1 microsecond';
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (k.place) k.place, a.lng, a.lat,
           json_build_object(
               'kind', 'alarm', 'state', 'raised', 'imei', a.imei, 'alarm_time', a.alarm_time, 'alarm_type', a.alarm_type,
               'alarm_name', a.alarm_name, 'severity', a.severity,
               'at', CASE WHEN a.lng IS NOT NULL AND a.lat IS NOT NULL THEN json_build_array(a.lng, a.lat) END,
               'speed', a.speed, 'acc_status', a.acc_status, 'fence_id', a.fence_id, 'source', a.source)::text
    FROM unnest(p_imeis, p_alarm_us, p_types) WITH ORDINALITY AS k (imei, alarm_us, alarm_type, place)
    JOIN tracksolid.alarms a ON a.imei = k.imei AND a.alarm_type = k.alarm_type
                            AND a.alarm_time = TIMESTAMPTZ 'epoch' + k.alarm_us * INTERVAL '1 microsecond'
    WHERE a.alarm_time BETWEEN first_at AND last_at
    ORDER BY k.place, a.received_at DESC;
END
$$;
COMMENT ON FUNCTION reporting.fn_live_alarms(text[], bigint[], text[]) IS
    'Alarms as events of the live feed, by vehicle, time (microseconds since 1970) and type. place: of the alarm in the arrays, from 1.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('70_live_feed.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
