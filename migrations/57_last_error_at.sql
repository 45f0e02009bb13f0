-- 57 last_error_at: an error without its time may be of this minute or of last week.
SET ROLE tracksolid_owner;

-- The same runs as in reporting.fn_ingest_health, whose columns stay as they are: an earlier file that is applied again by hand makes it anew.
-- No SET clause: inlined, so that the planner sees the time and leaves out older chunks.
CREATE OR REPLACE FUNCTION reporting.fn_last_errors(p_as_of timestamptz DEFAULT now())
RETURNS TABLE (endpoint text, last_error text, last_error_at timestamptz)
LANGUAGE sql STABLE
AS $$
    SELECT e.endpoint, coalesce(f.error, f.outcome), f.started_at
    FROM reporting.v_endpoints e
    CROSS JOIN LATERAL (   -- the newest failure: one step down the index for each kind
        SELECT l.* FROM (VALUES ('limited'), ('failed')) AS kind(outcome)
        CROSS JOIN LATERAL (
            SELECT l.started_at, l.outcome, l.error FROM tracksolid.ingestion_log l
            WHERE l.endpoint = e.endpoint AND l.outcome = kind.outcome
              AND l.started_at > p_as_of - INTERVAL '7 days' AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1) l
        ORDER BY l.started_at DESC LIMIT 1
    ) f
    WHERE e.source <> 'refresh'
    UNION ALL
    SELECT e.endpoint, g.error, g.started_at
    FROM reporting.v_endpoints e
    CROSS JOIN LATERAL (
        SELECT g.error, g.started_at FROM reporting.refresh_log g
        WHERE g.view_name = e.endpoint AND g.outcome = 'failed'
          AND g.started_at > p_as_of - INTERVAL '7 days' AND g.started_at <= p_as_of
        ORDER BY g.started_at DESC LIMIT 1
    ) g
    WHERE e.source = 'refresh'
$$;
COMMENT ON FUNCTION reporting.fn_last_errors(timestamptz) IS
    'The newest run of the last 7 days that failed or was limited, for each endpoint that has one: its error, and when it began.';

CREATE OR REPLACE VIEW reporting.v_last_errors AS
SELECT * FROM reporting.fn_last_errors();
COMMENT ON VIEW reporting.v_last_errors IS 'The newest error of each endpoint of the pipeline, with its time: what last_error in reporting.v_ingest_health is.';

CREATE OR REPLACE FUNCTION reporting.fn_health_ingest(p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
WITH health AS MATERIALIZED (
    SELECT i.*, e.last_error_at FROM reporting.fn_ingest_health(p_as_of) i LEFT JOIN reporting.fn_last_errors(p_as_of) e ON e.endpoint = i.endpoint
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
    'Times are UTC; age_s: whole seconds; last_error_at: when the run began that ended with last_error.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('57_last_error_at.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
