-- 24 the roll-up: how reporting.vehicle_days (23) and what is summed from it are made, in steps that a scheduled job calls.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_shift() RETURNS TABLE (starts time, ends time, days integer[], length_s integer)
LANGUAGE sql STABLE
AS $$
    SELECT s.starts, s.ends, s.days, (extract(epoch FROM s.ends - s.starts) + CASE WHEN s.ends <= s.starts THEN 86400 ELSE 0 END)::integer
    FROM (SELECT max(text_value) FILTER (WHERE name = 'shift_start')::time AS starts,
                 max(text_value) FILTER (WHERE name = 'shift_end')::time   AS ends,
                 string_to_array(max(text_value) FILTER (WHERE name = 'shift_days'), ',')::integer[] AS days
          FROM reporting.kpi_settings) s
$$;
COMMENT ON FUNCTION reporting.fn_shift() IS
    'The working shift: local times, ISO days of the week, and its length in seconds by the clock on the wall. It may run past midnight.';

CREATE OR REPLACE FUNCTION reporting.fn_shift_seconds(p_from timestamptz, p_to timestamptz) RETURNS double precision
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(sum(greatest(extract(epoch FROM least(p_to, span.until) - greatest(p_from, span.since)), 0)), 0)
    FROM (SELECT reporting.fn_fleet_time_zone() AS zone) z
    CROSS JOIN reporting.fn_shift() s
    CROSS JOIN LATERAL generate_series(date_trunc('day', p_from AT TIME ZONE z.zone) - INTERVAL '1 day',   -- it may run past midnight
                                       p_to AT TIME ZONE z.zone, INTERVAL '1 day') AS g(day)
    CROSS JOIN LATERAL (SELECT (g.day + s.starts) AT TIME ZONE z.zone AS since,
                               (g.day + s.ends + CASE WHEN s.ends <= s.starts THEN INTERVAL '1 day' ELSE '0' END) AT TIME ZONE z.zone AS until) span
    WHERE extract(isodow FROM g.day)::integer = ANY (s.days)
$$;
COMMENT ON FUNCTION reporting.fn_shift_seconds(timestamptz, timestamptz) IS 'How many seconds of a span lie in the shift of a shift day.';

CREATE OR REPLACE FUNCTION infrastructure.fn_follow_changes() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    basis infrastructure.rollup_basis := ROW (true, infrastructure.fn_rollup_settings(), infrastructure.fn_rollup_devices());
BEGIN
    -- Another time zone moves a fact by one day at most, so each day's neighbours are marked too.
    INSERT INTO infrastructure.touched_days (imei, day)
    SELECT DISTINCT d.imei, d.day + shift
    FROM (SELECT imei, day FROM reporting.vehicle_days UNION ALL SELECT imei, day FROM infrastructure.touched_days) d
    CROSS JOIN generate_series(-1, 1) AS shift
    WHERE EXISTS (SELECT FROM infrastructure.rollup_basis b WHERE b.settings <> basis.settings);

    INSERT INTO infrastructure.touched_fleet_days (day)
    SELECT g.day::date
    FROM (SELECT min(day)::timestamp AS first, max(day)::timestamp AS last FROM reporting.vehicle_days) d
    CROSS JOIN LATERAL generate_series(d.first, d.last, INTERVAL '1 day') AS g(day)
    WHERE EXISTS (SELECT FROM infrastructure.rollup_basis b WHERE b.devices <> basis.devices)
    ON CONFLICT DO NOTHING;

    UPDATE infrastructure.rollup_basis b SET settings = basis.settings, devices = basis.devices
    WHERE (b.settings, b.devices) <> (basis.settings, basis.devices);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_changes() IS
    'Marks every vehicle day when a setting in it has changed, and every fleet day when a vehicle is grouped otherwise.';

-- The steps of the roll-up. Each is a transaction of its own, does its share and says how much that was, and may be repeated; the lock
-- lets one at a time work, whoever calls.
CREATE OR REPLACE FUNCTION infrastructure.fn_mark_days(p_limit integer DEFAULT 1000) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    vehicles integer;
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    PERFORM infrastructure.fn_follow_changes();
    WITH ahead AS MATERIALIZED (
        SELECT l.imei, coalesce(r.gps_time, oldest.gps_time, l.gps_time) AS since, l.gps_time AS until
        FROM tracksolid.live_positions l
        LEFT JOIN infrastructure.rolled_up r ON r.imei = l.imei
        LEFT JOIN LATERAL (
            SELECT p.gps_time FROM tracksolid.position_history p WHERE r.imei IS NULL AND p.imei = l.imei ORDER BY p.gps_time LIMIT 1
        ) oldest ON true
        WHERE l.gps_time > coalesce(r.gps_time, '-infinity')
        LIMIT p_limit
    ), marked AS (
        INSERT INTO infrastructure.touched_days (imei, day)
        SELECT a.imei, g.day::date
        FROM ahead a
        CROSS JOIN LATERAL generate_series(reporting.fn_business_day(a.since)::timestamp, reporting.fn_business_day(a.until)::timestamp,
                                           INTERVAL '1 day') AS g(day)
    )
    INSERT INTO infrastructure.rolled_up (imei, gps_time) SELECT a.imei, a.until FROM ahead a
    ON CONFLICT (imei) DO UPDATE SET gps_time = excluded.gps_time;
    GET DIAGNOSTICS vehicles = ROW_COUNT;
    RETURN vehicles;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_mark_days(integer) IS
    'Step 1: marks the days in which up to p_limit vehicles have moved on since the last time. Returns how many vehicles; 0: all are marked.';

-- What goes into one vehicle day, by the kind of fact. No SET clause, plain SQL: the planner puts them into the query that calls them.
CREATE OR REPLACE FUNCTION infrastructure.fn_day_trips(p_imei text, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (trips bigint, distance_m numeric, driving_time_s bigint, idle_time_s bigint, shift_driving_s numeric,
               first_start timestamptz, last_end timestamptz, max_speed_kmh double precision)
LANGUAGE sql STABLE
AS $$
    SELECT count(*), sum(round((t.distance_km * 1000)::numeric)) FILTER (WHERE t.distance_km < 1e9), sum(t.driving_time_s), sum(t.idle_time_s),
           sum(round((t.driving_time_s * reporting.fn_shift_seconds(t.start_time, t.over) / extract(epoch FROM t.over - t.start_time))::numeric))
               FILTER (WHERE t.over > t.start_time),
           min(t.start_time), max(t.end_time), max(t.max_speed_kmh)
    FROM (SELECT *, coalesce(end_time, start_time + make_interval(secs => coalesce(driving_time_s, 0) + coalesce(idle_time_s, 0))) AS over
          FROM tracksolid.trips) t
    WHERE t.imei = p_imei AND t.start_time >= p_since AND t.start_time < p_until
$$;
COMMENT ON FUNCTION infrastructure.fn_day_trips(text, timestamptz, timestamptz) IS
    'The trips that a vehicle began in a span, those still under way included. Metres (not counting a trip of a billion km), seconds, km/h.';

CREATE OR REPLACE FUNCTION infrastructure.fn_day_stops(p_imei text, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (parkings bigint, parked_s bigint, idling_s bigint)
LANGUAGE sql STABLE
AS $$
    SELECT count(*) FILTER (WHERE s.kind = 'parking'),
           sum(s.duration_s) FILTER (WHERE s.kind = 'parking' AND s.end_time IS NOT NULL),
           sum(s.duration_s) FILTER (WHERE s.kind = 'idling' AND s.end_time IS NOT NULL)
    FROM (SELECT imei, start_time, kind, end_time, coalesce(duration_s, extract(epoch FROM end_time - start_time)::bigint) AS duration_s
          FROM tracksolid.parking_events) s
    WHERE s.imei = p_imei AND s.start_time >= p_since AND s.start_time < p_until
$$;
COMMENT ON FUNCTION infrastructure.fn_day_stops(text, timestamptz, timestamptz) IS
    'The stops that a vehicle began in a span. Seconds count once a stop has ended: nothing has to be rebuilt while it goes on.';

CREATE OR REPLACE FUNCTION infrastructure.fn_day_fixes(p_imei text, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (fixes bigint, max_speed_kmh double precision, speeding bigint, severe_speeding bigint, harsh_acceleration bigint,
               harsh_braking bigint, harsh_cornering bigint)
LANGUAGE sql STABLE
AS $$
    SELECT count(*), max(f.speed),
           count(*) FILTER (WHERE f.speeding     AND NOT f.sped),
           count(*) FILTER (WHERE f.severe       AND NOT f.sped_severely),
           count(*) FILTER (WHERE f.accelerating AND NOT f.accelerated),
           count(*) FILTER (WHERE f.braking      AND NOT f.braked),
           count(*) FILTER (WHERE f.cornering    AND NOT f.cornered)
    FROM (
        SELECT s.*,
               lag(s.speeding, 1, false) OVER o AS sped, lag(s.severe, 1, false) OVER o AS sped_severely,
               lag(s.accelerating, 1, false) OVER o AS accelerated, lag(s.braking, 1, false) OVER o AS braked,
               lag(s.cornering, 1, false) OVER o AS cornered
        FROM (
            SELECT p.gps_time, p.speed,
                   coalesce(p.speed >= k.speeding, false) AS speeding, coalesce(p.speed >= k.severe, false) AS severe,
                   coalesce((p.speed - p.speed_before) / 3.6 / p.gap_s >= k.acceleration, false) AS accelerating,
                   coalesce((p.speed - p.speed_before) / 3.6 / p.gap_s <= k.braking, false)      AS braking,
                   coalesce(least(p.speed, p.speed_before) >= k.cornering_kmh
                            AND (p.speed + p.speed_before) / 2 / 3.6
                                * radians(abs(p.turn - 360 * round(p.turn / 360))) / p.gap_s >= k.cornering, false) AS cornering
            FROM (SELECT q.gps_time, q.speed, q.speed_before, q.turn, CASE WHEN q.gap_s <= q.max_gap_s THEN q.gap_s END AS gap_s
                  FROM (SELECT h.gps_time, h.speed, lag(h.speed) OVER w AS speed_before, h.direction - lag(h.direction) OVER w AS turn,
                               date_part('epoch', h.gps_time - lag(h.gps_time) OVER w) AS gap_s,
                               (SELECT reporting.fn_kpi('harsh_max_gap_s')) AS max_gap_s
                        FROM tracksolid.position_history h
                        WHERE h.imei = p_imei AND h.gps_time >= p_since AND h.gps_time < p_until
                        WINDOW w AS (ORDER BY h.gps_time)) q) p
            CROSS JOIN (SELECT reporting.fn_kpi('speeding_kmh') AS speeding, reporting.fn_kpi('severe_speeding_kmh') AS severe,
                               reporting.fn_kpi('harsh_acceleration_ms2') AS acceleration, reporting.fn_kpi('harsh_braking_ms2') AS braking,
                               reporting.fn_kpi('harsh_cornering_ms2') AS cornering, reporting.fn_kpi('harsh_cornering_min_kmh') AS cornering_kmh
                        OFFSET 0) k   -- OFFSET 0: read once, not for each fix
        ) s
        WINDOW o AS (ORDER BY s.gps_time)
    ) f
$$;
COMMENT ON FUNCTION infrastructure.fn_day_fixes(text, timestamptz, timestamptz) IS
    'A vehicle''s fixes of a span and what they tell of the driving. An event is a run of consecutive fixes (harsh ones: of pairs of neighbours '
    'at most harsh_max_gap_s apart) beyond the threshold, counted once, where it begins.';

CREATE OR REPLACE FUNCTION infrastructure.fn_day_fuel(p_imei text, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (measured_ml numeric)
LANGUAGE sql STABLE
AS $$
    WITH sensor AS (
        SELECT s.reading_time, s.fuel_level AS litres FROM tracksolid.fuel_readings s
        WHERE s.imei = p_imei AND s.reading_time >= p_since AND s.reading_time < p_until
          AND lower(s.fuel_unit) IN ('l', 'litre', 'litres', 'liter', 'liters') AND s.fuel_level >= 0
    ), reading AS (   -- a vehicle with a sensor is not measured twice
        SELECT reading_time, litres FROM sensor
        UNION ALL
        SELECT o.reading_time, o.fuel_litres FROM tracksolid.obd_readings o
        WHERE o.imei = p_imei AND o.reading_time >= p_since AND o.reading_time < p_until AND o.fuel_litres >= 0
          AND NOT EXISTS (SELECT FROM sensor)
    )
    SELECT sum(round((greatest(r.fallen, 0) * 1000)::numeric))
    FROM (SELECT lag(litres) OVER (ORDER BY reading_time) - litres AS fallen FROM reading) r
    WHERE r.fallen < 1e6   -- known, and not nonsense
$$;
COMMENT ON FUNCTION infrastructure.fn_day_fuel(text, timestamptz, timestamptz) IS
    'Millilitres that the tank lost in a span: the falls from one reading to the next; a rise is a refill. Null with fewer than two readings in litres.';

CREATE OR REPLACE FUNCTION infrastructure.fn_day_alarms(p_imei text, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (alarms bigint, critical_alarms bigint)
LANGUAGE sql STABLE
AS $$
    SELECT count(*), count(*) FILTER (WHERE a.severity = 'critical') FROM tracksolid.alarms a
    WHERE a.imei = p_imei AND a.alarm_time >= p_since AND a.alarm_time < p_until
$$;
COMMENT ON FUNCTION infrastructure.fn_day_alarms(text, timestamptz, timestamptz) IS 'A vehicle''s alarms of a span.';

-- Planned for its day each time: so the planner leaves out the chunks of all other days.
CREATE OR REPLACE FUNCTION infrastructure.fn_write_day(p_day date, p_imeis text[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_since timestamptz := reporting.fn_business_day_start(p_day);
    v_until timestamptz := reporting.fn_business_day_start(p_day + 1);
BEGIN
    WITH figure AS MATERIALIZED (
        SELECT w.imei, p_day AS day, t.trips, coalesce(t.distance_m, 0) AS distance_m, coalesce(t.driving_time_s, 0) AS driving_time_s,
               coalesce(t.idle_time_s, s.idling_s, 0) AS idle_time_s, coalesce(t.shift_driving_s, 0) AS shift_driving_s,
               t.first_start, t.last_end, greatest(t.max_speed_kmh, f.max_speed_kmh) AS max_speed_kmh,
               s.parkings, coalesce(s.parked_s, 0) AS parked_s, a.alarms, a.critical_alarms, f.fixes, f.speeding, f.severe_speeding,
               f.harsh_acceleration, f.harsh_braking, f.harsh_cornering, u.measured_ml, s.idling_s
        FROM unnest(p_imeis) AS w(imei)
        CROSS JOIN LATERAL infrastructure.fn_day_trips(w.imei, v_since, v_until) t
        CROSS JOIN LATERAL infrastructure.fn_day_stops(w.imei, v_since, v_until) s
        CROSS JOIN LATERAL infrastructure.fn_day_alarms(w.imei, v_since, v_until) a
        CROSS JOIN LATERAL infrastructure.fn_day_fixes(w.imei, v_since, v_until) f
        CROSS JOIN LATERAL infrastructure.fn_day_fuel(w.imei, v_since, v_until) u
    ), gone AS (   -- what was reported that day has been deleted, or belongs to another day in a new time zone
        DELETE FROM reporting.vehicle_days v USING figure n
        WHERE v.imei = n.imei AND v.day = n.day
          AND n.trips + n.parkings + n.alarms + n.fixes = 0 AND n.idling_s IS NULL AND n.measured_ml IS NULL
    )
    INSERT INTO reporting.vehicle_days AS v
        (imei, day, trips, distance_m, driving_time_s, idle_time_s, shift_driving_s, first_start, last_end, max_speed_kmh, parkings, parked_s,
         alarms, critical_alarms, fixes, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering, measured_ml)
    SELECT n.imei, n.day, n.trips, n.distance_m, n.driving_time_s, n.idle_time_s, n.shift_driving_s, n.first_start, n.last_end, n.max_speed_kmh,
           n.parkings, n.parked_s, n.alarms, n.critical_alarms, n.fixes, n.speeding, n.severe_speeding, n.harsh_acceleration, n.harsh_braking,
           n.harsh_cornering, n.measured_ml
    FROM figure n
    WHERE n.trips + n.parkings + n.alarms + n.fixes > 0 OR n.idling_s IS NOT NULL OR n.measured_ml IS NOT NULL
    ON CONFLICT (imei, day) DO UPDATE SET
        (trips, distance_m, driving_time_s, idle_time_s, shift_driving_s, first_start, last_end, max_speed_kmh, parkings, parked_s, alarms,
         critical_alarms, fixes, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering, measured_ml)
        = ROW (excluded.trips, excluded.distance_m, excluded.driving_time_s, excluded.idle_time_s, excluded.shift_driving_s, excluded.first_start,
               excluded.last_end, excluded.max_speed_kmh, excluded.parkings, excluded.parked_s, excluded.alarms, excluded.critical_alarms,
               excluded.fixes, excluded.speeding, excluded.severe_speeding, excluded.harsh_acceleration, excluded.harsh_braking,
               excluded.harsh_cornering, excluded.measured_ml)
    WHERE v IS DISTINCT FROM excluded;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_write_day(date, text[]) IS
    'Makes the rows of reporting.vehicle_days for a day and these vehicles anew; a vehicle without facts has none.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rebuild_days(p_limit integer DEFAULT 2000) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    v_day date := (SELECT min(day) FROM infrastructure.touched_days);
    imeis text[];
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    SELECT array_agg(m.imei) INTO imeis
    FROM (SELECT DISTINCT imei FROM infrastructure.touched_days WHERE day = v_day ORDER BY imei LIMIT p_limit) m;
    IF imeis IS NULL THEN
        RETURN 0;
    END IF;
    -- The marks go first: each statement sees what was committed before it, so the facts of every mark that is deleted are read,
    -- and a fact that comes later leaves a mark that stays.
    DELETE FROM infrastructure.touched_days m WHERE m.day = v_day AND m.imei = ANY (imeis);
    PERFORM infrastructure.fn_write_day(v_day, imeis);
    INSERT INTO infrastructure.touched_totals AS t (imei, since) SELECT i, v_day FROM unnest(imeis) AS i
    ON CONFLICT (imei) DO UPDATE SET since = excluded.since WHERE t.since > excluded.since;
    INSERT INTO infrastructure.touched_fleet_days (day) VALUES (v_day) ON CONFLICT DO NOTHING;
    RETURN cardinality(imeis);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_days(integer) IS
    'Step 2: rebuilds up to p_limit marked vehicle days, all of the oldest day, and deletes their marks. Returns how many; 0: none was marked.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rebuild_totals(p_limit integer DEFAULT 500) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET jit = off
AS $$
DECLARE
    imeis text[];
    days  date[];
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    WITH taken AS (
        DELETE FROM infrastructure.touched_totals m
        WHERE m.imei IN (SELECT imei FROM infrastructure.touched_totals ORDER BY imei LIMIT p_limit)
        RETURNING m.imei, m.since
    )
    SELECT array_agg(t.imei), array_agg(t.since) INTO imeis, days FROM taken t;
    IF imeis IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM reporting.vehicle_totals t USING unnest(imeis, days) AS w(imei, since) WHERE t.imei = w.imei AND t.day >= w.since;

    INSERT INTO reporting.vehicle_totals
        (imei, day, active_days, trips, distance_m, driving_time_s, idle_time_s, shift_driving_s, parkings, parked_s, alarms, critical_alarms,
         speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering, measured_days, measured_ml)
    SELECT v.imei, v.day,
           coalesce(b.active_days, 0)        + count(*) FILTER (WHERE v.trips > 0) OVER so_far,
           coalesce(b.trips, 0)              + sum(v.trips)              OVER so_far,
           coalesce(b.distance_m, 0)         + sum(v.distance_m)         OVER so_far,
           coalesce(b.driving_time_s, 0)     + sum(v.driving_time_s)     OVER so_far,
           coalesce(b.idle_time_s, 0)        + sum(v.idle_time_s)        OVER so_far,
           coalesce(b.shift_driving_s, 0)    + sum(v.shift_driving_s)    OVER so_far,
           coalesce(b.parkings, 0)           + sum(v.parkings)           OVER so_far,
           coalesce(b.parked_s, 0)           + sum(v.parked_s)           OVER so_far,
           coalesce(b.alarms, 0)             + sum(v.alarms)             OVER so_far,
           coalesce(b.critical_alarms, 0)    + sum(v.critical_alarms)    OVER so_far,
           coalesce(b.speeding, 0)           + sum(v.speeding)           OVER so_far,
           coalesce(b.severe_speeding, 0)    + sum(v.severe_speeding)    OVER so_far,
           coalesce(b.harsh_acceleration, 0) + sum(v.harsh_acceleration) OVER so_far,
           coalesce(b.harsh_braking, 0)      + sum(v.harsh_braking)      OVER so_far,
           coalesce(b.harsh_cornering, 0)    + sum(v.harsh_cornering)    OVER so_far,
           coalesce(b.measured_days, 0)      + count(v.measured_ml)      OVER so_far,
           coalesce(b.measured_ml, 0)        + coalesce(sum(v.measured_ml) OVER so_far, 0)
    FROM unnest(imeis, days) AS w(imei, since)
    LEFT JOIN LATERAL (
        SELECT * FROM reporting.vehicle_totals t WHERE t.imei = w.imei AND t.day < w.since ORDER BY t.day DESC LIMIT 1
    ) b ON true
    JOIN reporting.vehicle_days v ON v.imei = w.imei AND v.day >= w.since
    WINDOW so_far AS (PARTITION BY v.imei ORDER BY v.day);
    RETURN cardinality(imeis);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_totals(integer) IS
    'Step 3: makes the running sums of up to p_limit touched vehicles again, from the first of their touched days on. Returns how many; 0: none.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rebuild_fleet_days(p_limit integer DEFAULT 31) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET jit = off
AS $$
DECLARE
    days date[];
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    SELECT array_agg(m.day) INTO days FROM (SELECT day FROM infrastructure.touched_fleet_days ORDER BY day LIMIT p_limit) m;
    IF days IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM infrastructure.touched_fleet_days m WHERE m.day = ANY (days);
    DELETE FROM reporting.fleet_days f WHERE f.day = ANY (days);
    INSERT INTO reporting.fleet_days
    SELECT v.day, d.cost_centre, d.assigned_city, d.vehicle_type, d.fleet_segment, count(*) FILTER (WHERE v.trips > 0),
           sum(v.trips), sum(v.distance_m), sum(v.driving_time_s), sum(v.idle_time_s), sum(v.shift_driving_s)
    FROM reporting.vehicle_days v
    JOIN tracksolid.devices d ON d.imei = v.imei
    WHERE v.day = ANY (days)
    GROUP BY v.day, d.cost_centre, d.assigned_city, d.vehicle_type, d.fleet_segment;
    RETURN cardinality(days);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_fleet_days(integer) IS
    'Step 4: sums up to p_limit touched days of reporting.fleet_days again. Returns how many; 0: none was touched.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('24_rollup.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
