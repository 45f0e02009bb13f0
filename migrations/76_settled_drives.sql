-- 76 settled drives: a drive that goes on is read from its last minute, not from its start. 71 read all fixes of a running drive with every batch of the
-- change log: 1,000 vehicles that drove for an hour took seconds. What is settled of a drive is kept with it, and a change after that point leaves it alone.
SET ROLE tracksolid_owner;

ALTER TABLE infrastructure.drives
    ADD COLUMN IF NOT EXISTS settled_until         timestamptz,
    ADD COLUMN IF NOT EXISTS settled_mm            bigint,
    ADD COLUMN IF NOT EXISTS settled_max_speed_kmh double precision;
COMMENT ON COLUMN infrastructure.drives.settled_until         IS 'A fix of the drive, at least a minute before its end, up to which its figures are known by themselves; null: none.';
COMMENT ON COLUMN infrastructure.drives.settled_mm            IS 'distance_mm up to settled_until.';
COMMENT ON COLUMN infrastructure.drives.settled_max_speed_kmh IS 'max_speed_kmh up to settled_until.';

-- As in 71, and no further back than to where a drive is settled.
CREATE OR REPLACE FUNCTION infrastructure.fn_drive_windows(p_imeis text[], p_from timestamptz[], p_to timestamptz[])
RETURNS TABLE (imei text, first timestamptz, last timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    r        record;
    v_since  timestamptz := (SELECT b.since FROM infrastructure.drives_basis b);
    v_margin interval;
    -- Constants, beside the times of each vehicle: by them the planner leaves out the chunks of other times.
    v_first  timestamptz;
    v_last   timestamptz;
BEGIN
    SELECT * INTO r FROM infrastructure.fn_drive_rules();
    v_first := greatest((SELECT min(f) FROM unnest(p_from) AS f), v_since) - r.gap;
    v_last  := (SELECT max(t) FROM unnest(p_to) AS t) + r.gap;
    -- Near the edges of silence fixes are read all the same: a leg there may belong to a drive outside of it.
    v_margin := r.gap + r.stop;
    RETURN QUERY
    WITH touched AS MATERIALIZED (
        SELECT t.imei, range_agg(tstzrange(greatest(t.first, v_since), t.last, '[]')) AS spans
        FROM unnest(p_imeis, p_from, p_to) AS t(imei, first, last)
        WHERE t.last >= v_since AND t.last >= t.first
        GROUP BY t.imei
    ), known AS MATERIALIZED (
        SELECT t.imei, t.spans, coalesce(v.spans, '{}') AS silent
        FROM touched t
        CROSS JOIN LATERAL (
            SELECT range_agg(tstzrange(x.start_time + v_margin, u.until - v_margin, '[]')) AS spans
            FROM tracksolid.trips x
            CROSS JOIN LATERAL (SELECT infrastructure.fn_silent_until(x.start_time, x.end_time, r.silence) AS until) u
            WHERE x.imei = t.imei AND x.source IS DISTINCT FROM 'derived'
              AND x.start_time <= upper(t.spans) AND x.start_time >= lower(t.spans) - INTERVAL '96 hours' - r.silence
              AND x.start_time <= v_last AND x.start_time >= v_first - INTERVAL '96 hours' - r.silence
              AND x.start_time + v_margin <= u.until - v_margin) v
    ), span AS MATERIALIZED (
        SELECT k.imei, lower(s) AS first, upper(s) AS last, false AS is_drive FROM known k CROSS JOIN LATERAL unnest(k.spans - k.silent) AS s
        UNION
        SELECT d.imei, CASE WHEN lower(s) > d.settled_until THEN d.settled_until ELSE d.start_time END, d.end_time, true
        FROM known k
        CROSS JOIN LATERAL unnest(k.spans) AS s
        CROSS JOIN LATERAL infrastructure.fn_drives_between(k.imei, lower(s), upper(s)) d
        WHERE NOT tstzrange(d.start_time, d.end_time, '[]') <@ k.silent
    ), leg AS (   -- to the fixes on either side: the legs that a changed fix is an end of. The drives need none
        SELECT s.imei, coalesce(p.gps_time, s.first) AS first, coalesce(n.gps_time, s.last) AS last
        FROM span s
        LEFT JOIN LATERAL (
            SELECT h.gps_time FROM tracksolid.position_history h
            WHERE NOT s.is_drive AND h.imei = s.imei AND h.gps_time < s.first AND h.gps_time >= greatest(s.first - r.gap, v_since)
              AND h.gps_time >= v_first AND h.gps_time <= v_last
              AND reporting.fn_is_usable_fix(h.pos_type, h.speed, r.plausible_kmh)
            ORDER BY h.gps_time DESC LIMIT 1) p ON true
        LEFT JOIN LATERAL (
            SELECT h.gps_time FROM tracksolid.position_history h
            WHERE NOT s.is_drive AND h.imei = s.imei AND h.gps_time > s.last AND h.gps_time <= s.last + r.gap
              AND h.gps_time >= v_first AND h.gps_time <= v_last
              AND reporting.fn_is_usable_fix(h.pos_type, h.speed, r.plausible_kmh)
            ORDER BY h.gps_time LIMIT 1) n ON true
    ), whole AS (   -- a drive that would be cut through is cut anew, as a whole or from where it is settled
        SELECT l.imei, tstzrange(least(l.first, min(CASE WHEN l.first >= d.settled_until THEN d.settled_until ELSE d.start_time END)), greatest(l.last, max(d.end_time)), '[]') AS span
        FROM leg l
        LEFT JOIN LATERAL (
            SELECT b.* FROM infrastructure.fn_drives_between(l.imei, l.first, l.last) b WHERE b.start_time < l.last AND b.end_time > l.first) d ON true
        GROUP BY l.imei, l.first, l.last
    )
    SELECT w.imei, lower(s), upper(s)
    FROM (SELECT o.imei, range_agg(o.span) AS spans FROM whole o GROUP BY o.imei) w
    CROSS JOIN LATERAL unnest(w.spans) AS s;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_drive_windows(text[], timestamptz[], timestamptz[]) IS
    'The spans whose fixes must be read when fixes within these spans have changed; none for times that vendor trips silence. They cut through no drive, or only where it is settled.';

-- As in 71, and with what is settled.
CREATE OR REPLACE FUNCTION infrastructure.fn_cut_drives(p_imeis text[], p_from timestamptz[], p_to timestamptz[])
RETURNS TABLE (imei text, first timestamptz, last timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    r        record;
    v_imeis  text[];
    v_firsts timestamptz[];
    v_lasts  timestamptz[];
    v_first  timestamptz;
    v_last   timestamptz;
BEGIN
    SELECT * INTO r FROM infrastructure.fn_drive_rules();
    SELECT array_agg(w.imei), array_agg(w.first), array_agg(w.last), min(w.first), max(w.last)
      INTO v_imeis, v_firsts, v_lasts, v_first, v_last
    FROM infrastructure.fn_drive_windows(p_imeis, p_from, p_to) w;
    RETURN QUERY
    WITH win AS MATERIALIZED (
        SELECT w.* FROM unnest(v_imeis, v_firsts, v_lasts) WITH ORDINALITY AS w(imei, first, last, number)
    ), old AS MATERIALIZED (
        SELECT d.*, min(w.first) FILTER (WHERE d.start_time < w.last AND d.end_time > w.first) AS cut_from
        FROM win w
        CROSS JOIN LATERAL infrastructure.fn_drives_between(w.imei, w.first - r.stop, w.last + r.stop) d
        GROUP BY d.imei, d.start_time, d.end_time, d.distance_mm, d.max_speed_kmh, d.is_published, d.is_open, d.settled_until, d.settled_mm, d.settled_max_speed_kmh
    ), leg AS (
        SELECT w.imei, lag(h.gps_time) OVER line AS start_time, h.gps_time AS end_time,
               extract(epoch FROM h.gps_time - lag(h.gps_time) OVER line)::double precision AS seconds,
               ST_DistanceSphere(h.geom, lag(h.geom) OVER line) AS metres,
               greatest(h.speed, lag(h.speed) OVER line) AS speed_kmh
        FROM win w
        CROSS JOIN LATERAL (
            SELECT p.gps_time, p.geom, p.speed FROM tracksolid.position_history p
            WHERE p.imei = w.imei AND p.gps_time >= w.first AND p.gps_time <= w.last AND p.gps_time >= v_first AND p.gps_time <= v_last
              AND reporting.fn_is_usable_fix(p.pos_type, p.speed, r.plausible_kmh)
            ORDER BY p.gps_time OFFSET 0) h
        WINDOW line AS (PARTITION BY w.number ORDER BY h.gps_time)
    ), piece AS (
        SELECT l.imei, l.start_time, l.end_time, round(l.metres * 1000)::bigint AS distance_mm, l.speed_kmh AS max_speed_kmh
        FROM leg l
        WHERE l.seconds <= extract(epoch FROM r.gap) AND l.metres * 3.6 <= r.plausible_kmh * l.seconds
          AND (l.speed_kmh >= r.moving_kmh OR (l.metres >= r.noise_m AND l.metres * 3.6 >= r.moving_kmh * l.seconds))
        UNION ALL   -- what is settled of a drive that is cut anew from there, or beside the window
        SELECT o.imei, o.start_time, o.settled_until, o.settled_mm, o.settled_max_speed_kmh FROM old o
        WHERE o.settled_until <= coalesce(o.cut_from, o.settled_until)
        UNION ALL   -- and the rest of one beside the window: it may become one with what is in it
        SELECT o.imei, coalesce(o.settled_until, o.start_time), o.end_time, o.distance_mm - coalesce(o.settled_mm, 0), o.max_speed_kmh FROM old o
        WHERE o.cut_from IS NULL
    ), first_piece AS (
        SELECT p.*, coalesce(p.start_time - lag(p.end_time) OVER (PARTITION BY p.imei ORDER BY p.start_time) >= r.stop, true) AS is_first FROM piece p
    ), numbered AS (
        SELECT f.*, count(*) FILTER (WHERE f.is_first) OVER (PARTITION BY f.imei ORDER BY f.start_time) AS drive FROM first_piece f
    ), whole AS (
        SELECT n.*, n.end_time <= max(n.end_time) OVER (PARTITION BY n.imei, n.drive) - INTERVAL '1 minute' AS is_settled FROM numbered n
    ), new AS MATERIALIZED (
        SELECT w.imei, min(w.start_time) AS start_time, max(w.end_time) AS end_time, sum(w.distance_mm)::bigint AS distance_mm, max(w.max_speed_kmh) AS max_speed_kmh,
               max(w.end_time) FILTER (WHERE w.is_settled) AS settled_until, sum(w.distance_mm) FILTER (WHERE w.is_settled)::bigint AS settled_mm,
               max(w.max_speed_kmh) FILTER (WHERE w.is_settled) AS settled_max_speed_kmh
        FROM whole w GROUP BY w.imei, w.drive
    ), gone AS (
        DELETE FROM infrastructure.drives d USING old o
        WHERE d.imei = o.imei AND d.start_time = o.start_time
          AND NOT EXISTS (SELECT FROM new n WHERE n.imei = o.imei AND n.start_time = o.start_time)
        RETURNING d.imei, d.start_time, d.end_time
    ), put AS (
        INSERT INTO infrastructure.drives AS d (imei, start_time, end_time, distance_mm, max_speed_kmh, settled_until, settled_mm, settled_max_speed_kmh)
        SELECT n.imei, n.start_time, n.end_time, n.distance_mm, n.max_speed_kmh, n.settled_until, n.settled_mm, n.settled_max_speed_kmh FROM new n
        ON CONFLICT (imei, start_time) DO UPDATE
            SET (end_time, distance_mm, max_speed_kmh, settled_until, settled_mm, settled_max_speed_kmh) =
                ROW (excluded.end_time, excluded.distance_mm, excluded.max_speed_kmh, excluded.settled_until, excluded.settled_mm, excluded.settled_max_speed_kmh)
            WHERE (d.end_time, d.distance_mm, d.max_speed_kmh, d.settled_until, d.settled_mm, d.settled_max_speed_kmh) IS DISTINCT FROM
                  (excluded.end_time, excluded.distance_mm, excluded.max_speed_kmh, excluded.settled_until, excluded.settled_mm, excluded.settled_max_speed_kmh)
        RETURNING d.imei, d.start_time, d.end_time
    )
    SELECT g.imei, g.start_time, g.end_time FROM gone g
    UNION ALL SELECT p.imei, p.start_time, p.end_time FROM put p
    UNION ALL   -- the last drive so far has perhaps ended, because the vehicle is seen to stand
    SELECT w.imei, d.start_time, d.end_time
    FROM win w
    CROSS JOIN LATERAL (SELECT e.start_time, e.end_time FROM infrastructure.drives e
                        WHERE e.imei = w.imei AND e.start_time <= w.last ORDER BY e.start_time DESC LIMIT 1) d;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_cut_drives(text[], timestamptz[], timestamptz[]) IS
    'Cuts the drives anew whose fixes have changed within these spans. Returns the spans within which fn_publish_drives must look.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('76_settled_drives.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
