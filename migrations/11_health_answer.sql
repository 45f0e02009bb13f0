-- 11 health answer: the pipeline's health as the read-API gives it.
SET ROLE tracksolid_owner;

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
            'failures_24h', h.failures_24h, 'last_error', h.last_error, 'accounts_behind', h.accounts_behind)
            ORDER BY h.source, h.endpoint)
        FROM health h), '[]'))
$$;
COMMENT ON FUNCTION reporting.fn_health_ingest(timestamptz) IS
    'The pipeline''s health at p_as_of, one entry per endpoint of reporting.fn_ingest_health. status is that of the worst endpoint: '
    'failing, stale, never, ok, in this order; an endpoint that may be switched off, or a push, that has never run does not count. '
    'Times are UTC; age_s: whole seconds.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('11_health_answer.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
