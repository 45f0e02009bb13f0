-- 82 dispatches: which vehicle was sent for which event.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS events.dispatches (
    id              uuid PRIMARY KEY,
    event_id        uuid NOT NULL UNIQUE,
    imei            text NOT NULL CHECK (imei <> ''),
    state           text NOT NULL DEFAULT 'assigned' CHECK (state IN ('assigned', 'acknowledged', 'done', 'cancelled')),
    geom            geometry(Point, 4326) NOT NULL,
    distance_m      double precision NOT NULL CHECK (distance_m >= 0),
    fix_age_s       double precision NOT NULL CHECK (fix_age_s >= 0),
    assigned_at     timestamptz NOT NULL,
    acknowledged_at timestamptz,
    ended_at        timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS dispatches_open_idx ON events.dispatches (imei) WHERE state IN ('assigned', 'acknowledged');
CREATE INDEX IF NOT EXISTS dispatches_assigned_idx ON events.dispatches (assigned_at);
COMMENT ON TABLE events.dispatches IS 'The vehicle that was sent for an event. A vehicle has one open dispatch at most: assigned or acknowledged.';
COMMENT ON COLUMN events.dispatches.id         IS 'Made of the event, so that it is the same if it is made again.';
COMMENT ON COLUMN events.dispatches.event_id   IS 'The event with the action dispatch_nearest_vehicle.';
COMMENT ON COLUMN events.dispatches.geom       IS 'Where to; WGS 84.';
COMMENT ON COLUMN events.dispatches.distance_m IS 'From the vehicle''s newest fix, along the surface of the earth; metres.';
COMMENT ON COLUMN events.dispatches.fix_age_s  IS 'Age of that fix when the vehicle was chosen; seconds.';
COMMENT ON COLUMN events.dispatches.ended_at   IS 'When it was done or cancelled.';

CREATE OR REPLACE FUNCTION events.fn_audit_dispatch() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO infrastructure.audit_log (actor, action, subject, details)
    VALUES (coalesce(nullif(current_setting('fleetline.actor', true), ''), session_user), 'dispatch ' || NEW.state, NEW.id::text,
            jsonb_build_object('event_id', NEW.event_id, 'imei', NEW.imei));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION events.fn_audit_dispatch() IS 'Trigger: notes every change of a dispatch in the audit log; the actor is fleetline.actor if the session sets it.';
CREATE OR REPLACE TRIGGER audit_dispatch AFTER INSERT OR UPDATE OF state ON events.dispatches
    FOR EACH ROW EXECUTE FUNCTION events.fn_audit_dispatch();

-- The name of a place as the vendor's platform knows it: the middle of its fence.
CREATE OR REPLACE FUNCTION events.fn_places(p_names text[]) RETURNS TABLE (name text, lng double precision, lat double precision)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT DISTINCT ON (n.name) n.name, ST_X(ST_Centroid(g.geom)), ST_Y(ST_Centroid(g.geom))
    FROM unnest(p_names) AS n (name)
    JOIN tracksolid.geofences g ON tracksolid.fn_same_name(g.fence_name, n.name)
    WHERE g.geom IS NOT NULL
    ORDER BY n.name, g.fence_id
$$;
COMMENT ON FUNCTION events.fn_places(text[]) IS 'Where places of these names are; none for a name that is not known.';

-- One event after the other, because each takes a vehicle from the next. The lock has other sessions wait until the choice is committed.
CREATE OR REPLACE FUNCTION events.fn_dispatch(
    p_events uuid[], p_dispatches uuid[], p_lng double precision[], p_lat double precision[], p_statuses text[], p_farthest_m double precision,
    p_as_of timestamptz)
RETURNS TABLE (event_id uuid, imei text)
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    wanted record;
    chosen record;
    target geography;
BEGIN
    LOCK TABLE events.dispatches IN SHARE ROW EXCLUSIVE MODE;
    FOR wanted IN
        SELECT w.event, w.dispatch, w.lng, w.lat
        FROM unnest(p_events, p_dispatches, p_lng, p_lat) WITH ORDINALITY AS w (event, dispatch, lng, lat, place)
        ORDER BY w.place
    LOOP
        event_id := wanted.event;
        SELECT d.imei INTO imei FROM events.dispatches d WHERE d.event_id = wanted.event;
        IF NOT FOUND THEN
            target := ST_Point(wanted.lng, wanted.lat, 4326)::geography;
            SELECT v.imei, v.age_s, ST_Distance(v.geom::geography, target) AS metres INTO chosen
            FROM reporting.fn_live_vehicles(p_as_of) v
            WHERE v.status = ANY (p_statuses) AND ST_DWithin(v.geom::geography, target, p_farthest_m)
              AND NOT EXISTS (SELECT FROM events.dispatches d WHERE d.imei = v.imei AND d.state IN ('assigned', 'acknowledged'))
            ORDER BY metres, v.imei
            LIMIT 1;
            imei := chosen.imei;
            IF imei IS NOT NULL THEN
                INSERT INTO events.dispatches (id, event_id, imei, geom, distance_m, fix_age_s, assigned_at)
                VALUES (wanted.dispatch, wanted.event, imei, target::geometry, chosen.metres, chosen.age_s, p_as_of);
            END IF;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION events.fn_dispatch(uuid[], uuid[], double precision[], double precision[], text[], double precision, timestamptz) IS
    'Sends the nearest free vehicle for each event: enabled, of one of these statuses, without an open dispatch, not farther than p_farthest_m '
    '(metres). imei: null if there is none. An event that has its vehicle keeps it.';

CREATE OR REPLACE FUNCTION events.fn_move_dispatch(p_id uuid, p_state text, p_from text[], p_as_of timestamptz) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text;
BEGIN
    SELECT d.state INTO before FROM events.dispatches d WHERE d.id = p_id FOR UPDATE;
    IF before = ANY (p_from) THEN
        UPDATE events.dispatches d
           SET state = p_state,
               acknowledged_at = CASE WHEN p_state = 'acknowledged' THEN p_as_of ELSE d.acknowledged_at END,
               ended_at = CASE WHEN p_state IN ('done', 'cancelled') THEN p_as_of END
         WHERE d.id = p_id;
    END IF;
    RETURN before;
END
$$;
COMMENT ON FUNCTION events.fn_move_dispatch(uuid, text, text[], timestamptz) IS
    'Moves a dispatch to a state if it is in one of p_from; returns the state in which it was. Null: there is no such dispatch.';

CREATE OR REPLACE FUNCTION reporting.fn_dispatches(p_filter reporting.vehicle_filter, p_id uuid, p_state text, p_limit integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object(
               'id', d.id, 'event_id', d.event_id, 'imei', d.imei, 'vehicle_number', d.vehicle_number, 'driver_name', d.driver_name,
               'state', d.state, 'lng', ST_X(d.geom), 'lat', ST_Y(d.geom), 'distance_m', round(d.distance_m), 'fix_age_s', d.fix_age_s,
               'assigned_at', d.assigned_at, 'acknowledged_at', d.acknowledged_at, 'ended_at', d.ended_at)
               ORDER BY d.assigned_at DESC, d.id), '[]')::text
    FROM (SELECT x.*, y.vehicle_number, y.driver_name FROM events.dispatches x
          JOIN reporting.fn_vehicles(p_filter) y ON y.imei = x.imei
          WHERE (p_id IS NULL OR x.id = p_id) AND (p_state IS NULL OR x.state = p_state)
          ORDER BY x.assigned_at DESC, x.id LIMIT p_limit) d);
END
$$;
COMMENT ON FUNCTION reporting.fn_dispatches(reporting.vehicle_filter, uuid, text, integer) IS
    'Dispatches of these vehicles, the latest first. The names are those that the register has now. distance_m: metres; fix_age_s: seconds, both when it was assigned.';

REVOKE ALL ON FUNCTION reporting.fn_dispatches(reporting.vehicle_filter, uuid, text, integer) FROM PUBLIC, grafana_ro;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('82_dispatches.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
