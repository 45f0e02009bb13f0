-- 57 last_error_at: an error without its time may be of this minute or of last week.
SET ROLE tracksolid_owner;

-- Looks back seven days and no further: an endpoint that has not run since then is "never". No SET clause: inlined, so that
-- the planner sees the time and leaves out older chunks. The accounts are found by steps down the index, not by reading it all.
-- One more column is another type of answer, and the view is made of it.
DROP VIEW IF EXISTS reporting.v_ingest_health;
DROP FUNCTION IF EXISTS reporting.fn_ingest_health(timestamptz);
CREATE FUNCTION reporting.fn_ingest_health(p_as_of timestamptz DEFAULT now())
RETURNS TABLE (endpoint text, source text, last_success timestamptz, age_s numeric, runs_24h bigint, rows_24h bigint, failures_24h bigint,
               status text, last_error text, accounts_behind text[], expected_every interval, optional boolean, last_error_at timestamptz)
LANGUAGE sql STABLE
AS $$
WITH RECURSIVE pair AS (
    SELECT e.endpoint, e.expected_every, (SELECT min(l.account) FROM tracksolid.ingestion_log l
        WHERE l.endpoint = e.endpoint AND l.started_at > p_as_of - INTERVAL '7 days' AND l.started_at <= p_as_of) AS account
    FROM reporting.v_endpoints e WHERE e.source <> 'refresh'
    UNION ALL
    SELECT p.endpoint, p.expected_every, (SELECT min(l.account) FROM tracksolid.ingestion_log l
        WHERE l.endpoint = p.endpoint AND l.account > p.account
          AND l.started_at > p_as_of - INTERVAL '7 days' AND l.started_at <= p_as_of)
    FROM pair p WHERE p.account IS NOT NULL
), newest AS (   -- per endpoint and account: the newest run of the last day, and the newest success
    SELECT p.endpoint, p.expected_every, p.account,
           (SELECT l.outcome FROM tracksolid.ingestion_log l
            WHERE l.endpoint = p.endpoint AND l.account = p.account
              AND l.started_at > p_as_of - INTERVAL '1 day' AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1) AS last_outcome,
           (SELECT l.started_at FROM tracksolid.ingestion_log l
            WHERE l.endpoint = p.endpoint AND l.account = p.account AND l.outcome = 'ok'
              AND l.started_at > p_as_of - INTERVAL '7 days' AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1) AS last_success
    FROM pair p WHERE p.account IS NOT NULL
    UNION ALL    -- a push belongs to no account
    SELECT e.endpoint, e.expected_every, NULL,
           (SELECT l.outcome FROM tracksolid.ingestion_log l
            WHERE l.endpoint = e.endpoint AND l.account IS NULL
              AND l.started_at > p_as_of - INTERVAL '1 day' AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1),
           (SELECT l.started_at FROM tracksolid.ingestion_log l
            WHERE l.endpoint = e.endpoint AND l.account IS NULL AND l.outcome = 'ok'
              AND l.started_at > p_as_of - INTERVAL '7 days' AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1)
    FROM reporting.v_endpoints e WHERE e.source <> 'refresh'
), state AS (
    SELECT n.endpoint, max(n.last_success) AS last_success,
           coalesce(bool_or(n.last_outcome <> 'ok'), false) AS failing,
           array_agg(n.account ORDER BY n.account) FILTER (WHERE n.account IS NOT NULL
               AND coalesce(n.last_success < p_as_of - 3 * n.expected_every, n.last_success IS NULL)) AS behind
    FROM newest n GROUP BY n.endpoint
), day AS (
    SELECT l.endpoint, count(*) AS runs, sum(l.rows_inserted) AS rows, count(*) FILTER (WHERE l.outcome <> 'ok') AS failures
    FROM tracksolid.ingestion_log l
    WHERE l.started_at > p_as_of - INTERVAL '1 day' AND l.started_at <= p_as_of
    GROUP BY l.endpoint
), run AS (
    SELECT e.*, s.last_success, s.failing, s.behind, coalesce(d.runs, 0) AS runs, coalesce(d.rows, 0) AS rows, coalesce(d.failures, 0) AS failures,
           s.last_success IS NOT NULL OR f.started_at IS NOT NULL AS ever, coalesce(f.error, f.outcome) AS last_error,
           f.started_at AS last_error_at
    FROM reporting.v_endpoints e
    JOIN state s ON s.endpoint = e.endpoint
    LEFT JOIN day d ON d.endpoint = e.endpoint
    LEFT JOIN LATERAL (   -- the newest failure: one step down the index for each kind
        SELECT l.* FROM (VALUES ('limited'), ('failed')) AS kind(outcome)
        CROSS JOIN LATERAL (
            SELECT l.started_at, l.outcome, l.error FROM tracksolid.ingestion_log l
            WHERE l.endpoint = e.endpoint AND l.outcome = kind.outcome
              AND l.started_at > p_as_of - INTERVAL '7 days' AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1) l
        ORDER BY l.started_at DESC LIMIT 1
    ) f ON true
    UNION ALL
    SELECT e.*, r.last_success, r.last_outcome IS DISTINCT FROM 'ok' AND r.runs > 0, NULL, r.runs, r.rows, r.failures, r.ever, r.last_error,
           r.last_error_at
    FROM reporting.v_endpoints e
    CROSS JOIN LATERAL (
        SELECT max(g.finished_at) FILTER (WHERE g.outcome = 'ok') AS last_success, count(*) > 0 AS ever,
               (array_agg(g.outcome ORDER BY g.started_at DESC) FILTER (WHERE g.outcome IS NOT NULL))[1] AS last_outcome,
               count(*) FILTER (WHERE g.started_at > p_as_of - INTERVAL '1 day') AS runs,
               coalesce((array_agg(g.rows ORDER BY g.started_at DESC) FILTER (WHERE g.outcome = 'ok'))[1], 0) AS rows,
               count(*) FILTER (WHERE g.started_at > p_as_of - INTERVAL '1 day' AND g.outcome = 'failed') AS failures,
               (array_agg(g.error ORDER BY g.started_at DESC) FILTER (WHERE g.outcome = 'failed'))[1] AS last_error,
               max(g.started_at) FILTER (WHERE g.outcome = 'failed') AS last_error_at
        FROM reporting.refresh_log g
        WHERE g.view_name = e.endpoint AND g.started_at > p_as_of - INTERVAL '7 days' AND g.started_at <= p_as_of
    ) r
    WHERE e.source = 'refresh'
)
SELECT r.endpoint, r.source, r.last_success,
       CASE WHEN r.last_success IS NOT NULL THEN greatest(floor(extract(epoch FROM p_as_of - r.last_success)), 0) END, r.runs, r.rows, r.failures,
       CASE WHEN NOT r.ever THEN 'never'
            WHEN r.failing THEN 'failing'
            WHEN r.expected_every IS NOT NULL AND coalesce(r.last_success < p_as_of - 3 * r.expected_every, true) THEN 'stale'
            ELSE 'ok' END,
       r.last_error, coalesce(r.behind, '{}'), r.expected_every, r.optional, r.last_error_at
FROM run r
ORDER BY r.source, r.endpoint
$$;
COMMENT ON FUNCTION reporting.fn_ingest_health(timestamptz) IS
    'One row per endpoint. never: no run in 7 days. failing: the newest run of the last day of some account (or of the push) failed or was '
    'limited, however fresh the last success. stale: the last success is older than 3 × expected_every. ok: else. accounts_behind: accounts '
    'whose own last success is older than that. age_s: whole seconds since last_success; rows_24h: rows inserted (for a refresh: rows of the view). '
    'last_error: of the newest run in 7 days that failed or was limited; last_error_at: when that run began.';

CREATE VIEW reporting.v_ingest_health AS
SELECT * FROM reporting.fn_ingest_health();
COMMENT ON VIEW reporting.v_ingest_health IS 'The pipeline''s health now, one row per endpoint; see reporting.fn_ingest_health.';

CREATE OR REPLACE FUNCTION reporting.fn_health_ingest(p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
WITH health AS MATERIALIZED (
    SELECT * FROM reporting.fn_ingest_health(p_as_of)
)
SELECT jsonb_build_object(
    'status', coalesce((
        SELECT h.status FROM health h
        WHERE NOT (h.status = 'never' AND (h.optional OR h.source = 'push'))
        ORDER BY array_position(ARRAY['failing', 'stale', 'never', 'ok'], h.status) LIMIT 1), 'ok'),
    'as_of', p_as_of,
    'endpoints', coalesce((
        SELECT jsonb_agg(jsonb_build_object('endpoint', h.endpoint, 'source', h.source, 'status', h.status,
            'last_success', h.last_success, 'age_s', h.age_s, 'runs_24h', h.runs_24h, 'rows_24h', h.rows_24h,
            'failures_24h', h.failures_24h, 'last_error', h.last_error, 'last_error_at', h.last_error_at, 'accounts_behind', h.accounts_behind)
            ORDER BY h.source, h.endpoint)
        FROM health h), '[]'))
$$;
COMMENT ON FUNCTION reporting.fn_health_ingest(timestamptz) IS
    'The pipeline''s health at p_as_of, one entry per endpoint of reporting.fn_ingest_health. status is that of the worst endpoint: '
    'failing, stale, never, ok, in this order; an endpoint that may be switched off, or a push, that has never run does not count. '
    'Times are UTC; age_s: whole seconds.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('57_last_error_at.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
