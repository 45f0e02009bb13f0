-- 66 kept trips: reporting.trips holds every finished trip with its vehicle's master data and its path, and is changed for exactly what has
-- changed in the facts. fn_follow_trips and fn_rename_trips do that, called by the consumer "trips" of the change log (65). fn_repair_trips
-- compares the table with the facts and repairs it. See docs/decisions/0031-kept-trips.md.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS reporting.trips (
    imei              text NOT NULL,
    start_time        timestamptz NOT NULL,
    end_time          timestamptz NOT NULL,
    day               date NOT NULL,
    vehicle_number    text,
    vehicle_name      text,
    vehicle_type      text,
    fleet_segment     text,
    driver_name       text,
    cost_centre       text,
    assigned_city     text,
    distance_km       double precision,
    driving_time_s    integer,
    idle_time_s       integer,
    avg_speed_kmh     double precision,
    max_speed_kmh     double precision,
    fuel_estimated_l  double precision,
    start_odometer_km double precision,
    end_odometer_km   double precision,
    start_geom        geometry(Point, 4326),
    end_geom          geometry(Point, 4326),
    start_address     text,
    end_address       text,
    source            text,
    path              geometry(LineString, 4326),
    revision          integer NOT NULL DEFAULT 1,
    revised_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, start_time)
) WITH (fillfactor = 90);
CREATE INDEX IF NOT EXISTS trips_start_time_idx ON reporting.trips (start_time, imei);
CREATE INDEX IF NOT EXISTS trips_day_idx        ON reporting.trips (day);
CREATE INDEX IF NOT EXISTS trips_end_time_idx   ON reporting.trips (imei, end_time);
COMMENT ON TABLE reporting.trips IS
    'Finished trips as tracksolid.trips has them, with their vehicle''s master data of now, and their path. Kept up to date by the consumer "trips" of the '
    'change log, and by infrastructure.fn_repair_trips. Nothing else writes here. Units as in reporting.v_trips.';
COMMENT ON COLUMN reporting.trips.day        IS 'Business day of the start.';
COMMENT ON COLUMN reporting.trips.path       IS
    'The line through the usable fixes (reporting.fn_is_usable_fix) from start to end, at most four days; null: fewer than two. Null for trips from before '
    'this table until infrastructure.fn_rebuild_trips has run.';
COMMENT ON COLUMN reporting.trips.revision   IS 'How many versions of the row there have been: 1, and one more whenever a column changed.';
COMMENT ON COLUMN reporting.trips.revised_at IS 'When the row got its present version.';

CREATE TABLE IF NOT EXISTS infrastructure.trips_basis (
    only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    plausible_kmh double precision
);
INSERT INTO infrastructure.trips_basis (plausible_kmh) VALUES (reporting.fn_kpi('plausible_kmh')) ON CONFLICT DO NOTHING;
COMMENT ON TABLE infrastructure.trips_basis IS
    'The setting that is in the paths of reporting.trips; null: several values are. Who writes to that table locks the row first: so each sees what the one before has committed.';

CREATE OR REPLACE VIEW infrastructure.v_trip_facts AS
SELECT t.imei, t.start_time, t.end_time,
       (t.start_time AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))::date AS day,
       d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city,
       t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh,
       t.distance_km * d.fuel_100km / 100 AS fuel_estimated_l,
       t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address, t.source
FROM tracksolid.trips t
LEFT JOIN tracksolid.devices d ON d.imei = t.imei
WHERE t.end_time IS NOT NULL;
COMMENT ON VIEW infrastructure.v_trip_facts IS 'What reporting.trips should hold, but the paths.';

-- Plain SQL without a SET clause: the planner puts it into the query that calls it. The bounds come as constants there, for the chunks of other
-- days to be left out.
CREATE OR REPLACE FUNCTION infrastructure.fn_trip_path(
    p_imei text, p_start timestamptz, p_end timestamptz, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (path geometry)
LANGUAGE sql STABLE ROWS 1
AS $$
    SELECT CASE WHEN count(*) > 1 THEN public.ST_MakeLine(h.geom ORDER BY h.gps_time) END
    FROM tracksolid.position_history h
    WHERE h.imei = p_imei AND h.gps_time >= p_start AND h.gps_time <= least(p_end, p_start + INTERVAL '4 days')
      AND h.gps_time >= p_since AND h.gps_time <= p_until
      AND reporting.fn_is_usable_fix(h.pos_type, h.speed, (SELECT reporting.fn_kpi('plausible_kmh')))
$$;
COMMENT ON FUNCTION infrastructure.fn_trip_path(text, timestamptz, timestamptz, timestamptz, timestamptz) IS
    'The path of a trip, as reporting.trips.path says. p_since, p_until: no fix of the trip is outside of them.';

CREATE OR REPLACE FUNCTION infrastructure.fn_keep_trips(p_imeis text[], p_starts timestamptz[]) RETURNS TABLE (imei text, start_time timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    v_first timestamptz := (SELECT min(s) FROM unnest(p_starts) AS s);
    v_last  timestamptz := (SELECT max(s) FROM unnest(p_starts) AS s);
    v_until timestamptz := v_last + INTERVAL '4 days';
BEGIN
    IF v_first IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM infrastructure.trips_basis FOR UPDATE;
    RETURN QUERY
    WITH key AS MATERIALIZED (
        SELECT DISTINCT k.imei, k.start_time FROM unnest(p_imeis, p_starts) AS k(imei, start_time)
    ), wanted AS MATERIALIZED (
        SELECT w.*, p.path
        FROM key k
        JOIN infrastructure.v_trip_facts w ON w.imei = k.imei AND w.start_time = k.start_time
        CROSS JOIN LATERAL infrastructure.fn_trip_path(w.imei, w.start_time, w.end_time, v_first, v_until) p
        WHERE w.start_time >= v_first AND w.start_time <= v_last
    ), gone AS (
        DELETE FROM reporting.trips t USING key k
        WHERE t.imei = k.imei AND t.start_time = k.start_time
          AND NOT EXISTS (SELECT FROM wanted w WHERE w.imei = k.imei AND w.start_time = k.start_time)
        RETURNING t.imei, t.start_time
    ), put AS (
        INSERT INTO reporting.trips AS t
            (imei, start_time, end_time, day, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city,
             distance_km, driving_time_s, idle_time_s, avg_speed_kmh, max_speed_kmh, fuel_estimated_l, start_odometer_km, end_odometer_km,
             start_geom, end_geom, start_address, end_address, source, path)
        SELECT w.imei, w.start_time, w.end_time, w.day, w.vehicle_number, w.vehicle_name, w.vehicle_type, w.fleet_segment, w.driver_name,
               w.cost_centre, w.assigned_city, w.distance_km, w.driving_time_s, w.idle_time_s, w.avg_speed_kmh, w.max_speed_kmh,
               w.fuel_estimated_l, w.start_odometer_km, w.end_odometer_km, w.start_geom, w.end_geom, w.start_address, w.end_address, w.source,
               w.path
        FROM wanted w
        ON CONFLICT (imei, start_time) DO UPDATE SET
            (end_time, day, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city, distance_km,
             driving_time_s, idle_time_s, avg_speed_kmh, max_speed_kmh, fuel_estimated_l, start_odometer_km, end_odometer_km, start_geom,
             end_geom, start_address, end_address, source, path, revision, revised_at)
            = ROW (excluded.end_time, excluded.day, excluded.vehicle_number, excluded.vehicle_name, excluded.vehicle_type, excluded.fleet_segment,
                   excluded.driver_name, excluded.cost_centre, excluded.assigned_city, excluded.distance_km, excluded.driving_time_s,
                   excluded.idle_time_s, excluded.avg_speed_kmh, excluded.max_speed_kmh, excluded.fuel_estimated_l, excluded.start_odometer_km,
                   excluded.end_odometer_km, excluded.start_geom, excluded.end_geom, excluded.start_address, excluded.end_address,
                   excluded.source, excluded.path, t.revision + 1, now())
        WHERE (t.end_time, t.day, t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name, t.cost_centre,
               t.assigned_city, t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh, t.fuel_estimated_l,
               t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address, t.source, t.path)
              IS DISTINCT FROM
              (excluded.end_time, excluded.day, excluded.vehicle_number, excluded.vehicle_name, excluded.vehicle_type, excluded.fleet_segment,
               excluded.driver_name, excluded.cost_centre, excluded.assigned_city, excluded.distance_km, excluded.driving_time_s,
               excluded.idle_time_s, excluded.avg_speed_kmh, excluded.max_speed_kmh, excluded.fuel_estimated_l, excluded.start_odometer_km,
               excluded.end_odometer_km, excluded.start_geom, excluded.end_geom, excluded.start_address, excluded.end_address, excluded.source,
               excluded.path)
        RETURNING t.imei, t.start_time
    )
    SELECT g.imei, g.start_time FROM gone g UNION ALL SELECT p.imei, p.start_time FROM put p;
    -- These paths are by another value than the others: all are compared next time, also if the setting has been changed back until then.
    UPDATE infrastructure.trips_basis b SET plausible_kmh = NULL WHERE b.plausible_kmh IS DISTINCT FROM reporting.fn_kpi('plausible_kmh');
END
$$;
COMMENT ON FUNCTION infrastructure.fn_keep_trips(text[], timestamptz[]) IS
    'Makes the rows of reporting.trips with these keys anew. Returns those that changed; a row that is as it should be is not written.';

CREATE OR REPLACE FUNCTION infrastructure.fn_follow_trips(
    p_imeis text[], p_starts timestamptz[], p_fixes_imeis text[], p_fixes_from timestamptz[], p_fixes_to timestamptz[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_imeis  text[];
    v_starts timestamptz[];
BEGIN
    -- First of all: a trip that another session is about to add has a path without these fixes.
    PERFORM FROM infrastructure.trips_basis FOR UPDATE;
    -- Fixes change the paths of trips that are there. Most are newer than the last trip of their vehicle, which one look into an index shows.
    SELECT array_agg(k.imei), array_agg(k.start_time) INTO v_imeis, v_starts
    FROM (SELECT w.imei, w.start_time FROM unnest(p_imeis, p_starts) AS w(imei, start_time)
          UNION
          SELECT t.imei, t.start_time
          FROM unnest(p_fixes_imeis, p_fixes_from, p_fixes_to) AS f(imei, first, last)
          CROSS JOIN LATERAL (SELECT n.end_time FROM reporting.trips n WHERE n.imei = f.imei ORDER BY n.end_time DESC LIMIT 1) newest
          JOIN reporting.trips t ON t.imei = f.imei AND t.start_time >= f.first - INTERVAL '4 days' AND t.start_time <= f.last
          WHERE newest.end_time >= f.first AND least(t.end_time, t.start_time + INTERVAL '4 days') >= f.first) k;
    RETURN (SELECT count(*) FROM infrastructure.fn_keep_trips(v_imeis, v_starts));
END
$$;
COMMENT ON FUNCTION infrastructure.fn_follow_trips(text[], timestamptz[], text[], timestamptz[], timestamptz[]) IS
    'Makes the rows of reporting.trips anew whose facts have changed: trips with these keys, and those whose path leads through changed fixes, of each vehicle '
    'between two times. Returns how many changed.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rename_trips(p_imeis text[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    changed bigint;
BEGIN
    PERFORM FROM infrastructure.trips_basis FOR UPDATE;
    UPDATE reporting.trips t SET
        (vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city, fuel_estimated_l, revision, revised_at)
        = ROW (d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city,
               t.distance_km * d.fuel_100km / 100, t.revision + 1, now())
    FROM (SELECT DISTINCT i.imei FROM unnest(p_imeis) AS i(imei)) v
    LEFT JOIN tracksolid.devices d ON d.imei = v.imei
    WHERE t.imei = v.imei
      AND (t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name, t.cost_centre, t.assigned_city, t.fuel_estimated_l)
          IS DISTINCT FROM
          (d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city,
           t.distance_km * d.fuel_100km / 100);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_rename_trips(text[]) IS
    'Takes over what the register has now of these vehicles into reporting.trips. Returns how many trips changed.';

-- No SET clause, plain SQL: the planner puts it into the query that calls it.
CREATE OR REPLACE FUNCTION infrastructure.fn_pending_vehicles(p_consumer text) RETURNS TABLE (imei text)
LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT i.imei
    FROM infrastructure.change_consumers n
    JOIN infrastructure.change_log l ON l.epoch = n.epoch AND l.epoch <> ''
    CROSS JOIN LATERAL (
        SELECT c.imeis FROM infrastructure.fn_changes_of_ticks(n.tick - 1, 1000000) c WHERE (c.tick, c.ordinal) > (n.tick, n.ordinal)
        UNION ALL
        SELECT c.imeis
        FROM (SELECT t.snapshot FROM infrastructure.ticks t WHERE t.epoch = n.epoch ORDER BY t.tick DESC LIMIT 1) newest
        JOIN infrastructure.changes c ON c.xid >= pg_snapshot_xmin(newest.snapshot) AND NOT pg_visible_in_snapshot(c.xid, newest.snapshot)
    ) c
    LEFT JOIN LATERAL unnest(c.imeis) AS i(imei) ON true
    WHERE n.name = p_consumer
$$;
COMMENT ON FUNCTION infrastructure.fn_pending_vehicles(text) IS
    'The vehicles with changes that a consumer of the change log has still to apply; null stands for all. None while the log is off, or the consumer of another epoch.';

CREATE OR REPLACE FUNCTION infrastructure.fn_repair_trips(p_paths_since timestamptz DEFAULT now() - INTERVAL '2 days') RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    v_plausible   double precision := reporting.fn_kpi('plausible_kmh');
    v_paths_since timestamptz := CASE WHEN v_plausible IS DISTINCT FROM (SELECT b.plausible_kmh FROM infrastructure.trips_basis b)
                                      THEN '-infinity' ELSE p_paths_since END;
    v_from   timestamptz := '-infinity';
    v_until  timestamptz;
    v_last   timestamptz;
    v_imeis  text[];
    v_starts timestamptz[];
    pending  text[];
    repaired bigint := 0;
BEGIN
    LOOP   -- a week, or the next one with trips: so memory is bounded, and each plan leaves out the other chunks
        v_from := least((SELECT min(t.start_time) FROM tracksolid.trips t WHERE t.start_time > v_from),
                        (SELECT min(t.start_time) FROM reporting.trips t WHERE t.start_time > v_from));
        EXIT WHEN v_from IS NULL;
        v_until := v_from + INTERVAL '7 days';
        v_last  := v_from + INTERVAL '11 days';

        SELECT array_agg(coalesce(w.imei, t.imei)), array_agg(coalesce(w.start_time, t.start_time)) INTO v_imeis, v_starts
        FROM (SELECT * FROM infrastructure.v_trip_facts f WHERE f.start_time >= v_from AND f.start_time < v_until) w
        FULL JOIN (SELECT * FROM reporting.trips k WHERE k.start_time >= v_from AND k.start_time < v_until) t
            ON t.imei = w.imei AND t.start_time = w.start_time
        WHERE w.imei IS NULL OR t.imei IS NULL
           OR (t.end_time, t.day, t.vehicle_number, t.vehicle_name, t.vehicle_type, t.fleet_segment, t.driver_name, t.cost_centre,
               t.assigned_city, t.distance_km, t.driving_time_s, t.idle_time_s, t.avg_speed_kmh, t.max_speed_kmh, t.fuel_estimated_l,
               t.start_odometer_km, t.end_odometer_km, t.start_geom, t.end_geom, t.start_address, t.end_address, t.source)
              IS DISTINCT FROM
              (w.end_time, w.day, w.vehicle_number, w.vehicle_name, w.vehicle_type, w.fleet_segment, w.driver_name, w.cost_centre,
               w.assigned_city, w.distance_km, w.driving_time_s, w.idle_time_s, w.avg_speed_kmh, w.max_speed_kmh, w.fuel_estimated_l,
               w.start_odometer_km, w.end_odometer_km, w.start_geom, w.end_geom, w.start_address, w.end_address, w.source)
           OR (w.end_time >= v_paths_since
               AND t.path IS DISTINCT FROM
                   (SELECT p.path FROM infrastructure.fn_trip_path(w.imei, w.start_time, w.end_time, v_from, v_last) p));
        IF v_imeis IS NOT NULL THEN
            v_imeis := ARRAY(SELECT k.imei FROM infrastructure.fn_keep_trips(v_imeis, v_starts) k);
            -- The consumer waits for this transaction since fn_keep_trips: what it has still to apply, it has not missed.
            pending := ARRAY(SELECT p.imei FROM infrastructure.fn_pending_vehicles('trips') p);
            IF array_position(pending, NULL) IS NULL THEN
                repaired := repaired + (SELECT count(*) FROM unnest(v_imeis) AS r(imei) WHERE r.imei <> ALL (pending));
            END IF;
        END IF;
        v_from := v_until - INTERVAL '1 microsecond';
    END LOOP;
    UPDATE infrastructure.trips_basis b SET plausible_kmh = v_plausible WHERE b.plausible_kmh IS DISTINCT FROM v_plausible;
    RETURN repaired;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_repair_trips(timestamptz) IS
    'Compares reporting.trips with the facts, and repairs it: all trips, but paths only of trips that ended at p_paths_since or later, and all paths if '
    'plausible_kmh has changed. Returns how many rows were wrong for another reason than that a change is still to be applied; with the change log on, 0 is expected.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rebuild_trips() RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT infrastructure.fn_repair_trips('-infinity')
$$;
COMMENT ON FUNCTION infrastructure.fn_rebuild_trips() IS
    'The same with the paths of all trips. It reads every fix of every trip, which takes minutes for a million trips.';

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
    'Removes from reporting.trips what was derived from facts of a hypertable before that time, and is no longer there: dropped chunks are not in the change log.';

-- Quickly, for the readers of the next migration: without paths, which the consumer computes when it starts.
INSERT INTO reporting.trips
    (imei, start_time, end_time, day, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city, distance_km,
     driving_time_s, idle_time_s, avg_speed_kmh, max_speed_kmh, fuel_estimated_l, start_odometer_km, end_odometer_km, start_geom, end_geom,
     start_address, end_address, source)
SELECT w.imei, w.start_time, w.end_time, w.day, w.vehicle_number, w.vehicle_name, w.vehicle_type, w.fleet_segment, w.driver_name, w.cost_centre,
       w.assigned_city, w.distance_km, w.driving_time_s, w.idle_time_s, w.avg_speed_kmh, w.max_speed_kmh, w.fuel_estimated_l,
       w.start_odometer_km, w.end_odometer_km, w.start_geom, w.end_geom, w.start_address, w.end_address, w.source
FROM infrastructure.v_trip_facts w
WHERE NOT EXISTS (SELECT FROM reporting.trips)
ON CONFLICT DO NOTHING;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('66_kept_trips.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
