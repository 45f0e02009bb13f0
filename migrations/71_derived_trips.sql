-- 71 derived trips: trips and stops from fixes alone, for vehicles whose vendor reports no trips. infrastructure.drives holds every drive that the
-- fixes show; those that count, and that no vendor trip silences, are published as rows of tracksolid.trips with source derived, and the stops between
-- them as rows of tracksolid.parking_events. The consumer "derived_trips" of the change log (65) calls fn_follow_drives. See docs/derived-trips.md.
SET ROLE tracksolid_owner;

DO $checks$
DECLARE
    c record;
BEGIN
    FOR c IN SELECT x.conrelid::regclass AS of_table, x.conname
             FROM pg_constraint x
             WHERE x.conrelid IN ('tracksolid.trips'::regclass, 'tracksolid.parking_events'::regclass) AND x.contype = 'c'
               AND pg_get_constraintdef(x.oid) LIKE '%source%' AND pg_get_constraintdef(x.oid) NOT LIKE '%derived%'
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.of_table, c.conname);
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (source IN (''poll'', ''push'', ''derived''))', c.of_table, c.conname);
    END LOOP;
END
$checks$;
COMMENT ON COLUMN tracksolid.trips.source          IS 'poll, push: the vendor''s. derived: from fixes alone (infrastructure.drives); it goes as soon as the vendor reports trips of that time.';
COMMENT ON COLUMN tracksolid.parking_events.source IS 'poll, push: the vendor''s. derived: between two derived trips.';

INSERT INTO reporting.kpi_settings (name, value, text_value, unit, meaning) VALUES
    ('derived_trips',              1, NULL, '',     '1: trips and stops are derived from fixes where the vendor reports no trips; 0: none are'),
    ('derived_gap_s',            600, NULL, 's',    'A vehicle that has been silent for longer is not taken to have driven meanwhile, and its trip ends'),
    ('derived_stop_s',           300, NULL, 's',    'A derived trip ends when the vehicle stands for so long'),
    ('derived_moving_kmh',         5, NULL, 'km/h', 'Between two fixes a vehicle drives if one of them reports this speed, or if the distance gives it'),
    ('derived_noise_m',           50, NULL, 'm',    'A shorter distance between two fixes alone is no movement: a parked receiver wanders'),
    ('derived_least_m',          500, NULL, 'm',    'A shorter drive is no trip; and a stop ends within so far of its beginning'),
    ('derived_least_s',          120, NULL, 's',    'A shorter drive is no trip'),
    ('derived_vendor_silence_h', 168, NULL, 'h',    'For so long after a trip of the vendor''s no trip of that vehicle is derived')
ON CONFLICT (name) DO NOTHING;

CREATE TABLE IF NOT EXISTS infrastructure.drives (
    imei          text NOT NULL,
    start_time    timestamptz NOT NULL,
    end_time      timestamptz NOT NULL,
    distance_mm   bigint NOT NULL,
    max_speed_kmh double precision,
    is_published  boolean NOT NULL DEFAULT false,
    is_open       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (imei, start_time)
) WITH (fillfactor = 80);
CREATE INDEX IF NOT EXISTS drives_published_idx ON infrastructure.drives (imei, start_time) WHERE is_published;
CREATE INDEX IF NOT EXISTS drives_open_idx      ON infrastructure.drives (end_time) WHERE is_open;
COMMENT ON TABLE infrastructure.drives IS
    'Every drive that the usable fixes show, also those that are too small to be trips. Nothing is kept of times that vendor trips silence. Two drives of a vehicle '
    'never overlap. Only infrastructure.fn_cut_drives and fn_publish_drives write here, and the functions that delete history.';
COMMENT ON COLUMN infrastructure.drives.distance_mm   IS 'Sum over the moving legs, each rounded to the millimetre: whole numbers, so that the order of adding does not matter.';
COMMENT ON COLUMN infrastructure.drives.max_speed_kmh IS 'The highest speed that a fix reports at either end of a moving leg; null: none does.';
COMMENT ON COLUMN infrastructure.drives.is_published  IS 'Whether it is a row of tracksolid.trips with source derived.';
COMMENT ON COLUMN infrastructure.drives.is_open       IS 'Published and still under way: that row has no end.';

CREATE TABLE IF NOT EXISTS infrastructure.drives_basis (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    rules    text,
    since    timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO infrastructure.drives_basis DEFAULT VALUES ON CONFLICT DO NOTHING;
COMMENT ON TABLE infrastructure.drives_basis IS
    'What infrastructure.drives is made by: one row. Who writes to that table locks the row first, so each sees what the one before has committed.';
COMMENT ON COLUMN infrastructure.drives_basis.rules IS 'The settings (fn_drive_rules); with others, all drives are cut anew. Null: never cut.';
COMMENT ON COLUMN infrastructure.drives_basis.since IS 'Facts from before have been purged: derived trips from before stay as they are.';

-- Plain SQL without a SET clause: the planner puts it into the query that calls it. Bounds keep a mistyped setting from stopping everything.
CREATE OR REPLACE FUNCTION infrastructure.fn_drive_rules()
RETURNS TABLE (is_on boolean, gap interval, stop interval, moving_kmh double precision, noise_m double precision, least_mm double precision,
               least_time interval, silence interval, plausible_kmh double precision, rules text)
LANGUAGE sql STABLE ROWS 1
AS $$
    SELECT s.is_on <> 0, s.gap_s * INTERVAL '1 second', s.stop_s * INTERVAL '1 second', s.moving_kmh, s.noise_m, s.least_m * 1000,
           s.least_s * INTERVAL '1 second', s.silence_h * INTERVAL '1 hour', s.plausible_kmh, s::text
    FROM (SELECT coalesce(reporting.fn_kpi('derived_trips'), 1) AS is_on,
                 least(greatest(coalesce(reporting.fn_kpi('derived_gap_s'), 600), 1), 86400) AS gap_s,
                 least(greatest(coalesce(reporting.fn_kpi('derived_stop_s'), 300), 1), 86400) AS stop_s,
                 coalesce(reporting.fn_kpi('derived_moving_kmh'), 5) AS moving_kmh,
                 coalesce(reporting.fn_kpi('derived_noise_m'), 50) AS noise_m,
                 coalesce(reporting.fn_kpi('derived_least_m'), 500) AS least_m,
                 least(greatest(coalesce(reporting.fn_kpi('derived_least_s'), 120), 0), 86400) AS least_s,
                 least(greatest(coalesce(reporting.fn_kpi('derived_vendor_silence_h'), 168), 0), 87600) AS silence_h,
                 coalesce(reporting.fn_kpi('plausible_kmh'), 250) AS plausible_kmh) s
$$;
COMMENT ON FUNCTION infrastructure.fn_drive_rules() IS 'The settings of derived trips, each within bounds. rules: all of them as one text.';

CREATE OR REPLACE FUNCTION infrastructure.fn_silent_until(p_start timestamptz, p_end timestamptz, p_silence interval) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT greatest(p_start, least(coalesce(p_end, p_start), p_start + INTERVAL '96 hours')) + p_silence $$;
COMMENT ON FUNCTION infrastructure.fn_silent_until(timestamptz, timestamptz, interval) IS
    'Until when a trip of the vendor''s silences derivation; of a longer one four days count, which bounds the search for it.';

-- OFFSET 0, here and below: the planner must not make a join of it that reads other vehicles, or another time, even if it knows nothing of the tables yet.
CREATE OR REPLACE FUNCTION infrastructure.fn_drives_between(p_imei text, p_from timestamptz, p_to timestamptz) RETURNS SETOF infrastructure.drives
LANGUAGE sql STABLE ROWS 3
AS $$
    SELECT d.* FROM infrastructure.drives d
    WHERE d.imei = p_imei AND d.start_time <= p_to AND d.end_time >= p_from
      AND d.start_time >= coalesce((SELECT max(e.start_time) FROM infrastructure.drives e WHERE e.imei = p_imei AND e.start_time <= p_from), '-infinity')
    OFFSET 0
$$;
COMMENT ON FUNCTION infrastructure.fn_drives_between(text, timestamptz, timestamptz) IS 'The drives of a vehicle that overlap a span, both ends included.';

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
        SELECT k.imei, lower(s) AS first, upper(s) AS last FROM known k CROSS JOIN LATERAL unnest(k.spans - k.silent) AS s
        UNION
        SELECT d.imei, d.start_time, d.end_time
        FROM known k
        CROSS JOIN LATERAL unnest(k.spans) AS s
        CROSS JOIN LATERAL infrastructure.fn_drives_between(k.imei, lower(s), upper(s)) d
        WHERE NOT tstzrange(d.start_time, d.end_time, '[]') <@ k.silent
    ), leg AS (   -- to the fixes on either side: the legs that a changed fix is an end of. The drives need none
        SELECT s.imei, coalesce(p.gps_time, s.first) AS first, coalesce(n.gps_time, s.last) AS last
        FROM span s
        LEFT JOIN LATERAL (
            SELECT h.gps_time FROM tracksolid.position_history h
            WHERE h.imei = s.imei AND h.gps_time < s.first AND h.gps_time >= greatest(s.first - r.gap, v_since)
              AND h.gps_time >= v_first AND h.gps_time <= v_last
              AND reporting.fn_is_usable_fix(h.pos_type, h.speed, r.plausible_kmh)
            ORDER BY h.gps_time DESC LIMIT 1) p ON true
        LEFT JOIN LATERAL (
            SELECT h.gps_time FROM tracksolid.position_history h
            WHERE h.imei = s.imei AND h.gps_time > s.last AND h.gps_time <= s.last + r.gap
              AND h.gps_time >= v_first AND h.gps_time <= v_last
              AND reporting.fn_is_usable_fix(h.pos_type, h.speed, r.plausible_kmh)
            ORDER BY h.gps_time LIMIT 1) n ON true
    ), whole AS (   -- a drive that would be cut through is cut anew as a whole
        SELECT l.imei, tstzrange(least(l.first, min(d.start_time)), greatest(l.last, max(d.end_time)), '[]') AS span
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
    'The spans whose fixes must be read when fixes within these spans have changed; none for times that vendor trips silence. They cut through no drive.';

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
        SELECT d.imei, d.start_time, d.end_time, d.distance_mm, d.max_speed_kmh, bool_or(d.start_time < w.last AND d.end_time > w.first) AS is_cut_anew
        FROM win w
        CROSS JOIN LATERAL infrastructure.fn_drives_between(w.imei, w.first - r.stop, w.last + r.stop) d
        GROUP BY d.imei, d.start_time, d.end_time, d.distance_mm, d.max_speed_kmh
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
        UNION ALL   -- a drive beside the window may become one with what is in it
        SELECT o.imei, o.start_time, o.end_time, o.distance_mm, o.max_speed_kmh FROM old o WHERE NOT o.is_cut_anew
    ), first_piece AS (
        SELECT p.*, coalesce(p.start_time - lag(p.end_time) OVER (PARTITION BY p.imei ORDER BY p.start_time) >= r.stop, true) AS is_first FROM piece p
    ), numbered AS (
        SELECT f.*, count(*) FILTER (WHERE f.is_first) OVER (PARTITION BY f.imei ORDER BY f.start_time) AS drive FROM first_piece f
    ), new AS MATERIALIZED (
        SELECT n.imei, min(n.start_time) AS start_time, max(n.end_time) AS end_time, sum(n.distance_mm)::bigint AS distance_mm, max(n.max_speed_kmh) AS max_speed_kmh
        FROM numbered n GROUP BY n.imei, n.drive
    ), gone AS (
        DELETE FROM infrastructure.drives d USING old o
        WHERE d.imei = o.imei AND d.start_time = o.start_time
          AND NOT EXISTS (SELECT FROM new n WHERE n.imei = o.imei AND n.start_time = o.start_time)
        RETURNING d.imei, d.start_time, d.end_time
    ), put AS (
        INSERT INTO infrastructure.drives AS d (imei, start_time, end_time, distance_mm, max_speed_kmh)
        SELECT n.imei, n.start_time, n.end_time, n.distance_mm, n.max_speed_kmh FROM new n
        ON CONFLICT (imei, start_time) DO UPDATE
            SET (end_time, distance_mm, max_speed_kmh) = ROW (excluded.end_time, excluded.distance_mm, excluded.max_speed_kmh)
            WHERE (d.end_time, d.distance_mm, d.max_speed_kmh) IS DISTINCT FROM (excluded.end_time, excluded.distance_mm, excluded.max_speed_kmh)
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

CREATE OR REPLACE FUNCTION infrastructure.fn_publish_stops(p_imeis text[], p_from timestamptz[], p_to timestamptz[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    r        record;
    v_since  timestamptz := (SELECT b.since FROM infrastructure.drives_basis b);
    v_imeis  text[];
    v_firsts timestamptz[];
    v_lasts  timestamptz[];
    v_first  timestamptz;
    v_last   timestamptz;
BEGIN
    SELECT * INTO r FROM infrastructure.fn_drive_rules();
    -- From the trip before to the trip after: their stops may be others now.
    WITH around AS (
        SELECT t.imei, range_agg(tstzrange(
            coalesce((SELECT max(d.start_time) FROM infrastructure.drives d WHERE d.imei = t.imei AND d.is_published AND d.start_time < t.first), t.first),
            coalesce((SELECT min(d.start_time) FROM infrastructure.drives d WHERE d.imei = t.imei AND d.is_published AND d.start_time > t.last), t.last),
            '[]')) AS spans
        FROM unnest(p_imeis, p_from, p_to) AS t(imei, first, last)
        GROUP BY t.imei
    )
    SELECT array_agg(a.imei), array_agg(lower(s)), array_agg(upper(s)), min(lower(s)), max(upper(s)) INTO v_imeis, v_firsts, v_lasts, v_first, v_last
    FROM around a CROSS JOIN LATERAL unnest(a.spans) AS s;
    WITH win AS MATERIALIZED (
        SELECT w.* FROM unnest(v_imeis, v_firsts, v_lasts) WITH ORDINALITY AS w(imei, first, last, number)
    ), stand AS (
        SELECT d.imei, d.start_time AS driven_since, d.end_time AS start_time, lead(d.start_time) OVER (PARTITION BY w.number ORDER BY d.start_time) AS end_time
        FROM win w JOIN infrastructure.drives d ON d.imei = w.imei AND d.start_time >= w.first AND d.start_time <= w.last
        WHERE d.is_published
    ), wanted AS MATERIALIZED (
        SELECT s.imei, s.start_time, s.end_time, a.geom, a.lat, a.lng
        FROM stand s
        CROSS JOIN LATERAL (SELECT h.geom, h.lat, h.lng FROM tracksolid.position_history h
                            WHERE h.imei = s.imei AND h.gps_time = s.start_time AND h.gps_time >= v_first AND h.gps_time <= v_last LIMIT 1) a
        CROSS JOIN LATERAL (SELECT h.geom FROM tracksolid.position_history h
                            WHERE h.imei = s.imei AND h.gps_time = s.end_time AND h.gps_time >= v_first AND h.gps_time <= v_last LIMIT 1) b
        WHERE s.start_time >= v_since AND ST_DistanceSphere(a.geom, b.geom) * 1000 <= r.least_mm
          AND NOT EXISTS (SELECT FROM tracksolid.trips x
                          WHERE x.imei = s.imei AND x.start_time BETWEEN s.driven_since AND s.end_time AND x.start_time BETWEEN v_first AND v_last
                            AND x.source IS DISTINCT FROM 'derived')
          AND NOT EXISTS (SELECT FROM tracksolid.parking_events x
                          WHERE x.imei = s.imei AND x.start_time BETWEEN s.driven_since AND s.end_time AND x.start_time BETWEEN v_first AND v_last AND x.kind = 'parking'
                            AND x.source IS DISTINCT FROM 'derived')
    ), gone AS (
        DELETE FROM tracksolid.parking_events x USING win w
        WHERE x.imei = w.imei AND x.start_time >= w.first AND x.start_time <= w.last AND x.start_time >= v_since
          AND x.start_time >= v_first AND x.start_time <= v_last AND x.kind = 'parking' AND x.source = 'derived'
          AND NOT EXISTS (SELECT FROM wanted n WHERE n.imei = x.imei AND n.start_time = x.start_time)
    )
    INSERT INTO tracksolid.parking_events AS x (imei, start_time, kind, end_time, duration_s, geom, lat, lng, source, received_at)
    SELECT n.imei, n.start_time, 'parking', n.end_time, extract(epoch FROM n.end_time - n.start_time)::integer, n.geom, n.lat, n.lng, 'derived', p_now
    FROM wanted n
    ON CONFLICT (imei, start_time, kind) DO UPDATE
        SET end_time = excluded.end_time, duration_s = excluded.duration_s, geom = excluded.geom, lat = excluded.lat, lng = excluded.lng,
            received_at = excluded.received_at
        WHERE x.source = 'derived' AND (x.end_time, x.duration_s, x.geom, x.lat, x.lng)
              IS DISTINCT FROM (excluded.end_time, excluded.duration_s, excluded.geom, excluded.lat, excluded.lng);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_publish_stops(text[], timestamptz[], timestamptz[], timestamptz) IS
    'Makes the derived stops between the derived trips around these spans anew. A stop is where a vehicle stood between two trips, and was found again; none '
    'where the vendor reports a trip or a parking that begins after the trip before it began.';

CREATE OR REPLACE FUNCTION infrastructure.fn_publish_drives(p_imeis text[], p_from timestamptz[], p_to timestamptz[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    r        record;
    v_since  timestamptz := (SELECT b.since FROM infrastructure.drives_basis b);
    v_imeis  text[];
    v_firsts timestamptz[];
    v_lasts  timestamptz[];
    v_first  timestamptz;
    v_last   timestamptz;
    v_marks  text := coalesce(current_setting('fleetline.marks_touched', true), '');
BEGIN
    SELECT * INTO r FROM infrastructure.fn_drive_rules();
    WITH whole AS (
        SELECT t.imei, tstzrange(least(t.first, min(d.start_time)), greatest(t.last, max(d.end_time)), '[]') AS span
        FROM (SELECT g.imei, lower(s) AS first, upper(s) AS last
              FROM (SELECT t.imei, range_agg(tstzrange(t.first, t.last, '[]')) AS spans FROM unnest(p_imeis, p_from, p_to) AS t(imei, first, last) GROUP BY t.imei) g
              CROSS JOIN LATERAL unnest(g.spans) AS s) t
        LEFT JOIN LATERAL infrastructure.fn_drives_between(t.imei, t.first, t.last) d ON true
        GROUP BY t.imei, t.first, t.last
    )
    SELECT array_agg(a.imei), array_agg(lower(s)), array_agg(upper(s)), min(lower(s)), max(upper(s)) INTO v_imeis, v_firsts, v_lasts, v_first, v_last
    FROM (SELECT w.imei, range_agg(w.span) AS spans FROM whole w GROUP BY w.imei) a CROSS JOIN LATERAL unnest(a.spans) AS s;
    IF v_imeis IS NULL THEN
        RETURN;
    END IF;

    WITH state AS MATERIALIZED (
        SELECT d.imei, d.start_time,
               r.is_on AND d.distance_mm >= r.least_mm AND d.end_time - d.start_time >= r.least_time AND d.start_time >= v_since
               AND NOT EXISTS (
                   SELECT FROM tracksolid.trips x
                   WHERE x.imei = d.imei AND x.start_time <= d.end_time AND x.start_time >= d.start_time - INTERVAL '96 hours' - r.silence
                     AND x.start_time <= v_last AND x.start_time >= v_first - INTERVAL '96 hours' - r.silence
                     AND CASE WHEN x.source IS DISTINCT FROM 'derived' THEN infrastructure.fn_silent_until(x.start_time, x.end_time, r.silence) >= d.start_time
                              ELSE x.start_time < v_since AND coalesce(x.end_time, x.start_time) >= d.start_time END) AS is_published,
               d.end_time + greatest(r.gap, r.stop) > p_now
               AND NOT EXISTS (SELECT FROM tracksolid.position_history h
                               WHERE h.imei = d.imei AND h.gps_time >= d.end_time + r.stop AND h.gps_time >= v_first
                                 AND reporting.fn_is_usable_fix(h.pos_type, h.speed, r.plausible_kmh)) AS is_open
        FROM unnest(v_imeis, v_firsts, v_lasts) AS t(imei, first, last)
        CROSS JOIN LATERAL infrastructure.fn_drives_between(t.imei, t.first, t.last) d
    )
    UPDATE infrastructure.drives d SET is_published = s.is_published, is_open = s.is_published AND s.is_open
    FROM state s
    WHERE d.imei = s.imei AND d.start_time = s.start_time
      AND (d.is_published, d.is_open) IS DISTINCT FROM (s.is_published, s.is_published AND s.is_open);

    -- The roll-up's marks are set by the triggers of migration 68, whatever the session says.
    PERFORM set_config('fleetline.marks_touched', 'off', true);
    DELETE FROM tracksolid.trips x USING unnest(v_imeis, v_firsts, v_lasts) AS t(imei, first, last)
    WHERE x.imei = t.imei AND x.start_time >= t.first AND x.start_time <= t.last AND x.start_time >= v_since
      AND x.start_time >= v_first AND x.start_time <= v_last AND x.source = 'derived'
      AND NOT EXISTS (SELECT FROM infrastructure.drives d WHERE d.imei = x.imei AND d.start_time = x.start_time AND d.is_published);

    INSERT INTO tracksolid.trips AS x
        (imei, start_time, end_time, start_geom, end_geom, distance_km, driving_time_s, avg_speed_kmh, max_speed_kmh, source, received_at)
    SELECT d.imei, d.start_time, e.end_time, a.geom, b.geom, e.metres / 1000, e.seconds, e.metres * 3.6 / nullif(e.seconds, 0), e.max_speed_kmh, 'derived', p_now
    FROM unnest(v_imeis, v_firsts, v_lasts) AS t(imei, first, last)
    CROSS JOIN LATERAL infrastructure.fn_drives_between(t.imei, t.first, t.last) d
    -- Of a trip that is under way only its start is known: so its row does not change with every fix.
    LEFT JOIN LATERAL (SELECT d.end_time, round(d.distance_mm / 1000.0)::double precision AS metres,
                              extract(epoch FROM d.end_time - d.start_time)::integer AS seconds, d.max_speed_kmh WHERE NOT d.is_open) e ON true
    LEFT JOIN LATERAL (SELECT h.geom FROM tracksolid.position_history h
                       WHERE h.imei = d.imei AND h.gps_time = d.start_time AND h.gps_time >= v_first AND h.gps_time <= v_last LIMIT 1) a ON true
    LEFT JOIN LATERAL (SELECT h.geom FROM tracksolid.position_history h
                       WHERE h.imei = d.imei AND h.gps_time = e.end_time AND h.gps_time >= v_first AND h.gps_time <= v_last LIMIT 1) b ON true
    WHERE d.is_published
    ON CONFLICT (imei, start_time) DO UPDATE
        SET end_time = excluded.end_time, start_geom = excluded.start_geom, end_geom = excluded.end_geom, distance_km = excluded.distance_km,
            driving_time_s = excluded.driving_time_s, avg_speed_kmh = excluded.avg_speed_kmh, max_speed_kmh = excluded.max_speed_kmh,
            received_at = excluded.received_at
        WHERE x.source = 'derived'
          AND (x.end_time, x.start_geom, x.end_geom, x.distance_km, x.driving_time_s, x.avg_speed_kmh, x.max_speed_kmh) IS DISTINCT FROM
              (excluded.end_time, excluded.start_geom, excluded.end_geom, excluded.distance_km, excluded.driving_time_s, excluded.avg_speed_kmh,
               excluded.max_speed_kmh);

    PERFORM infrastructure.fn_publish_stops(v_imeis, v_firsts, v_lasts, p_now);
    PERFORM set_config('fleetline.marks_touched', v_marks, true);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_publish_drives(text[], timestamptz[], timestamptz[], timestamptz) IS
    'Publishes the drives of these spans as derived trips, and removes derived trips that are no longer wanted. Never touches a row of another source.';

CREATE OR REPLACE FUNCTION infrastructure.fn_derive_trips(
    p_fixes_imeis text[], p_fixes_from timestamptz[], p_fixes_to timestamptz[],
    p_trips_imeis text[], p_trips_starts timestamptz[], p_stops_imeis text[], p_stops_starts timestamptz[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_silence interval := (SELECT r.silence FROM infrastructure.fn_drive_rules() r);
    v_imeis   text[];
    v_firsts  timestamptz[];
    v_lasts   timestamptz[];
    v_whole   boolean[];
BEGIN
    PERFORM FROM infrastructure.drives_basis FOR UPDATE;
    IF EXISTS (SELECT FROM infrastructure.drives_basis b WHERE b.rules IS NULL) THEN
        RETURN;
    END IF;
    -- A trip of the vendor's, or one that is gone, changes what is silent after it. A derived one is only compared with its drive.
    SELECT array_agg(k.imei), array_agg(k.start_time), array_agg(CASE WHEN k.is_derived THEN k.start_time ELSE k.start_time + INTERVAL '96 hours' + v_silence END),
           array_agg(NOT k.is_derived)
      INTO v_imeis, v_firsts, v_lasts, v_whole
    FROM (SELECT DISTINCT k.imei, k.start_time,
                 EXISTS (SELECT FROM tracksolid.trips x WHERE x.imei = k.imei AND x.start_time = k.start_time AND x.source = 'derived') AS is_derived
          FROM unnest(p_trips_imeis, p_trips_starts) AS k(imei, start_time)) k;

    SELECT array_agg(s.imei), array_agg(s.first), array_agg(s.last) INTO v_imeis, v_firsts, v_lasts
    FROM (SELECT * FROM unnest(v_imeis, v_firsts, v_lasts) AS t(imei, first, last)
          UNION ALL
          SELECT p.imei, p.start_time, p.start_time FROM unnest(p_stops_imeis, p_stops_starts) AS p(imei, start_time)
          UNION ALL
          SELECT c.imei, c.first, c.last
          FROM (SELECT array_agg(f.imei) AS imeis, array_agg(f.first) AS firsts, array_agg(f.last) AS lasts
                FROM (SELECT f.imei, f.first, f.last FROM unnest(p_fixes_imeis, p_fixes_from, p_fixes_to) AS f(imei, first, last)
                      UNION ALL
                      SELECT t.imei, t.first, t.last FROM unnest(v_imeis, v_firsts, v_lasts, v_whole) AS t(imei, first, last, is_whole) WHERE t.is_whole) f) a
          CROSS JOIN LATERAL infrastructure.fn_cut_drives(a.imeis, a.firsts, a.lasts) c) s;
    PERFORM infrastructure.fn_publish_drives(v_imeis, v_firsts, v_lasts, p_now);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_derive_trips(text[], timestamptz[], timestamptz[], text[], timestamptz[], text[], timestamptz[], timestamptz) IS
    'Makes derived trips and stops anew for changed fixes, of each vehicle between two times, and for changed trips and stops, by their keys.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rebuild_drives(p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    c       record;
    v_imeis text[];
BEGIN
    PERFORM FROM infrastructure.drives_basis FOR UPDATE;
    UPDATE infrastructure.drives_basis SET rules = (SELECT r.rules FROM infrastructure.fn_drive_rules() r);
    DELETE FROM infrastructure.drives;
    IF (SELECT r.is_on FROM infrastructure.fn_drive_rules() r) THEN
        -- A chunk at a time: so memory is bounded. What goes on in the next one grows together.
        FOR c IN SELECT h.range_start, h.range_end FROM timescaledb_information.chunks h
                 WHERE h.hypertable_schema = 'tracksolid' AND h.hypertable_name = 'position_history' ORDER BY h.range_start
        LOOP
            v_imeis := ARRAY(SELECT DISTINCT h.imei FROM tracksolid.position_history h WHERE h.gps_time >= c.range_start AND h.gps_time < c.range_end);
            PERFORM infrastructure.fn_cut_drives(v_imeis, array_fill(c.range_start, ARRAY[cardinality(v_imeis)]),
                                                 array_fill(c.range_end - INTERVAL '1 microsecond', ARRAY[cardinality(v_imeis)]));
        END LOOP;
    END IF;
    v_imeis := ARRAY(SELECT d.imei FROM infrastructure.drives d UNION SELECT t.imei FROM tracksolid.trips t WHERE t.source = 'derived'
                     UNION SELECT p.imei FROM tracksolid.parking_events p WHERE p.source = 'derived');
    PERFORM infrastructure.fn_publish_drives(v_imeis, array_fill(timestamptz '-infinity', ARRAY[cardinality(v_imeis)]),
                                             array_fill(timestamptz 'infinity', ARRAY[cardinality(v_imeis)]), p_now);
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_drives(timestamptz) IS
    'Cuts all drives anew, and changes those derived trips and stops that differ. It reads every fix that vendor trips do not silence.';

CREATE OR REPLACE FUNCTION infrastructure.fn_follow_drives(
    p_fixes_imeis text[], p_fixes_from timestamptz[], p_fixes_to timestamptz[],
    p_trips_imeis text[], p_trips_starts timestamptz[], p_stops_imeis text[], p_stops_starts timestamptz[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM FROM infrastructure.drives_basis FOR UPDATE;
    IF (SELECT b.rules FROM infrastructure.drives_basis b) IS DISTINCT FROM (SELECT r.rules FROM infrastructure.fn_drive_rules() r) THEN
        PERFORM infrastructure.fn_rebuild_drives(p_now);
    ELSIF (SELECT r.is_on FROM infrastructure.fn_drive_rules() r) THEN
        PERFORM infrastructure.fn_derive_trips(p_fixes_imeis, p_fixes_from, p_fixes_to, p_trips_imeis, p_trips_starts, p_stops_imeis, p_stops_starts, p_now);
    END IF;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_drives(text[], timestamptz[], timestamptz[], text[], timestamptz[], text[], timestamptz[], timestamptz) IS
    'As fn_derive_trips; makes everything anew if a setting has changed, and does nothing while derivation is switched off.';

CREATE OR REPLACE FUNCTION infrastructure.fn_end_drives(p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    v_silent interval := (SELECT greatest(r.gap, r.stop) FROM infrastructure.fn_drive_rules() r);
BEGIN
    IF NOT EXISTS (SELECT FROM infrastructure.drives d WHERE d.is_open AND d.end_time <= p_now - v_silent) THEN
        RETURN;
    END IF;
    PERFORM FROM infrastructure.drives_basis FOR UPDATE;
    PERFORM infrastructure.fn_publish_drives(array_agg(d.imei), array_agg(d.start_time), array_agg(d.end_time), p_now)
    FROM infrastructure.drives d WHERE d.is_open AND d.end_time <= p_now - v_silent;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_end_drives(timestamptz) IS
    'Ends the derived trips of vehicles that have not moved for derived_gap_s, as most do that switch off their tracker with the engine.';

-- As in 66, and with the derived trips: those from before stay, though nothing could derive them again.
CREATE OR REPLACE FUNCTION infrastructure.fn_follow_purge(p_hypertable text, p_before timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    v_imeis  text[];
    v_starts timestamptz[];
    v_imei   text        := '';
    v_start  timestamptz := '-infinity';
BEGIN
    IF p_hypertable IN ('tracksolid.position_history', 'tracksolid.trips', 'tracksolid.parking_events') THEN
        UPDATE infrastructure.drives_basis SET since = p_before WHERE since < p_before;
        DELETE FROM infrastructure.drives d WHERE d.start_time < p_before;
    END IF;
    LOOP   -- a share at a time: so memory is bounded
        SELECT array_agg(k.imei ORDER BY k.start_time, k.imei), array_agg(k.start_time ORDER BY k.start_time, k.imei) INTO v_imeis, v_starts
        FROM (SELECT t.imei, t.start_time FROM reporting.trips t
              WHERE (t.start_time, t.imei) > (v_start, v_imei) AND t.start_time < p_before
                AND (p_hypertable = 'tracksolid.trips' OR (p_hypertable = 'tracksolid.position_history' AND t.path IS NOT NULL))
              ORDER BY t.start_time, t.imei LIMIT 10000) k;
        EXIT WHEN v_imeis IS NULL;
        PERFORM infrastructure.fn_keep_trips(v_imeis, v_starts);
        v_imei  := v_imeis[cardinality(v_imeis)];
        v_start := v_starts[cardinality(v_starts)];
    END LOOP;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_purge(text, timestamptz) IS
    'Removes from reporting.trips what was derived from facts of a hypertable before that time, and is no longer there, and the drives from before: dropped '
    'chunks are not in the change log.';

-- As in 67, and with the drives: first, because the trips that they are published as are facts of reporting.trips.
CREATE OR REPLACE FUNCTION tracksolid.fn_erase_history(p_imei text, p_from timestamptz, p_to timestamptz, p_apply boolean)
RETURNS TABLE (place text, row_count bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    source record;
BEGIN
    IF p_from >= p_to THEN
        RAISE EXCEPTION 'a stretch of history must begin before it ends' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Every hypertable of facts; the ingestion log has no vehicle.
    FOR source IN
        SELECT format('%I.%I', d.hypertable_schema, d.hypertable_name) AS name, d.column_name AS col
        FROM timescaledb_information.dimensions d
        WHERE d.hypertable_schema = 'tracksolid' AND d.dimension_number = 1 AND d.hypertable_name <> 'ingestion_log'
        ORDER BY 1
    LOOP
        place := source.name;
        IF p_apply THEN
            EXECUTE format('DELETE FROM %s WHERE imei = $1 AND %I >= $2 AND %2$I < $3', source.name, source.col) USING p_imei, p_from, p_to;
            GET DIAGNOSTICS row_count = ROW_COUNT;
        ELSE
            EXECUTE format('SELECT count(*) FROM %s WHERE imei = $1 AND %I >= $2 AND %2$I < $3', source.name, source.col)
               INTO row_count USING p_imei, p_from, p_to;
        END IF;
        RETURN NEXT;
    END LOOP;
    IF p_apply THEN
        DELETE FROM tracksolid.live_positions WHERE imei = p_imei AND gps_time >= p_from AND gps_time < p_to;
        PERFORM infrastructure.fn_derive_trips(ARRAY[p_imei], ARRAY[p_from], ARRAY[p_to], '{}', '{}', '{}', '{}', now());
        PERFORM infrastructure.fn_follow_trips(array_agg(t.imei), array_agg(t.start_time), ARRAY[p_imei], ARRAY[p_from], ARRAY[p_to])
        FROM reporting.trips t WHERE t.imei = p_imei AND t.start_time >= p_from AND t.start_time < p_to;
        INSERT INTO infrastructure.touched_days (imei, day)
        SELECT p_imei, d::date
        FROM generate_series((p_from AT TIME ZONE reporting.fn_fleet_time_zone())::date::timestamp,
                             ((p_to - INTERVAL '1 microsecond') AT TIME ZONE reporting.fn_fleet_time_zone())::date::timestamp, INTERVAL '1 day') AS d;
    END IF;
END
$$;
COMMENT ON FUNCTION tracksolid.fn_erase_history(text, timestamptz, timestamptz, boolean) IS
    'Deletes every fact of a vehicle within a stretch of time, changes infrastructure.drives and reporting.trips accordingly, and marks its days for the roll-up; without p_apply it '
    'only counts.';
REVOKE EXECUTE ON FUNCTION tracksolid.fn_erase_history(text, timestamptz, timestamptz, boolean) FROM PUBLIC;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('71_derived_trips.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
