-- 85 outbox: webhooks. Each endpoint has a place in the change log of its own; only what was not taken becomes a row. See docs/webhooks.md.
DO $schema$
BEGIN
    IF to_regnamespace('outbox') IS NULL THEN
        CREATE SCHEMA outbox;
    END IF;
    IF (SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'outbox') <> 'tracksolid_owner' THEN
        -- The owner of a schema may hand it over only to a role that may create schemas in this database.
        IF NOT has_database_privilege('tracksolid_owner', current_database(), 'CREATE') THEN
            EXECUTE format('GRANT CREATE ON DATABASE %I TO tracksolid_owner', current_database());
        END IF;
        ALTER SCHEMA outbox OWNER TO tracksolid_owner;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'user "%" may not make the schema "outbox" for tracksolid_owner', current_user
        USING HINT = 'As a superuser: CREATE SCHEMA outbox AUTHORIZATION tracksolid_owner; and this file again.';
END
$schema$;

SET ROLE tracksolid_owner;
COMMENT ON SCHEMA outbox IS 'Deliveries to the outside: who gets what, how far each has come, and what was not taken yet. Not for readers.';

CREATE TABLE IF NOT EXISTS outbox.endpoints (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    url          text NOT NULL CHECK (url <> ''),
    description  text NOT NULL DEFAULT '',
    kinds        text[] NOT NULL CHECK (cardinality(kinds) > 0),
    imeis        text[],
    cost_centres text[],
    severities   text[],
    concurrency  integer NOT NULL DEFAULT 4 CHECK (concurrency BETWEEN 1 AND 32),
    per_second   integer NOT NULL DEFAULT 50 CHECK (per_second BETWEEN 1 AND 1000),
    state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
    reason       text NOT NULL DEFAULT '',
    version      bigint NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE outbox.endpoints IS 'The webhooks: who gets which events. Its URL may hold a secret of the receiver.';
COMMENT ON COLUMN outbox.endpoints.imeis       IS 'Only of these vehicles; null: of all. Likewise the next two.';
COMMENT ON COLUMN outbox.endpoints.concurrency IS 'Messages that may be on their way at a time.';
COMMENT ON COLUMN outbox.endpoints.per_second  IS 'Messages that are sent in a second at most.';
COMMENT ON COLUMN outbox.endpoints.reason      IS 'Why it is disabled.';
COMMENT ON COLUMN outbox.endpoints.version     IS 'Grows with each change, also of its secrets: senders then read it again.';

CREATE TABLE IF NOT EXISTS outbox.secrets (
    endpoint_id uuid NOT NULL REFERENCES outbox.endpoints ON DELETE CASCADE,
    made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    good_until  timestamptz,
    key         bytea NOT NULL CHECK (length(key) BETWEEN 24 AND 64),
    PRIMARY KEY (endpoint_id, made_at)
);
COMMENT ON TABLE outbox.secrets IS 'The keys that sign: one for each endpoint, two during a rotation. In the clear, because a key that signs cannot be a hash.';
COMMENT ON COLUMN outbox.secrets.good_until IS 'Null: until the next rotation.';

-- Updated often, and in place: no column of an index changes.
CREATE TABLE IF NOT EXISTS outbox.progress (
    endpoint_id     uuid PRIMARY KEY REFERENCES outbox.endpoints ON DELETE CASCADE,
    epoch           text NOT NULL DEFAULT '',
    tick            bigint NOT NULL DEFAULT 0,
    ordinal         integer NOT NULL DEFAULT 0,
    row_in_change   integer NOT NULL DEFAULT 0,
    holder          text,
    leased_until    timestamptz,
    fence           bigint NOT NULL DEFAULT 0,
    delivered       bigint NOT NULL DEFAULT 0,
    failed_attempts bigint NOT NULL DEFAULT 0,
    logged          bigint NOT NULL DEFAULT 0,
    delivered_at    timestamptz,
    failing_since   timestamptz,
    failed_at       timestamptz,
    warnings        integer NOT NULL DEFAULT 0
) WITH (fillfactor = 30);
COMMENT ON TABLE outbox.progress IS 'How far each endpoint has come in the change log, and which process sends to it.';
COMMENT ON COLUMN outbox.progress.epoch         IS 'Empty: it begins at the end of the log.';
COMMENT ON COLUMN outbox.progress.row_in_change IS 'So many rows of the change are done; 0: all of them.';
COMMENT ON COLUMN outbox.progress.fence         IS 'Grows when another process takes over, or somebody moves the place: what the one before has still to write is then refused.';
COMMENT ON COLUMN outbox.progress.failing_since IS 'The first failed attempt since the last success.';
COMMENT ON COLUMN outbox.progress.warnings      IS 'Events of this endpoint''s failing since then.';

CREATE TABLE IF NOT EXISTS outbox.senders (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
COMMENT ON TABLE outbox.senders IS 'The processes that send, which share the endpoints.';

CREATE TABLE IF NOT EXISTS outbox.sequences (
    endpoint_id uuid NOT NULL REFERENCES outbox.endpoints ON DELETE CASCADE,
    subject     text NOT NULL,
    last        bigint NOT NULL,
    PRIMARY KEY (endpoint_id, subject)
) WITH (fillfactor = 70);
COMMENT ON TABLE outbox.sequences IS 'The number of the last message to an endpoint about a subject: a receiver sees by it that one is missing.';

CREATE TABLE IF NOT EXISTS outbox.retries (
    endpoint_id uuid NOT NULL REFERENCES outbox.endpoints ON DELETE CASCADE,
    event_id    text NOT NULL,
    body        text NOT NULL,
    attempts    integer NOT NULL,
    since       timestamptz NOT NULL DEFAULT now(),
    due_at      timestamptz,
    status      integer,
    detail      text NOT NULL DEFAULT '',
    PRIMARY KEY (endpoint_id, event_id)
);
CREATE INDEX IF NOT EXISTS retries_due_idx ON outbox.retries (endpoint_id, due_at);
COMMENT ON TABLE outbox.retries IS 'Messages that were not taken: a row for each failure, none for a success.';
COMMENT ON COLUMN outbox.retries.body   IS 'The bytes that are sent, the same at each attempt.';
COMMENT ON COLUMN outbox.retries.due_at IS 'The next attempt; null: there is none. Such rows are deleted after a week.';

CREATE TABLE IF NOT EXISTS outbox.deliveries (
    endpoint_id uuid NOT NULL REFERENCES outbox.endpoints ON DELETE CASCADE,
    slot        integer NOT NULL CHECK (slot BETWEEN 0 AND 199),
    place       bigint NOT NULL,
    at          timestamptz NOT NULL,
    event_id    text NOT NULL,
    attempt     integer NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('taken', 'failed', 'overloaded', 'gone', 'warning', 'lost')),
    status      integer,
    took_ms     integer,
    detail      text NOT NULL DEFAULT '',
    next_at     timestamptz,
    PRIMARY KEY (endpoint_id, slot)
);
COMMENT ON TABLE outbox.deliveries IS
    'The delivery log: of each endpoint the last 200 attempts that failed, or succeeded after failures. What succeeds at once is only counted.';
COMMENT ON COLUMN outbox.deliveries.place IS 'The number of the entry, from 0; its slot is the rest of that by 200.';

-- Only what people change is told by the trigger; a sender that disables an endpoint tells that itself, as an event.
CREATE OR REPLACE TRIGGER log_changes AFTER INSERT OR UPDATE OR DELETE ON outbox.endpoints
    FOR EACH STATEMENT EXECUTE FUNCTION infrastructure.fn_log_table();

-- Documents of the kinds of events. Of those that are not in the table any more there are none.
CREATE OR REPLACE FUNCTION outbox.fn_trips(p_imeis text[], p_times_us bigint[], p_details text[])
RETURNS TABLE (place bigint, cost_centre text, severity text, document text)
LANGUAGE sql STABLE
AS $$
    SELECT t.place, d.cost_centre, NULL::text, t.event
    FROM reporting.fn_live_trips(p_imeis, p_times_us) t
    LEFT JOIN tracksolid.devices d ON d.imei = p_imeis[t.place]
$$;
COMMENT ON FUNCTION outbox.fn_trips(text[], bigint[], text[]) IS 'Trips, as in reporting.fn_live_trips, with what endpoints filter by.';

CREATE OR REPLACE FUNCTION outbox.fn_alarms(p_imeis text[], p_times_us bigint[], p_details text[])
RETURNS TABLE (place bigint, cost_centre text, severity text, document text)
LANGUAGE sql STABLE
AS $$
    SELECT a.place, d.cost_centre, a.event::json ->> 'severity', a.event
    FROM reporting.fn_live_alarms(p_imeis, p_times_us, p_details) a
    LEFT JOIN tracksolid.devices d ON d.imei = p_imeis[a.place]
$$;
COMMENT ON FUNCTION outbox.fn_alarms(text[], bigint[], text[]) IS 'Alarms, as in reporting.fn_live_alarms, with what endpoints filter by.';

CREATE OR REPLACE FUNCTION outbox.fn_endpoint_events(p_ids text[], p_times_us bigint[], p_details text[])
RETURNS TABLE (place bigint, cost_centre text, severity text, document text)
LANGUAGE sql STABLE
AS $$
    SELECT k.place, NULL::text, CASE k.state WHEN 'failing' THEN 'warning' ELSE 'critical' END,
           json_build_object('kind', 'webhook', 'state', k.state, 'webhook', e.id, 'description', e.description,
                             'failing_since', p.failing_since, 'reason', e.reason)::text
    FROM unnest(p_ids, p_details) WITH ORDINALITY AS k (id, state, place)
    JOIN outbox.endpoints e ON e.id = k.id::uuid
    JOIN outbox.progress p ON p.endpoint_id = e.id
$$;
COMMENT ON FUNCTION outbox.fn_endpoint_events(text[], bigint[], text[]) IS 'Endpoints that fail, or were disabled, as events. Without the URL, which may hold a secret.';

CREATE OR REPLACE FUNCTION outbox.fn_share(p_me text, p_lease_s integer)
RETURNS TABLE (endpoint_id uuid, version bigint, fence bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO outbox.senders (id, seen_at) VALUES (p_me, now()) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at;
    DELETE FROM outbox.senders s WHERE s.seen_at < now() - 2 * p_lease_s * INTERVAL '1 second';
    RETURN QUERY
    WITH live AS MATERIALIZED (
        SELECT s.id FROM outbox.senders s WHERE s.seen_at > now() - p_lease_s * INTERVAL '1 second'
    ), mine AS MATERIALIZED (
        SELECT e.id, e.version FROM outbox.endpoints e
        WHERE e.state = 'active' AND p_me = (SELECT l.id FROM live l ORDER BY md5(l.id || e.id::text) LIMIT 1)
    ), released AS (
        UPDATE outbox.progress p SET holder = NULL, leased_until = NULL
        WHERE p.holder = p_me AND NOT EXISTS (SELECT FROM mine m WHERE m.id = p.endpoint_id)
    )
    UPDATE outbox.progress p
       SET holder = p_me, leased_until = now() + p_lease_s * INTERVAL '1 second',
           fence = p.fence + CASE WHEN p.holder = p_me THEN 0 ELSE 1 END
    FROM mine m
    WHERE p.endpoint_id = m.id AND (p.holder IS NULL OR p.holder = p_me OR p.leased_until < now())
    RETURNING p.endpoint_id, m.version, p.fence;
END
$$;
COMMENT ON FUNCTION outbox.fn_share(text, integer) IS
    'Which active endpoints this process sends to: a hash divides them among the living ones, and one changes hands only once it was released or its lease is over.';

-- An element of p_settled: endpoint, fence, epoch, tick, ordinal, row_in_change, delivered, failed, delivered_at, failing_since, failed_at, warnings,
-- disable (a reason or null), tell (a state or null), sequences {subject: number}, retries [...], done [event ids], log [...].
CREATE OR REPLACE FUNCTION outbox.fn_settle(p_settled jsonb) RETURNS SETOF uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    settled uuid[];
BEGIN
    WITH s AS (
        SELECT * FROM jsonb_to_recordset(p_settled) AS r (
            endpoint uuid, fence bigint, epoch text, tick bigint, ordinal integer, row_in_change integer, delivered bigint, failed bigint,
            delivered_at timestamptz, failing_since timestamptz, failed_at timestamptz, warnings integer, log jsonb)
    ), moved AS (
        UPDATE outbox.progress p
           SET epoch = s.epoch, tick = s.tick, ordinal = s.ordinal, row_in_change = s.row_in_change,
               delivered = p.delivered + s.delivered, failed_attempts = p.failed_attempts + s.failed,
               delivered_at = coalesce(s.delivered_at, p.delivered_at), failing_since = s.failing_since, failed_at = s.failed_at,
               warnings = s.warnings, logged = p.logged + jsonb_array_length(s.log)
        FROM s
        WHERE p.endpoint_id = s.endpoint AND p.fence = s.fence
        RETURNING p.endpoint_id
    )
    SELECT array_agg(endpoint_id) INTO settled FROM moved;
    IF settled IS NULL THEN
        RETURN;
    END IF;

    INSERT INTO outbox.sequences AS q (endpoint_id, subject, last)
    SELECT s.endpoint, n.key, n.value::bigint
    FROM jsonb_to_recordset(p_settled) AS s (endpoint uuid, sequences jsonb) CROSS JOIN LATERAL jsonb_each_text(s.sequences) n
    WHERE s.endpoint = ANY (settled)
    ON CONFLICT (endpoint_id, subject) DO UPDATE SET last = greatest(q.last, excluded.last);

    DELETE FROM outbox.retries r
    USING jsonb_to_recordset(p_settled) AS s (endpoint uuid, done jsonb), jsonb_array_elements_text(s.done) AS d (event_id)
    WHERE s.endpoint = ANY (settled) AND r.endpoint_id = s.endpoint AND r.event_id = d.event_id;

    INSERT INTO outbox.retries (endpoint_id, event_id, body, attempts, due_at, status, detail)
    SELECT s.endpoint, f.event_id, f.body, f.attempts, f.due_at, f.status, f.detail
    FROM jsonb_to_recordset(p_settled) AS s (endpoint uuid, retries jsonb),
         jsonb_to_recordset(s.retries) AS f (event_id text, body text, attempts integer, due_at timestamptz, status integer, detail text)
    WHERE s.endpoint = ANY (settled)
    ON CONFLICT (endpoint_id, event_id) DO UPDATE
        SET attempts = excluded.attempts, due_at = excluded.due_at, status = excluded.status, detail = excluded.detail;

    INSERT INTO outbox.deliveries AS d (endpoint_id, slot, place, at, event_id, attempt, outcome, status, took_ms, detail, next_at)
    SELECT DISTINCT ON (s.endpoint, n.place % 200)
           s.endpoint, (n.place % 200)::integer, n.place, l.at, l.event_id, l.attempt, l.outcome, l.status, l.took_ms, l.detail, l.next_at
    FROM jsonb_to_recordset(p_settled) AS s (endpoint uuid, log jsonb)
    JOIN outbox.progress p ON p.endpoint_id = s.endpoint
    CROSS JOIN LATERAL jsonb_array_elements(s.log) WITH ORDINALITY AS e (entry, nr)
    CROSS JOIN LATERAL (SELECT p.logged - jsonb_array_length(s.log) + e.nr - 1 AS place) n
    CROSS JOIN LATERAL jsonb_to_record(e.entry) AS l (
        at timestamptz, event_id text, attempt integer, outcome text, status integer, took_ms integer, detail text, next_at timestamptz)
    WHERE s.endpoint = ANY (settled)
    ORDER BY s.endpoint, n.place % 200, n.place DESC
    ON CONFLICT (endpoint_id, slot) DO UPDATE
        SET place = excluded.place, at = excluded.at, event_id = excluded.event_id, attempt = excluded.attempt, outcome = excluded.outcome,
            status = excluded.status, took_ms = excluded.took_ms, detail = excluded.detail, next_at = excluded.next_at;

    WITH ended AS (
        UPDATE outbox.endpoints e
           SET state = 'disabled', reason = s.disable, version = e.version + 1, changed_at = now()
        FROM jsonb_to_recordset(p_settled) AS s (endpoint uuid, disable text)
        WHERE s.disable IS NOT NULL AND s.endpoint = ANY (settled) AND e.id = s.endpoint AND e.state = 'active'
        RETURNING e.id, e.reason
    )
    INSERT INTO infrastructure.audit_log (actor, action, subject, details)
    SELECT 'fleetline', 'webhook disable', e.id::text, jsonb_build_object('reason', e.reason) FROM ended e;

    PERFORM infrastructure.fn_append_changes('endpoints', false, array_agg(s.endpoint::text), array_agg(now()), NULL, array_agg(s.tell))
    FROM jsonb_to_recordset(p_settled) AS s (endpoint uuid, tell text)
    WHERE s.tell IS NOT NULL AND s.endpoint = ANY (settled)
    HAVING count(*) > 0;

    RETURN QUERY SELECT unnest(settled);
END
$$;
COMMENT ON FUNCTION outbox.fn_settle(jsonb) IS
    'Writes what senders have done, for many endpoints at once. Returns those for which it counts: not those that another process has taken over.';

CREATE OR REPLACE FUNCTION outbox.fn_endpoints(p_id uuid DEFAULT NULL) RETURNS SETOF jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
    SELECT jsonb_build_object(
               'id', e.id, 'url', e.url, 'description', e.description, 'kinds', e.kinds,
               'filters', jsonb_strip_nulls(jsonb_build_object('imei', e.imeis, 'cost_centre', e.cost_centres, 'severity', e.severities)),
               'concurrency', e.concurrency, 'per_second', e.per_second, 'state', e.state, 'reason', e.reason,
               'created_at', e.created_at, 'created_by', e.created_by, 'changed_at', e.changed_at,
               'secrets', (SELECT jsonb_agg(jsonb_build_object('made_at', s.made_at, 'good_until', s.good_until) ORDER BY s.made_at DESC)
                           FROM outbox.secrets s WHERE s.endpoint_id = e.id AND (s.good_until IS NULL OR s.good_until > now())),
               'cursor', CASE WHEN p.epoch <> '' THEN concat_ws('.', p.epoch, p.tick, p.ordinal, nullif(p.row_in_change, 0)) END,
               'delivered', p.delivered, 'failed_attempts', p.failed_attempts,
               'waiting', (SELECT count(*) FROM outbox.retries r WHERE r.endpoint_id = e.id AND r.due_at IS NOT NULL),
               'given_up', (SELECT count(*) FROM outbox.retries r WHERE r.endpoint_id = e.id AND r.due_at IS NULL),
               'delivered_at', p.delivered_at, 'failing_since', p.failing_since)
    FROM outbox.endpoints e JOIN outbox.progress p ON p.endpoint_id = e.id
    WHERE p_id IS NULL OR e.id = p_id
    ORDER BY e.created_at, e.id
$$;
COMMENT ON FUNCTION outbox.fn_endpoints(uuid) IS 'The webhooks as administrators see them, all or one: with everything but the secrets.';

CREATE OR REPLACE FUNCTION outbox.fn_deliveries(p_id uuid, p_limit integer) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(d) - 'endpoint_id' - 'slot' - 'place' ORDER BY d.place DESC), '[]')
    FROM (SELECT * FROM outbox.deliveries l WHERE l.endpoint_id = p_id ORDER BY l.place DESC LIMIT p_limit) d
$$;
COMMENT ON FUNCTION outbox.fn_deliveries(uuid, integer) IS 'The delivery log of an endpoint, newest first.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('85_outbox.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
