-- 53 the roll-up by hours: a run costs what has come since the last one, not what the days hold (52).
--
-- The steps, in the order in which a run calls them. Each call is a transaction that does a share and may be repeated; p_after is where the
-- call before ended, so that every vehicle and day comes once a run, however much is written meanwhile. Advisory lock 920146 lets one work.
--   fn_follow_changes      settings, groups and live rows that changed
--   fn_add_fixes           vehicles that moved on: what is new is added to its hours and days
--   fn_recount_hours       hours with late fixes are counted again
--   fn_rebuild_days        marked days are made again, newest first
--   fn_rebuild_totals, fn_rebuild_fleet_days   sums of what changed
--   fn_forget_hours        hours of days that are over
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION infrastructure.fn_follow_changes() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    v_settings text := infrastructure.fn_rollup_settings();
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    -- A live row that is gone or was put back by hand: nobody knows which fixes came meanwhile, so the vehicle is counted from its start.
    DELETE FROM infrastructure.rolled_up r
    WHERE NOT EXISTS (SELECT FROM tracksolid.live_positions l WHERE l.imei = r.imei AND l.gps_time >= r.gps_time);

    IF EXISTS (SELECT FROM infrastructure.rollup_basis b WHERE b.settings <> v_settings) THEN
        PERFORM infrastructure.fn_mark_all_days();
        UPDATE infrastructure.rollup_basis SET settings = v_settings;
    END IF;

    -- A vehicle that changed its group, came or went has its days summed again; one without days costs nothing.
    WITH moved AS (
        INSERT INTO reporting.fleet_groups AS g (imei, cost_centre, assigned_city, vehicle_type, fleet_segment, is_summed)
        SELECT d.imei, d.cost_centre, d.assigned_city, d.vehicle_type, d.fleet_segment,
               NOT EXISTS (SELECT FROM reporting.vehicle_days v WHERE v.imei = d.imei)
        FROM tracksolid.devices d
        LEFT JOIN reporting.fleet_groups o ON o.imei = d.imei
        WHERE o.imei IS NULL
           OR (o.cost_centre, o.assigned_city, o.vehicle_type, o.fleet_segment)
              IS DISTINCT FROM (d.cost_centre, d.assigned_city, d.vehicle_type, d.fleet_segment)
        ON CONFLICT (imei) DO UPDATE SET
            (cost_centre, assigned_city, vehicle_type, fleet_segment, is_summed)
            = ROW (excluded.cost_centre, excluded.assigned_city, excluded.vehicle_type, excluded.fleet_segment, excluded.is_summed)
        RETURNING g.imei
    ), gone AS (
        DELETE FROM reporting.fleet_groups g WHERE NOT EXISTS (SELECT FROM tracksolid.devices d WHERE d.imei = g.imei) RETURNING g.imei
    )
    INSERT INTO infrastructure.touched_fleet_days (day)
    SELECT DISTINCT v.day FROM (TABLE moved UNION ALL TABLE gone) m JOIN reporting.vehicle_days v ON v.imei = m.imei
    ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_changes() IS
    'Marks every vehicle day when a setting in it has changed, and the fleet days of a vehicle that is grouped otherwise.';

CREATE OR REPLACE FUNCTION infrastructure.fn_mark_all_days() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM infrastructure.vehicle_hours;
    -- Zones are up to 26 hours apart: another one moves a fact by two days at most. A fact may be in a day that has no row, such as a
    -- single fuel reading; in the new zone two of them may share a day. Days with fixes have rows.
    INSERT INTO infrastructure.touched_days (imei, day)
    SELECT d.imei, d.day + shift
    FROM (SELECT imei, day FROM reporting.vehicle_days UNION SELECT imei, day FROM infrastructure.touched_days) d
    CROSS JOIN generate_series(-2, 2) AS shift
    UNION
    SELECT f.imei, (f.at AT TIME ZONE z.zone)::date
    FROM (SELECT reporting.fn_fleet_time_zone() AS zone) z
    CROSS JOIN (SELECT imei, start_time AS at FROM tracksolid.trips
                UNION ALL SELECT imei, start_time FROM tracksolid.parking_events
                UNION ALL SELECT imei, alarm_time FROM tracksolid.alarms
                UNION ALL SELECT imei, reading_time FROM tracksolid.fuel_readings
                UNION ALL SELECT imei, reading_time FROM tracksolid.obd_readings WHERE fuel_litres IS NOT NULL) f;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_mark_all_days() IS 'Marks every day with a row or a fact, and forgets the counted hours.';

-- Plain SQL without a SET clause: the planner puts it into the query that calls it. The day's bounds come as constants there, for the
-- chunks of other days to be left out; p_from and p_until may differ by vehicle. Flags of the events are the bits of a number.
CREATE OR REPLACE FUNCTION infrastructure.fn_hour_fixes(
    p_imei text, p_day_start timestamptz, p_day_end timestamptz, p_from timestamptz, p_until timestamptz)
RETURNS TABLE (hour timestamptz, fixes bigint, fixes_left_out bigint, max_speed_kmh double precision, speeding bigint, severe_speeding bigint,
               harsh_acceleration bigint, harsh_braking bigint, harsh_cornering bigint)
LANGUAGE sql STABLE
AS $$
    SELECT date_bin(INTERVAL '1 hour', e.gps_time, TIMESTAMPTZ '2000-01-01 00:00+00'), count(*), count(*) FILTER (WHERE NOT e.usable),
           max(e.speed) FILTER (WHERE e.usable),
           count(*) FILTER (WHERE e.begun & 1 > 0), count(*) FILTER (WHERE e.begun & 2 > 0), count(*) FILTER (WHERE e.begun & 4 > 0),
           count(*) FILTER (WHERE e.begun & 8 > 0), count(*) FILTER (WHERE e.begun & 16 > 0)
    FROM (
        SELECT s.gps_time, s.speed, s.usable,
               CASE WHEN s.usable THEN s.flags & ~lag(s.flags, 1, 0) OVER (PARTITION BY s.usable ORDER BY s.gps_time) ELSE 0 END AS begun
        FROM (
            SELECT p.gps_time, p.speed, p.usable,
                   CASE WHEN p.speed >= k.speeding THEN 1 ELSE 0 END + CASE WHEN p.speed >= k.severe THEN 2 ELSE 0 END
                   + CASE WHEN p.gap_s <= k.max_gap_s THEN
                         CASE WHEN (p.speed - p.speed_before) / 3.6 / p.gap_s >= k.acceleration THEN 4 ELSE 0 END
                         + CASE WHEN (p.speed - p.speed_before) / 3.6 / p.gap_s <= k.braking THEN 8 ELSE 0 END
                         + CASE WHEN least(p.speed, p.speed_before) >= k.cornering_kmh
                                     AND (p.speed + p.speed_before) / 2 / 3.6
                                         * radians(abs(p.turn - 360 * round(p.turn / 360))) / p.gap_s >= k.cornering THEN 16 ELSE 0 END
                     ELSE 0 END AS flags
            FROM (
                SELECT h.gps_time, h.speed, h.usable, lag(h.speed) OVER w AS speed_before, h.direction - lag(h.direction) OVER w AS turn,
                       date_part('epoch', h.gps_time - lag(h.gps_time) OVER w) AS gap_s
                FROM (
                    SELECT f.gps_time, f.speed, f.direction, reporting.fn_is_usable_fix(f.pos_type, f.speed, l.plausible_kmh) AS usable
                    FROM (SELECT reporting.fn_kpi('plausible_kmh') AS plausible_kmh OFFSET 0) l
                    JOIN tracksolid.position_history f ON true
                    WHERE f.imei = p_imei AND f.gps_time >= p_day_start AND f.gps_time < p_day_end
                      AND f.gps_time >= p_from AND f.gps_time < p_until
                    UNION ALL
                    (SELECT f.gps_time, f.speed, f.direction, true   -- the two usable ones before: neighbours of the first pairs
                     FROM tracksolid.position_history f
                     WHERE f.imei = p_imei AND f.gps_time >= p_day_start AND f.gps_time < p_day_end AND f.gps_time < p_from
                       AND p_from > p_day_start
                       AND reporting.fn_is_usable_fix(f.pos_type, f.speed, (SELECT reporting.fn_kpi('plausible_kmh')))
                     ORDER BY f.gps_time DESC LIMIT 2)
                ) h
                WINDOW w AS (PARTITION BY h.usable ORDER BY h.gps_time)
            ) p
            CROSS JOIN (SELECT reporting.fn_kpi('speeding_kmh') AS speeding, reporting.fn_kpi('severe_speeding_kmh') AS severe,
                               reporting.fn_kpi('harsh_acceleration_ms2') AS acceleration, reporting.fn_kpi('harsh_braking_ms2') AS braking,
                               reporting.fn_kpi('harsh_cornering_ms2') AS cornering, reporting.fn_kpi('harsh_cornering_min_kmh') AS cornering_kmh,
                               reporting.fn_kpi('harsh_max_gap_s') AS max_gap_s
                        OFFSET 0) k   -- OFFSET 0: read once, not for each fix
        ) s
    ) e
    WHERE e.gps_time >= p_from
    GROUP BY 1
$$;
COMMENT ON FUNCTION infrastructure.fn_hour_fixes(text, timestamptz, timestamptz, timestamptz, timestamptz) IS
    'Counts the fixes of a vehicle from p_from to before p_until, within one business day, hour by hour. An event is a run of consecutive usable fixes '
    '(harsh ones: of pairs of neighbours at most harsh_max_gap_s apart) beyond the threshold; it counts in the hour in which it begins. Counting '
    'a span in parts gives the same as counting it whole.';

CREATE OR REPLACE FUNCTION infrastructure.fn_add_fixes(p_after text DEFAULT '', p_limit integer DEFAULT 500)
RETURNS TABLE (last text, days bigint)
LANGUAGE plpgsql ROWS 1
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    v_imeis text[];
    v_since timestamptz[];
    v_until timestamptz[];
    v_zone  text := reporting.fn_fleet_time_zone();
    v_day   date;
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    SELECT array_agg(a.imei ORDER BY a.imei), array_agg(a.since ORDER BY a.imei), array_agg(a.until ORDER BY a.imei)
    INTO v_imeis, v_since, v_until
    FROM (SELECT l.imei, r.gps_time AS since, l.gps_time AS until
          FROM tracksolid.live_positions l
          LEFT JOIN infrastructure.rolled_up r ON r.imei = l.imei
          WHERE l.imei > p_after AND l.gps_time > coalesce(r.gps_time, '-infinity')
          ORDER BY l.imei LIMIT p_limit) a;
    IF v_imeis IS NULL THEN
        RETURN;
    END IF;
    -- From here on each statement sees at least what was committed when the live rows were read: all fixes up to v_until but late ones,
    -- which have a mark of their own.
    INSERT INTO infrastructure.rolled_up (imei, gps_time) SELECT w.imei, w.until FROM unnest(v_imeis, v_until) AS w(imei, until)
    ON CONFLICT (imei) DO UPDATE SET gps_time = excluded.gps_time;

    INSERT INTO infrastructure.touched_days (imei, day)   -- a vehicle seen for the first time, or again: all its days
    SELECT w.imei, g.day::date
    FROM unnest(v_imeis, v_since, v_until) AS w(imei, since, until)
    CROSS JOIN LATERAL (SELECT p.gps_time FROM tracksolid.position_history p WHERE p.imei = w.imei ORDER BY p.gps_time LIMIT 1) oldest
    CROSS JOIN LATERAL generate_series(reporting.fn_business_day(oldest.gps_time)::timestamp, reporting.fn_business_day(w.until)::timestamp,
                                       INTERVAL '1 day') AS g(day)
    WHERE w.since IS NULL
    UNION
    SELECT w.imei, v.day
    FROM unnest(v_imeis, v_since) AS w(imei, since) JOIN reporting.vehicle_days v ON v.imei = w.imei
    WHERE w.since IS NULL;

    last := v_imeis[cardinality(v_imeis)];
    days := 0;
    FOR v_day IN
        SELECT DISTINCT g.day::date
        FROM unnest(v_since, v_until) AS w(since, until)
        CROSS JOIN LATERAL generate_series(date_trunc('day', w.since AT TIME ZONE v_zone), w.until AT TIME ZONE v_zone, INTERVAL '1 day') AS g(day)
        WHERE w.since IS NOT NULL
        ORDER BY 1
    LOOP
        days := days + infrastructure.fn_add_day(v_day, v_imeis, v_since, v_until);
    END LOOP;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_add_fixes(text, integer) IS
    'Adds the fixes of up to p_limit vehicles that moved on since the last time to their hours and days. Returns the last of them, and how many '
    'vehicle days changed; no row: there are none after p_after.';

-- Planned for its day each time: so the planner leaves out the chunks of all other days.
CREATE OR REPLACE FUNCTION infrastructure.fn_add_day(p_day date, p_imeis text[], p_since timestamptz[], p_until timestamptz[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_start timestamptz := reporting.fn_business_day_start(p_day);
    v_end   timestamptz := reporting.fn_business_day_start(p_day + 1);
    changed bigint;
BEGIN
    -- Fixes of this day are counted, but its hours are not kept: they must be counted again.
    INSERT INTO infrastructure.touched_days (imei, day)
    SELECT w.imei, p_day FROM unnest(p_imeis, p_since) AS w(imei, since)
    WHERE w.since >= v_start AND w.since < v_end
      AND NOT EXISTS (SELECT FROM infrastructure.vehicle_hours h WHERE h.day = p_day AND h.imei = w.imei);

    WITH counted AS MATERIALIZED (
        SELECT w.imei, c.*
        FROM unnest(p_imeis, p_since, p_until) AS w(imei, since, until)
        CROSS JOIN LATERAL infrastructure.fn_hour_fixes(w.imei, v_start, v_end, greatest(w.since + INTERVAL '1 microsecond', v_start),
                                                        least(w.until + INTERVAL '1 microsecond', v_end)) c
        WHERE w.since < v_end AND w.until >= v_start
          AND (w.since < v_start OR EXISTS (SELECT FROM infrastructure.vehicle_hours h WHERE h.day = p_day AND h.imei = w.imei))
    ), hours AS (
        INSERT INTO infrastructure.vehicle_hours AS h
            (day, imei, hour, fixes, fixes_left_out, max_speed_kmh, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering)
        SELECT p_day, c.imei, c.hour, c.fixes, c.fixes_left_out, c.max_speed_kmh, c.speeding, c.severe_speeding, c.harsh_acceleration,
               c.harsh_braking, c.harsh_cornering
        FROM counted c
        ON CONFLICT (day, imei, hour) DO UPDATE SET
            fixes = h.fixes + excluded.fixes, fixes_left_out = h.fixes_left_out + excluded.fixes_left_out,
            max_speed_kmh = greatest(h.max_speed_kmh, excluded.max_speed_kmh), speeding = h.speeding + excluded.speeding,
            severe_speeding = h.severe_speeding + excluded.severe_speeding, harsh_acceleration = h.harsh_acceleration + excluded.harsh_acceleration,
            harsh_braking = h.harsh_braking + excluded.harsh_braking, harsh_cornering = h.harsh_cornering + excluded.harsh_cornering
    ), news AS MATERIALIZED (
        SELECT c.imei, sum(c.fixes)::bigint AS fixes, sum(c.fixes_left_out)::bigint AS fixes_left_out, max(c.max_speed_kmh) AS max_speed_kmh,
               sum(c.speeding)::bigint AS speeding, sum(c.severe_speeding)::bigint AS severe_speeding,
               sum(c.harsh_acceleration)::bigint AS harsh_acceleration, sum(c.harsh_braking)::bigint AS harsh_braking,
               sum(c.harsh_cornering)::bigint AS harsh_cornering
        FROM counted c GROUP BY c.imei
    ), totals AS (   -- only where a sum moves, or the day is new
        INSERT INTO infrastructure.touched_totals AS t (imei, since)
        SELECT n.imei, p_day FROM news n
        WHERE n.fixes_left_out + n.speeding + n.severe_speeding + n.harsh_acceleration + n.harsh_braking + n.harsh_cornering > 0
           OR NOT EXISTS (SELECT FROM reporting.vehicle_days v WHERE v.imei = n.imei AND v.day = p_day)
        ON CONFLICT (imei) DO UPDATE SET since = excluded.since WHERE t.since > excluded.since
    )
    INSERT INTO reporting.vehicle_days AS v
        (imei, day, trips, distance_m, driving_time_s, shift_driving_s, max_speed_kmh, parkings, parked_s, alarms, critical_alarms, fixes,
         fixes_left_out, fixes_max_speed_kmh, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering)
    SELECT n.imei, p_day, 0, 0, 0, 0, n.max_speed_kmh, 0, 0, 0, 0, n.fixes, n.fixes_left_out, n.max_speed_kmh, n.speeding, n.severe_speeding,
           n.harsh_acceleration, n.harsh_braking, n.harsh_cornering
    FROM news n
    ON CONFLICT (imei, day) DO UPDATE SET
        max_speed_kmh = greatest(v.max_speed_kmh, excluded.max_speed_kmh), fixes = v.fixes + excluded.fixes,
        fixes_left_out = v.fixes_left_out + excluded.fixes_left_out,
        fixes_max_speed_kmh = greatest(v.fixes_max_speed_kmh, excluded.fixes_max_speed_kmh), speeding = v.speeding + excluded.speeding,
        severe_speeding = v.severe_speeding + excluded.severe_speeding, harsh_acceleration = v.harsh_acceleration + excluded.harsh_acceleration,
        harsh_braking = v.harsh_braking + excluded.harsh_braking, harsh_cornering = v.harsh_cornering + excluded.harsh_cornering;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_add_day(date, text[], timestamptz[], timestamptz[]) IS
    'Adds the fixes of one day, of each vehicle those after p_since up to p_until. Returns how many vehicle days changed.';

CREATE OR REPLACE FUNCTION infrastructure.fn_recount_hours(p_after text DEFAULT '', p_limit integer DEFAULT 100)
RETURNS TABLE (last text, days bigint)
LANGUAGE plpgsql ROWS 1
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    v_taken text[];
    v_imeis text[];
    v_hours timestamptz[];
    v_day   date;
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    SELECT array_agg(m.imei ORDER BY m.imei) INTO v_taken
    FROM (SELECT DISTINCT t.imei FROM infrastructure.touched_hours t WHERE t.imei > p_after ORDER BY t.imei LIMIT p_limit) m;
    IF v_taken IS NULL THEN
        RETURN;
    END IF;
    -- The marks go first: each statement sees what was committed before it, so the fix of every mark that is deleted is counted.
    WITH taken AS (
        DELETE FROM infrastructure.touched_hours t WHERE t.imei = ANY (v_taken) RETURNING t.imei, t.hour
    )
    SELECT array_agg(m.imei), array_agg(m.hour) INTO v_imeis, v_hours FROM (SELECT DISTINCT t.imei, t.hour FROM taken t) m;

    last := v_taken[cardinality(v_taken)];
    days := 0;
    FOR v_day IN
        SELECT DISTINCT reporting.fn_business_day(w.hour + half * INTERVAL '3599.999999 seconds')
        FROM unnest(v_hours) AS w(hour) CROSS JOIN generate_series(0, 1) AS half
        ORDER BY 1
    LOOP
        days := days + infrastructure.fn_recount_day_hours(v_day, v_imeis, v_hours);
    END LOOP;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_recount_hours(text, integer) IS
    'Counts the marked hours of up to p_limit vehicles again. Returns the last of them, and how many vehicle days changed; no row: none is marked '
    'after p_after.';

CREATE OR REPLACE FUNCTION infrastructure.fn_recount_day_hours(p_day date, p_imeis text[], p_hours timestamptz[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_start timestamptz := reporting.fn_business_day_start(p_day);
    v_end   timestamptz := reporting.fn_business_day_start(p_day + 1);
    v_imeis text[];
    v_hours timestamptz[];
BEGIN
    INSERT INTO infrastructure.touched_days (imei, day)   -- its hours are not kept: the day is counted whole
    SELECT DISTINCT w.imei, p_day FROM unnest(p_imeis, p_hours) AS w(imei, hour)
    WHERE w.hour < v_end AND w.hour + INTERVAL '1 hour' > v_start
      AND NOT EXISTS (SELECT FROM infrastructure.vehicle_hours h WHERE h.day = p_day AND h.imei = w.imei);

    -- A late fix may be a neighbour of the two usable ones after it: their hours count too.
    WITH marked AS MATERIALIZED (
        SELECT w.imei, w.hour FROM unnest(p_imeis, p_hours) AS w(imei, hour)
        WHERE w.hour < v_end AND w.hour + INTERVAL '1 hour' > v_start
          AND EXISTS (SELECT FROM infrastructure.vehicle_hours h WHERE h.day = p_day AND h.imei = w.imei)
    )
    SELECT array_agg(a.imei), array_agg(a.hour) INTO v_imeis, v_hours
    FROM (SELECT m.imei, m.hour FROM marked m
          UNION
          SELECT m.imei, date_bin(INTERVAL '1 hour', n.gps_time, TIMESTAMPTZ '2000-01-01 00:00+00')
          FROM marked m
          CROSS JOIN LATERAL (
              SELECT f.gps_time FROM tracksolid.position_history f
              WHERE f.imei = m.imei AND f.gps_time >= v_start AND f.gps_time < v_end AND f.gps_time >= m.hour + INTERVAL '1 hour'
                AND reporting.fn_is_usable_fix(f.pos_type, f.speed, (SELECT reporting.fn_kpi('plausible_kmh')))
              ORDER BY f.gps_time LIMIT 2) n) a;
    IF v_imeis IS NULL THEN
        RETURN 0;
    END IF;

    DELETE FROM infrastructure.vehicle_hours h USING unnest(v_imeis, v_hours) AS w(imei, hour)
    WHERE h.day = p_day AND h.imei = w.imei AND h.hour = w.hour;
    INSERT INTO infrastructure.vehicle_hours
        (day, imei, hour, fixes, fixes_left_out, max_speed_kmh, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering)
    SELECT p_day, w.imei, c.hour, c.fixes, c.fixes_left_out, c.max_speed_kmh, c.speeding, c.severe_speeding, c.harsh_acceleration,
           c.harsh_braking, c.harsh_cornering
    FROM unnest(v_imeis, v_hours) AS w(imei, hour)
    LEFT JOIN infrastructure.rolled_up r ON r.imei = w.imei
    CROSS JOIN LATERAL infrastructure.fn_hour_fixes(w.imei, v_start, v_end, greatest(w.hour, v_start),
        least(w.hour + INTERVAL '1 hour', v_end, coalesce(r.gps_time, 'infinity') + INTERVAL '1 microsecond')) c;

    v_imeis := ARRAY(SELECT DISTINCT i FROM unnest(v_imeis) AS i);
    PERFORM infrastructure.fn_write_day(p_day, v_imeis, true);
    RETURN cardinality(v_imeis);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_recount_day_hours(date, text[], timestamptz[]) IS
    'Counts these hours of one day again, and makes the days of their vehicles. Returns how many vehicle days those are.';

CREATE OR REPLACE FUNCTION infrastructure.fn_count_day(p_day date, p_imeis text[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_start timestamptz := reporting.fn_business_day_start(p_day);
    v_end   timestamptz := reporting.fn_business_day_start(p_day + 1);
BEGIN
    DELETE FROM infrastructure.vehicle_hours h WHERE h.day = p_day AND h.imei = ANY (p_imeis);
    INSERT INTO infrastructure.vehicle_hours
        (day, imei, hour, fixes, fixes_left_out, max_speed_kmh, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering)
    SELECT p_day, w.imei, c.hour, c.fixes, c.fixes_left_out, c.max_speed_kmh, c.speeding, c.severe_speeding, c.harsh_acceleration,
           c.harsh_braking, c.harsh_cornering
    FROM unnest(p_imeis) AS w(imei)
    LEFT JOIN infrastructure.rolled_up r ON r.imei = w.imei
    CROSS JOIN LATERAL infrastructure.fn_hour_fixes(w.imei, v_start, v_end, v_start,
        least(v_end, coalesce(r.gps_time, 'infinity') + INTERVAL '1 microsecond')) c;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_count_day(date, text[]) IS
    'Counts the fixes of a day from the first to the one that its vehicle is rolled up to.';

DROP FUNCTION IF EXISTS infrastructure.fn_write_day(date, text[]);
CREATE OR REPLACE FUNCTION infrastructure.fn_write_day(p_day date, p_imeis text[], p_counted boolean) RETURNS void
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
               coalesce(t.idle_time_s, s.idling_s) AS idle_time_s, coalesce(t.shift_driving_s, 0) AS shift_driving_s,
               t.first_start, t.last_end, greatest(t.max_speed_kmh, f.max_speed_kmh) AS max_speed_kmh,
               s.parkings, coalesce(s.parked_s, 0) AS parked_s, a.alarms, a.critical_alarms, f.fixes, f.fixes_left_out,
               f.max_speed_kmh AS fixes_max_speed_kmh, f.speeding, f.severe_speeding, f.harsh_acceleration, f.harsh_braking, f.harsh_cornering,
               u.measured_ml
        FROM unnest(p_imeis) AS w(imei)
        LEFT JOIN reporting.vehicle_days o ON NOT p_counted AND o.imei = w.imei AND o.day = p_day
        CROSS JOIN LATERAL infrastructure.fn_day_trips(w.imei, v_since, v_until) t
        CROSS JOIN LATERAL infrastructure.fn_day_stops(w.imei, v_since, v_until) s
        CROSS JOIN LATERAL infrastructure.fn_day_alarms(w.imei, v_since, v_until) a
        CROSS JOIN LATERAL infrastructure.fn_day_fuel(w.imei, v_since, v_until) u
        CROSS JOIN LATERAL (   -- what the hours say, or where they are not kept, what the day said before
            SELECT coalesce(sum(h.fixes)::bigint, o.fixes, 0) AS fixes, coalesce(sum(h.fixes_left_out)::bigint, o.fixes_left_out, 0) AS fixes_left_out,
                   CASE WHEN count(*) > 0 THEN max(h.max_speed_kmh) ELSE o.fixes_max_speed_kmh END AS max_speed_kmh,
                   coalesce(sum(h.speeding)::bigint, o.speeding, 0) AS speeding,
                   coalesce(sum(h.severe_speeding)::bigint, o.severe_speeding, 0) AS severe_speeding,
                   coalesce(sum(h.harsh_acceleration)::bigint, o.harsh_acceleration, 0) AS harsh_acceleration,
                   coalesce(sum(h.harsh_braking)::bigint, o.harsh_braking, 0) AS harsh_braking,
                   coalesce(sum(h.harsh_cornering)::bigint, o.harsh_cornering, 0) AS harsh_cornering
            FROM infrastructure.vehicle_hours h WHERE h.day = p_day AND h.imei = w.imei) f
    ), gone AS (   -- what was reported that day has been deleted, or belongs to another day in a new time zone
        DELETE FROM reporting.vehicle_days v USING figure n
        WHERE v.imei = n.imei AND v.day = n.day
          AND n.trips + n.parkings + n.alarms + n.fixes = 0 AND n.idle_time_s IS NULL AND n.measured_ml IS NULL
    ), totals AS (
        INSERT INTO infrastructure.touched_totals AS t (imei, since) SELECT n.imei, n.day FROM figure n
        ON CONFLICT (imei) DO UPDATE SET since = excluded.since WHERE t.since > excluded.since
    )
    INSERT INTO reporting.vehicle_days AS v
        (imei, day, trips, distance_m, driving_time_s, idle_time_s, shift_driving_s, first_start, last_end, max_speed_kmh, parkings, parked_s,
         alarms, critical_alarms, fixes, fixes_left_out, fixes_max_speed_kmh, speeding, severe_speeding, harsh_acceleration, harsh_braking,
         harsh_cornering, measured_ml)
    SELECT n.imei, n.day, n.trips, n.distance_m, n.driving_time_s, n.idle_time_s, n.shift_driving_s, n.first_start, n.last_end, n.max_speed_kmh,
           n.parkings, n.parked_s, n.alarms, n.critical_alarms, n.fixes, n.fixes_left_out, n.fixes_max_speed_kmh, n.speeding, n.severe_speeding,
           n.harsh_acceleration, n.harsh_braking, n.harsh_cornering, n.measured_ml
    FROM figure n
    WHERE n.trips + n.parkings + n.alarms + n.fixes > 0 OR n.idle_time_s IS NOT NULL OR n.measured_ml IS NOT NULL
    ON CONFLICT (imei, day) DO UPDATE SET
        (trips, distance_m, driving_time_s, idle_time_s, shift_driving_s, first_start, last_end, max_speed_kmh, parkings, parked_s, alarms,
         critical_alarms, fixes, fixes_left_out, fixes_max_speed_kmh, speeding, severe_speeding, harsh_acceleration, harsh_braking,
         harsh_cornering, measured_ml)
        = ROW (excluded.trips, excluded.distance_m, excluded.driving_time_s, excluded.idle_time_s, excluded.shift_driving_s, excluded.first_start,
               excluded.last_end, excluded.max_speed_kmh, excluded.parkings, excluded.parked_s, excluded.alarms, excluded.critical_alarms,
               excluded.fixes, excluded.fixes_left_out, excluded.fixes_max_speed_kmh, excluded.speeding, excluded.severe_speeding,
               excluded.harsh_acceleration, excluded.harsh_braking, excluded.harsh_cornering, excluded.measured_ml)
    WHERE v IS DISTINCT FROM excluded;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_write_day(date, text[], boolean) IS
    'Makes the rows of reporting.vehicle_days for a day and these vehicles anew; a vehicle without facts has none. p_counted: the hours of these '
    'vehicles have just been counted, so none means no fixes; otherwise none may mean that they are no longer kept.';

DROP FUNCTION IF EXISTS infrastructure.fn_rebuild_days(integer);
CREATE OR REPLACE FUNCTION infrastructure.fn_rebuild_days(p_after text DEFAULT '', p_limit integer DEFAULT 100)
RETURNS TABLE (last text, days bigint)
LANGUAGE plpgsql ROWS 1
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    v_day   date   := coalesce(nullif(split_part(p_after, ' ', 1), ''), 'infinity');
    v_imei  text   := split_part(p_after, ' ', 2);
    imeis   text[];
    counted text[];
    others  text[];
BEGIN
    PERFORM pg_advisory_xact_lock(920146);
    FOR attempt IN 1..2 LOOP   -- the rest of that day, or else the next one before it
        SELECT array_agg(m.imei ORDER BY m.imei) INTO imeis
        FROM (SELECT DISTINCT t.imei FROM infrastructure.touched_days t WHERE t.day = v_day AND t.imei > v_imei ORDER BY t.imei LIMIT p_limit) m;
        EXIT WHEN imeis IS NOT NULL;
        v_day  := (SELECT max(t.day) FROM infrastructure.touched_days t WHERE t.day < v_day);
        v_imei := '';
    END LOOP;
    IF imeis IS NULL THEN
        RETURN;
    END IF;
    -- The marks go first: each statement sees what was committed before it, so the facts of every mark that is deleted are read,
    -- and a fact that comes later leaves a mark that stays.
    WITH taken AS (
        DELETE FROM infrastructure.touched_days t WHERE t.day = v_day AND t.imei = ANY (imeis) RETURNING t.imei, t.with_fixes
    ), mark AS (
        SELECT t.imei, bool_or(t.with_fixes) AS with_fixes FROM taken t GROUP BY t.imei
    )
    SELECT array_agg(m.imei) FILTER (WHERE m.with_fixes), array_agg(m.imei) FILTER (WHERE NOT m.with_fixes) INTO counted, others FROM mark m;

    IF counted IS NOT NULL THEN
        PERFORM infrastructure.fn_count_day(v_day, counted);
        PERFORM infrastructure.fn_write_day(v_day, counted, true);
    END IF;
    IF others IS NOT NULL THEN
        PERFORM infrastructure.fn_write_day(v_day, others, false);
    END IF;
    INSERT INTO infrastructure.touched_fleet_days (day) VALUES (v_day) ON CONFLICT DO NOTHING;
    last := v_day || ' ' || imeis[cardinality(imeis)];
    days := cardinality(imeis);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_days(text, integer) IS
    'Makes up to p_limit marked vehicle days again, all of one day, newest day first, and deletes their marks. Returns the last of them (day, blank, '
    'imei) and how many there were; no row: none is marked after p_after.';

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
    DELETE FROM reporting.vehicle_totals t USING unnest(imeis, days) AS w(imei, since)
    WHERE t.imei = w.imei AND t.day >= w.since
      AND NOT EXISTS (SELECT FROM reporting.vehicle_days v WHERE v.imei = t.imei AND v.day = t.day);

    INSERT INTO reporting.vehicle_totals AS t
        (imei, day, active_days, trips, distance_m, driving_time_s, idle_days, idle_time_s, shift_driving_s, parkings, parked_s, alarms,
         critical_alarms, fixes_left_out, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering, measured_days, measured_ml)
    SELECT v.imei, v.day,
           coalesce(b.active_days, 0)        + count(*) FILTER (WHERE v.trips > 0) OVER so_far,
           coalesce(b.trips, 0)              + sum(v.trips)              OVER so_far,
           coalesce(b.distance_m, 0)         + sum(v.distance_m)         OVER so_far,
           coalesce(b.driving_time_s, 0)     + sum(v.driving_time_s)     OVER so_far,
           coalesce(b.idle_days, 0)          + count(v.idle_time_s)      OVER so_far,
           coalesce(b.idle_time_s, 0)        + coalesce(sum(v.idle_time_s) OVER so_far, 0),
           coalesce(b.shift_driving_s, 0)    + sum(v.shift_driving_s)    OVER so_far,
           coalesce(b.parkings, 0)           + sum(v.parkings)           OVER so_far,
           coalesce(b.parked_s, 0)           + sum(v.parked_s)           OVER so_far,
           coalesce(b.alarms, 0)             + sum(v.alarms)             OVER so_far,
           coalesce(b.critical_alarms, 0)    + sum(v.critical_alarms)    OVER so_far,
           coalesce(b.fixes_left_out, 0)     + sum(v.fixes_left_out)     OVER so_far,
           coalesce(b.speeding, 0)           + sum(v.speeding)           OVER so_far,
           coalesce(b.severe_speeding, 0)    + sum(v.severe_speeding)    OVER so_far,
           coalesce(b.harsh_acceleration, 0) + sum(v.harsh_acceleration) OVER so_far,
           coalesce(b.harsh_braking, 0)      + sum(v.harsh_braking)      OVER so_far,
           coalesce(b.harsh_cornering, 0)    + sum(v.harsh_cornering)    OVER so_far,
           coalesce(b.measured_days, 0)      + count(v.measured_ml)      OVER so_far,
           coalesce(b.measured_ml, 0)        + coalesce(sum(v.measured_ml) OVER so_far, 0)
    FROM unnest(imeis, days) AS w(imei, since)
    LEFT JOIN LATERAL (
        SELECT * FROM reporting.vehicle_totals p WHERE p.imei = w.imei AND p.day < w.since ORDER BY p.day DESC LIMIT 1
    ) b ON true
    JOIN reporting.vehicle_days v ON v.imei = w.imei AND v.day >= w.since
    WINDOW so_far AS (PARTITION BY v.imei ORDER BY v.day)
    ON CONFLICT (imei, day) DO UPDATE SET
        (active_days, trips, distance_m, driving_time_s, idle_days, idle_time_s, shift_driving_s, parkings, parked_s, alarms, critical_alarms,
         fixes_left_out, speeding, severe_speeding, harsh_acceleration, harsh_braking, harsh_cornering, measured_days, measured_ml)
        = ROW (excluded.active_days, excluded.trips, excluded.distance_m, excluded.driving_time_s, excluded.idle_days, excluded.idle_time_s,
               excluded.shift_driving_s, excluded.parkings, excluded.parked_s, excluded.alarms, excluded.critical_alarms, excluded.fixes_left_out,
               excluded.speeding, excluded.severe_speeding, excluded.harsh_acceleration, excluded.harsh_braking, excluded.harsh_cornering,
               excluded.measured_days, excluded.measured_ml)
    WHERE t IS DISTINCT FROM excluded;
    RETURN cardinality(imeis);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_totals(integer) IS
    'Makes the running sums of up to p_limit touched vehicles again, from the first of their touched days on. Returns how many; 0: none.';

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
        UPDATE reporting.fleet_groups SET is_summed = true WHERE NOT is_summed;
        RETURN 0;
    END IF;
    DELETE FROM infrastructure.touched_fleet_days m WHERE m.day = ANY (days);
    DELETE FROM reporting.fleet_days f WHERE f.day = ANY (days);
    INSERT INTO reporting.fleet_days
    SELECT v.day, g.cost_centre, g.assigned_city, g.vehicle_type, g.fleet_segment, count(*) FILTER (WHERE v.trips > 0),
           sum(v.trips), sum(v.distance_m), sum(v.driving_time_s), sum(v.idle_time_s), sum(v.shift_driving_s)
    FROM reporting.vehicle_days v
    JOIN reporting.fleet_groups g ON g.imei = v.imei
    WHERE v.day = ANY (days)
    GROUP BY v.day, g.cost_centre, g.assigned_city, g.vehicle_type, g.fleet_segment;
    RETURN cardinality(days);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_fleet_days(integer) IS
    'Sums up to p_limit touched days of reporting.fleet_days again, by reporting.fleet_groups. Returns how many; 0: none was touched.';

CREATE OR REPLACE FUNCTION infrastructure.fn_forget_hours() RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT pg_advisory_xact_lock(920146);
    DELETE FROM infrastructure.vehicle_hours h WHERE h.day < (SELECT max(day) - 1 FROM infrastructure.vehicle_hours)
$$;
COMMENT ON FUNCTION infrastructure.fn_forget_hours() IS 'Deletes the counted hours of all but the two newest days.';

DROP FUNCTION IF EXISTS infrastructure.fn_rollup_devices();
DROP FUNCTION IF EXISTS infrastructure.fn_mark_days(integer);
DROP FUNCTION IF EXISTS infrastructure.fn_day_fixes(text, timestamptz, timestamptz);

INSERT INTO tracksolid.schema_migrations (file) VALUES ('53_rollup_by_hours.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
