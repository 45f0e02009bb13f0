-- 81 city events: what other systems of the city report, what rules derive from it, and the keys that make a repeat no second event.
-- See docs/events.md.
DO $schema$
BEGIN
    IF NOT has_database_privilege('tracksolid_owner', current_database(), 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO tracksolid_owner', current_database());
    END IF;
END
$schema$;

SET ROLE tracksolid_owner;

CREATE SCHEMA IF NOT EXISTS events;
COMMENT ON SCHEMA events IS 'City events, the rules that derive events from events, and dispatches.';

CREATE TABLE IF NOT EXISTS events.services (
    name   text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    fields jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object'),
    taken  boolean NOT NULL DEFAULT true,
    note   text NOT NULL DEFAULT ''
);
COMMENT ON TABLE events.services IS 'The services that events come from or go to. A new one is one row.';
COMMENT ON COLUMN events.services.fields IS 'The fields of a payload that rules may use, each with its type: integer, number, text or boolean. All are optional.';
COMMENT ON COLUMN events.services.taken  IS 'Whether POST /ingest/{name} takes them; false: they are made inside.';

CREATE TABLE IF NOT EXISTS events.rules (
    id         text NOT NULL CHECK (id ~ '^[a-z][a-z0-9_]{0,59}$'),
    version    integer NOT NULL CHECK (version > 0),
    service    text NOT NULL REFERENCES events.services,
    condition  jsonb NOT NULL CHECK (jsonb_typeof(condition) = 'object'),
    derives    jsonb NOT NULL CHECK (jsonb_typeof(derives) = 'array'),
    enabled    boolean NOT NULL DEFAULT true,
    note       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, version)
);
COMMENT ON TABLE events.rules IS 'What follows from an event. Of each rule its highest version counts; to change a rule, insert its next version.';
COMMENT ON COLUMN events.rules.service   IS 'The events that it looks at.';
COMMENT ON COLUMN events.rules.condition IS 'Over the normalised payload: {"field": …, "is": …}, {"field": …, "above": …}, "below", "known", or {"all": […]}, {"any": […]}, {"not": …}.';
COMMENT ON COLUMN events.rules.derives   IS 'What follows: a list of {"service", "key", "payload"}; {name} stands for a field of the event.';
COMMENT ON COLUMN events.rules.enabled   IS 'The only column that may be changed. False: the rule derives nothing, but can be tried on stored events.';

CREATE TABLE IF NOT EXISTS events.catalogue (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    revision bigint NOT NULL DEFAULT 1
);
INSERT INTO events.catalogue DEFAULT VALUES ON CONFLICT DO NOTHING;
COMMENT ON TABLE events.catalogue IS 'One row: its revision grows with every change of a service or a rule, so that processes notice.';

CREATE TABLE IF NOT EXISTS events.events (
    id                 uuid PRIMARY KEY,
    seq                bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    service            text NOT NULL,
    origin             text NOT NULL,
    event_time         timestamptz NOT NULL,
    payload            jsonb NOT NULL,
    normalized_payload jsonb NOT NULL,
    deduplication_key  text CHECK (deduplication_key <> ''),
    source_event_id    uuid,
    depth              integer NOT NULL DEFAULT 0 CHECK (depth >= 0),
    rule_id            text,
    rule_version       integer,
    explanation        jsonb,
    derived_ids        uuid[] NOT NULL DEFAULT '{}',
    created_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT events_whole_cause CHECK (num_nulls(rule_id, rule_version, explanation) IN (0, 3))
);
CREATE INDEX IF NOT EXISTS events_service_idx ON events.events (service, seq);
CREATE INDEX IF NOT EXISTS events_time_idx    ON events.events (event_time);
CREATE INDEX IF NOT EXISTS events_source_idx  ON events.events (source_event_id) WHERE source_event_id IS NOT NULL;
COMMENT ON TABLE events.events IS 'Events as they were received or derived. Rows are only added.';
COMMENT ON COLUMN events.events.id                 IS 'Begins with the milliseconds since 1970 of the event that caused it all. Of a derived event: made of its cause, the rule and its version.';
COMMENT ON COLUMN events.events.seq                IS 'The order in which rows were made, for paging.';
COMMENT ON COLUMN events.events.origin             IS 'The service of the event that caused it all; its own if it was received.';
COMMENT ON COLUMN events.events.event_time         IS 'When it was received; of an alarm, when it was raised; of a derived event, the time of its cause.';
COMMENT ON COLUMN events.events.payload            IS 'As received.';
COMMENT ON COLUMN events.events.normalized_payload IS 'The fields that the service''s schema names; of a derived event all of its payload.';
COMMENT ON COLUMN events.events.source_event_id    IS 'The event that it was derived from; null: none.';
COMMENT ON COLUMN events.events.depth              IS 'How many derivations lie between it and what was received.';
COMMENT ON COLUMN events.events.explanation        IS 'Which rule, which version, and the values that it looked at; null: not derived.';
COMMENT ON COLUMN events.events.derived_ids        IS 'What was derived from it directly, also if it was there before under the same key.';

-- Not a part of events.events, and never purged: a key counts for ever.
CREATE TABLE IF NOT EXISTS events.dedupe (
    service      text NOT NULL,
    key          text NOT NULL CHECK (key <> ''),
    payload_hash bytea NOT NULL CHECK (length(payload_hash) = 32),
    event_id     uuid NOT NULL,
    first_seen   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, key)
);
COMMENT ON TABLE events.dedupe IS 'Which event has which key, for ever.';
COMMENT ON COLUMN events.dedupe.payload_hash IS 'SHA-256 of the payload with its names in order and its numbers in plain form.';

CREATE OR REPLACE FUNCTION events.fn_catalogue_changed() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE events.catalogue SET revision = revision + 1;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION events.fn_catalogue_changed() IS 'Trigger: makes a new revision of services and rules known.';
CREATE OR REPLACE TRIGGER catalogue_changed AFTER INSERT OR UPDATE OR DELETE ON events.services
    FOR EACH STATEMENT EXECUTE FUNCTION events.fn_catalogue_changed();
CREATE OR REPLACE TRIGGER catalogue_changed AFTER INSERT OR UPDATE OR DELETE ON events.rules
    FOR EACH STATEMENT EXECUTE FUNCTION events.fn_catalogue_changed();

-- An event names the version that derived it, which therefore stays what it was.
CREATE OR REPLACE FUNCTION events.fn_rule_stays() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'enabled' = to_jsonb(OLD) - 'enabled' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'version % of the rule % stays as it is', OLD.version, OLD.id
        USING ERRCODE = 'restrict_violation', HINT = 'Insert its next version; or switch it off: SET enabled = false.';
END
$$;
COMMENT ON FUNCTION events.fn_rule_stays() IS 'Trigger: refuses every change of a version of a rule, except to switch it on or off.';
CREATE OR REPLACE TRIGGER rule_stays BEFORE UPDATE OR DELETE ON events.rules FOR EACH ROW EXECUTE FUNCTION events.fn_rule_stays();

-- Of an event the log holds its service, its time and its id; it has no vehicle of its own.
CREATE OR REPLACE FUNCTION infrastructure.fn_log_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM infrastructure.fn_append_changes('event', false, array_agg(n.service ORDER BY n.seq), array_agg(n.event_time ORDER BY n.seq), NULL,
                                                 array_agg(n.id::text ORDER BY n.seq))
        FROM new_rows n HAVING count(*) > 0;
    ELSE
        PERFORM infrastructure.fn_append_changes('event', true, array_agg(o.service), array_agg(o.event_time), NULL, array_agg(o.id::text))
        FROM old_rows o HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_log_events() IS 'Trigger: appends events to the change log, as kind event.';
SELECT infrastructure.fn_log_changes_of('events.events', 'fn_log_events');

INSERT INTO events.services (name, fields, taken, note) VALUES
    ('health',    '{"patient_id": "integer", "alert": "text", "location": "text"}', true, 'Alerts about patients.'),
    ('energy',    '{"energy": "number", "neighborhood": "text"}', true, 'Consumption of neighbourhoods, kWh.'),
    ('transport', '{"bus_id": "integer", "lat": "number", "lon": "number"}', true, 'Public transport.'),
    ('security',  '{"alert": "boolean", "camera_trigger": "text"}', true, 'Cameras.'),
    ('fleet',     '{"imei": "text", "alarm_type": "text", "alarm_name": "text", "severity": "text", "lat": "number", "lon": "number"}', false,
     'Critical alarms of our own vehicles, from the change log.')
ON CONFLICT DO NOTHING;

INSERT INTO events.rules (id, version, service, condition, derives, note) VALUES
    ('health_emergency', 1, 'health', '{"field": "alert", "is": "emergency"}',
     '[{"service": "transport", "key": "health_emergency_{patient_id}",
        "payload": {"action": "dispatch_nearest_vehicle", "reason": "health_emergency", "location": "{location}", "patient_id": "{patient_id}"}},
       {"service": "security", "key": "health_emergency_{patient_id}",
        "payload": {"priority": "high", "action": "escort_and_clear_traffic", "reason": "health_emergency", "location": "{location}", "patient_id": "{patient_id}"}}]',
     'A vehicle to the patient, and a free road for it.'),
    ('critical_energy_usage', 1, 'energy', '{"field": "energy", "above": 500.0}',
     '[{"service": "security", "key": "critical_energy_usage_{neighborhood}",
        "payload": {"alert": "possible_risk", "reason": "critical_energy_usage", "neighborhood": "{neighborhood}", "energy": "{energy}"}}]',
     'More than 500 kWh; 500 exactly is not too much.')
ON CONFLICT DO NOTHING;

-- After the rules above, which no administrator made.
CREATE OR REPLACE FUNCTION events.fn_audit_rule() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO infrastructure.audit_log (actor, action, subject, details)
    VALUES (coalesce(nullif(current_setting('fleetline.actor', true), ''), session_user),
            CASE WHEN TG_OP = 'INSERT' THEN 'rule create' WHEN NEW.enabled THEN 'rule enable' ELSE 'rule disable' END,
            NEW.id, jsonb_build_object('version', NEW.version, 'service', NEW.service, 'condition', NEW.condition, 'enabled', NEW.enabled));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION events.fn_audit_rule() IS 'Trigger: notes every change of a rule in the audit log; the actor is fleetline.actor if the session sets it.';
CREATE OR REPLACE TRIGGER audit_rule AFTER INSERT OR UPDATE ON events.rules FOR EACH ROW EXECUTE FUNCTION events.fn_audit_rule();

-- Readers with SQL of their own need not know about patients: only the service's login for readers may ask, and by functions alone.
CREATE OR REPLACE FUNCTION reporting.fn_event_document(p_event events.events) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
    SELECT jsonb_build_object(
        'id', p_event.id, 'service', p_event.service, 'timestamp', p_event.event_time, 'payload', p_event.payload,
        'normalized_payload', p_event.normalized_payload, 'deduplication_key', p_event.deduplication_key,
        'source_event_id', p_event.source_event_id, 'created_at', p_event.created_at)
$$;
COMMENT ON FUNCTION reporting.fn_event_document(events.events) IS 'An event as readers see it.';

CREATE OR REPLACE FUNCTION reporting.fn_events(
    p_service text, p_source uuid, p_from timestamptz, p_to timestamptz, p_key text, p_before bigint, p_limit integer, p_offset integer,
    p_fleet boolean)
RETURNS TABLE (body text, next bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    WITH page AS (
        SELECT e AS event, e.seq
        FROM events.events e
        WHERE (p_fleet OR e.origin <> 'fleet')
          AND (p_service IS NULL OR e.service = p_service)
          AND (p_source IS NULL OR e.source_event_id = p_source)
          AND (p_from IS NULL OR e.event_time >= p_from)
          AND (p_to IS NULL OR e.event_time < p_to)
          AND (p_key IS NULL OR e.id IN (SELECT d.event_id FROM events.dedupe d
                                         WHERE d.key = p_key AND d.service = coalesce(p_service, d.service)))
          AND (p_before IS NULL OR e.seq < p_before)
        ORDER BY e.seq DESC
        LIMIT p_limit OFFSET p_offset
    )
    SELECT coalesce(jsonb_agg(reporting.fn_event_document(p.event) ORDER BY p.seq DESC), '[]')::text,
           CASE WHEN count(*) = p_limit THEN min(p.seq) END
    FROM page p;
END
$$;
COMMENT ON FUNCTION reporting.fn_events(text, uuid, timestamptz, timestamptz, text, bigint, integer, integer, boolean) IS
    'Events, those stored last first. p_from <= timestamp < p_to; p_before: only those stored before this place, which the page before ended with (next). '
    'Null: no such restriction. p_fleet: also what began with our own vehicles, which not everybody may see.';

CREATE OR REPLACE FUNCTION reporting.fn_event(p_id uuid, p_fleet boolean) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE cause AS (
        SELECT e AS event, e.id, e.source_event_id, 0 AS steps FROM events.events e WHERE e.id = p_id AND (p_fleet OR e.origin <> 'fleet')
        UNION ALL
        SELECT e, e.id, e.source_event_id, c.steps + 1 FROM cause c JOIN events.events e ON e.id = c.source_event_id WHERE c.steps < 100
    )
    SELECT (reporting.fn_event_document(c.event) || jsonb_build_object(
               'cause_chain', (SELECT coalesce(jsonb_agg(reporting.fn_event_document(a.event) ORDER BY a.steps DESC), '[]') FROM cause a WHERE a.steps > 0),
               'derived_events', to_jsonb((c.event).derived_ids),
               'explain', (c.event).explanation))::text
    FROM cause c WHERE c.steps = 0
$$;
COMMENT ON FUNCTION reporting.fn_event(uuid, boolean) IS
    'An event with the chain of its causes, the first one first, what was derived from it, and which rule derived it from what. Null: there is none. p_fleet: as for fn_events.';

CREATE OR REPLACE FUNCTION reporting.fn_event_rule(p_id text, p_version integer)
RETURNS TABLE (id text, version integer, service text, condition text, derives text, fields text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.id, r.version, r.service, r.condition::text, r.derives::text, s.fields::text
    FROM events.rules r JOIN events.services s ON s.name = r.service
    WHERE r.id = p_id AND (p_version IS NULL OR r.version = p_version)
    ORDER BY r.version DESC LIMIT 1
$$;
COMMENT ON FUNCTION reporting.fn_event_rule(text, integer) IS 'A version of a rule; null: its newest, switched on or not.';

CREATE OR REPLACE FUNCTION reporting.fn_event_rules() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.id, r.version DESC), '[]')::text FROM events.rules r
$$;
COMMENT ON FUNCTION reporting.fn_event_rules() IS 'All versions of all rules, the newest of each first.';

CREATE OR REPLACE FUNCTION reporting.fn_events_of_service(p_service text, p_from timestamptz, p_to timestamptz, p_limit integer)
RETURNS TABLE (id uuid, normalized_payload text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.id, e.normalized_payload::text FROM events.events e
    WHERE e.service = p_service AND e.event_time >= p_from AND e.event_time < p_to
    ORDER BY e.seq DESC LIMIT p_limit
$$;
COMMENT ON FUNCTION reporting.fn_events_of_service(text, timestamptz, timestamptz, integer) IS 'What a rule can be tried on, those stored last first.';

REVOKE ALL ON FUNCTION reporting.fn_event_document(events.events),
    reporting.fn_events(text, uuid, timestamptz, timestamptz, text, bigint, integer, integer, boolean), reporting.fn_event(uuid, boolean),
    reporting.fn_event_rule(text, integer), reporting.fn_event_rules(),
    reporting.fn_events_of_service(text, timestamptz, timestamptz, integer) FROM PUBLIC, grafana_ro;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('81_city_events.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
