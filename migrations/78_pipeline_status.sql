-- 78 pipeline status: one answer about the whole pipeline, for the first look in an incident. Each part says its state: good, warn, bad, or unknown where the
-- database does not know. Nothing here counts facts: it walks indexes, reads small tables, and of the dead letters the newest 5,000.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION infrastructure.fn_worst_state(p_states text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN 'bad' = ANY (p_states) THEN 'bad' WHEN 'warn' = ANY (p_states) THEN 'warn' WHEN 'good' = ANY (p_states) THEN 'good' ELSE 'unknown' END
$$;
COMMENT ON FUNCTION infrastructure.fn_worst_state(text[]) IS 'The worst of these states; what is unknown makes nothing worse.';

-- As tracksolid.Excerpt does for the log. Pushes are masked before they become dead letters; this is for what else may hold a secret.
CREATE OR REPLACE FUNCTION infrastructure.fn_excerpt(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT left(regexp_replace(regexp_replace(regexp_replace(left(p_text, 4000),
               '("?[a-z_]*(?:token|password|pwd|secret|sign|app_?key|authorization)[a-z0-9_]*"?\s*[:=]\s*)("[^"]*"?|[^&,}\s]*)', '\1***', 'gi'),
               '[0-9A-Fa-f]{24,}', '***', 'g'),
               '[[:cntrl:]]+', ' ', 'g'), 160)
$$;
COMMENT ON FUNCTION infrastructure.fn_excerpt(text) IS 'The beginning of an untrusted text, on one line and without what may be a secret.';

CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_endpoints(p_as_of timestamptz) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
WITH endpoint AS (
    SELECT h.entry || jsonb_build_object('optional', v.optional, 'expected_every_s', extract(epoch FROM v.expected_every)) AS entry, h.place,
           CASE WHEN h.entry ->> 'status' = 'failing' THEN 'bad'
                WHEN h.entry ->> 'status' = 'stale' THEN CASE v.source WHEN 'refresh' THEN 'warn' ELSE 'bad' END
                WHEN h.entry ->> 'status' = 'ok' THEN 'good'
                WHEN v.optional OR v.source = 'push' THEN 'unknown'   -- switched off, or nobody pushes
                ELSE 'warn' END AS state
    FROM jsonb_array_elements(reporting.fn_health_ingest(p_as_of) -> 'endpoints') WITH ORDINALITY AS h(entry, place)
    JOIN reporting.v_endpoints v ON v.endpoint = h.entry ->> 'endpoint'
)
SELECT jsonb_build_object(
    'state', infrastructure.fn_worst_state(array_agg(e.state)),
    'list', coalesce(jsonb_agg(e.entry || jsonb_build_object('state', e.state) ORDER BY e.place), '[]'))
FROM endpoint e
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_endpoints(timestamptz) IS
    'The endpoints of reporting.fn_health_ingest with their states. bad: the newest run of some account failed, or a poll is late; warn: a refresh is late, or '
    'a poll has never run; unknown: it may be off.';

-- The accounts of each endpoint are found by steps down the index, as in reporting.fn_ingest_health, and by the same rules.
CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_accounts(p_as_of timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    c_since CONSTANT timestamptz := p_as_of - INTERVAL '7 days';
    answer jsonb;
BEGIN
    WITH RECURSIVE pair AS (
        SELECT e.endpoint, e.expected_every, (SELECT min(l.account) FROM tracksolid.ingestion_log l
            WHERE l.endpoint = e.endpoint AND l.started_at > c_since AND l.started_at <= p_as_of) AS account
        FROM reporting.v_endpoints e WHERE e.source = 'poll'
        UNION ALL
        SELECT p.endpoint, p.expected_every, (SELECT min(l.account) FROM tracksolid.ingestion_log l
            WHERE l.endpoint = p.endpoint AND l.account > p.account AND l.started_at > c_since AND l.started_at <= p_as_of)
        FROM pair p WHERE p.account IS NOT NULL
    ), run AS (
        SELECT p.account, p.endpoint, newest.started_at, newest.error, success.started_at AS last_success,
               coalesce(newest.outcome <> 'ok' AND newest.started_at > p_as_of - INTERVAL '1 day', false) AS is_failing,
               coalesce(success.started_at < p_as_of - 3 * p.expected_every, success.started_at IS NULL) AS is_behind
        FROM pair p
        LEFT JOIN LATERAL (
            SELECT l.started_at, l.outcome, coalesce(l.error, l.outcome) AS error FROM tracksolid.ingestion_log l
            WHERE l.endpoint = p.endpoint AND l.account = p.account AND l.started_at > c_since AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1) newest ON true
        LEFT JOIN LATERAL (
            SELECT l.started_at FROM tracksolid.ingestion_log l
            WHERE l.endpoint = p.endpoint AND l.account = p.account AND l.outcome = 'ok' AND l.started_at > c_since AND l.started_at <= p_as_of
            ORDER BY l.started_at DESC LIMIT 1) success ON true
        WHERE p.account IS NOT NULL
    ), account AS (
        SELECT r.account, CASE WHEN bool_or(r.is_failing OR r.is_behind) THEN 'bad' ELSE 'good' END AS state,
               max(r.last_success) AS last_success, max(r.started_at) AS last_run,
               coalesce(array_agg(r.endpoint ORDER BY r.endpoint) FILTER (WHERE r.is_failing), '{}') AS failing,
               coalesce(array_agg(r.endpoint ORDER BY r.endpoint) FILTER (WHERE r.is_behind), '{}') AS behind,
               (array_agg(r.error ORDER BY r.started_at DESC) FILTER (WHERE r.is_failing))[1] AS last_error,
               max(r.started_at) FILTER (WHERE r.is_failing) AS last_error_at
        FROM run r GROUP BY r.account
    )
    SELECT jsonb_build_object('state', infrastructure.fn_worst_state(array_agg(a.state)), 'list', coalesce(jsonb_agg(a ORDER BY a.account), '[]'))
    INTO answer FROM account a;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_accounts(timestamptz) IS
    'The accounts that were polled in the last 7 days. failing: endpoints whose newest run failed; behind: those without a success for 3 × expected_every.';

CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_dead_letters(p_as_of timestamptz) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
WITH newest AS MATERIALIZED (
    SELECT d.id, d.source, d.path, d.reason, d.received_at FROM infrastructure.dead_letters d ORDER BY d.received_at DESC LIMIT 5000
), reason AS (
    SELECT n.source, n.path, n.reason, count(*) AS count, max(n.received_at) AS last_at, max(n.id) AS sample_id,
           count(*) FILTER (WHERE n.received_at > p_as_of - INTERVAL '1 hour') AS count_1h,
           count(*) FILTER (WHERE n.received_at > p_as_of - INTERVAL '1 day') AS count_24h
    FROM newest n GROUP BY n.source, n.path, n.reason ORDER BY max(n.received_at) DESC LIMIT 50
), judged AS (
    SELECT r.*, CASE WHEN r.reason = 'mapper failed' AND r.count_24h > 0 THEN 'bad' WHEN r.count_1h > 100 THEN 'warn' ELSE 'good' END AS state
    FROM reason r
)
SELECT jsonb_build_object(
    'state', infrastructure.fn_worst_state('{good}' || (SELECT array_agg(j.state) FROM judged j)),
    'counted', (SELECT count(*) FROM newest),
    'are_more', (SELECT count(*) = 5000 FROM newest),
    'reasons', coalesce((
        SELECT jsonb_agg(to_jsonb(j) - 'sample_id' || jsonb_build_object(
                   'sample', jsonb_build_object('id', d.id, 'imei', d.imei, 'excerpt', infrastructure.fn_excerpt(d.payload)))
                   ORDER BY array_position(ARRAY['bad', 'warn', 'good'], j.state), j.last_at DESC)
        FROM judged j JOIN infrastructure.dead_letters d ON d.id = j.sample_id), '[]'))
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_dead_letters(timestamptz) IS
    'The newest 5,000 dead letters by source, path and reason, each with one of them. bad: a mapper failed within a day; warn: more than a hundred within an hour.';

-- The same limits as in io.fleetline.change.ChangeLogStatus, from which the command "changes status" is made.
CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_consumers() RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
WITH consumer AS (
    SELECT c.name, c.is_of_this_epoch, coalesce(c.lag_s, 0) AS lag_s, c.backlog_ticks, c.failures, c.failing_since, c.last_error, c.moved_at,
           (SELECT count(*) FROM (SELECT FROM infrastructure.change_dead_letters d WHERE d.consumer = c.name LIMIT 1000) d) AS dead_letters
    FROM infrastructure.v_change_consumers c
), judged AS (
    SELECT c.*, CASE WHEN c.failures > 0 OR c.lag_s > 60 OR (c.backlog_ticks > 100 AND c.lag_s > 15) THEN 'bad'
                     WHEN NOT c.is_of_this_epoch OR c.dead_letters > 0 THEN 'warn'
                     ELSE 'good' END AS state
    FROM consumer c
), log AS (   -- a standby has its own sessions and locks: it does not know those of the primary
    SELECT l.epoch <> '' AS is_on, NOT pg_is_in_recovery() AS is_primary,
           (SELECT t.at FROM infrastructure.ticks t WHERE t.epoch = l.epoch ORDER BY t.tick DESC LIMIT 1) AS newest_tick_at,
           EXISTS (SELECT FROM pg_locks k WHERE k.locktype = 'advisory' AND k.granted AND k.objid = 920150
                   AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS has_ticker,
           (SELECT count(*) FROM pg_stat_activity a WHERE a.application_name = 'fleetline listener' AND a.datname = current_database()) AS listeners
    FROM infrastructure.change_log l
)
SELECT jsonb_build_object(
    'state', CASE WHEN NOT l.is_on THEN 'unknown'
                  WHEN l.is_primary AND NOT l.has_ticker THEN 'bad'
                  WHEN l.is_primary AND l.listeners = 0 THEN 'warn'
                  ELSE infrastructure.fn_worst_state('{good}' || (SELECT array_agg(j.state) FROM judged j)) END,
    'is_on', l.is_on, 'newest_tick_at', l.newest_tick_at,
    'has_ticker', CASE WHEN l.is_primary THEN l.has_ticker END, 'listeners', CASE WHEN l.is_primary THEN l.listeners END,
    'consumers', coalesce((SELECT jsonb_agg(j ORDER BY j.name) FROM judged j), '[]'))
FROM log l
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_consumers() IS
    'The change log and its consumers. bad: no ticker, or a consumer fails or is more than a minute behind; warn: nobody listens, a consumer computes everything '
    'anew, or has dead letters; unknown: the log is off. has_ticker, listeners: null on a standby.';

CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_processes(p_as_of timestamptz) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
WITH poller AS (
    SELECT left(r.id, 8) AS process, r.seen_at, greatest(extract(epoch FROM p_as_of - r.seen_at), 0)::double precision AS age_s,
           (SELECT count(*) FROM infrastructure.leases l WHERE l.owner = r.id AND l.expires_at > p_as_of) AS leases
    FROM infrastructure.replicas r
), lock AS (
    SELECT k.name FROM (VALUES (920144, 'migrations'), (920145, 'trips view'), (920146, 'roll-up'), (920148, 'purge'), (920149, 'storage policies'),
                               (920150, 'ticker'), (92014659, 'extents view')) AS k(key, name)
    WHERE EXISTS (SELECT FROM pg_locks p WHERE p.locktype = 'advisory' AND p.granted AND p.objid = k.key
                  AND p.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
), session AS (   -- what kind of session another role has is hidden
    SELECT coalesce(nullif(a.application_name, ''), 'unnamed') AS name, count(*) AS sessions FROM pg_stat_activity a
    WHERE a.datname = current_database() AND coalesce(a.backend_type, 'client backend') = 'client backend' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
)
SELECT jsonb_build_object(
    'state', CASE WHEN EXISTS (SELECT FROM poller p WHERE p.age_s < 60) THEN 'good'
                  WHEN EXISTS (SELECT FROM infrastructure.cursors) THEN 'bad'   -- somebody has polled before
                  ELSE 'unknown' END,
    'pollers', coalesce((SELECT jsonb_agg(p ORDER BY p.process) FROM poller p), '[]'),
    'locks', coalesce((SELECT jsonb_agg(l.name ORDER BY l.name) FROM lock l), '[]'),
    'sessions', coalesce((SELECT jsonb_agg(s ORDER BY s.sessions DESC, s.name) FROM session s), '[]'),
    'max_sessions', current_setting('max_connections')::integer)
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_processes(timestamptz) IS
    'Processes that poll, with their leases; advisory locks that are held; sessions of this database by name. bad: vehicles were polled before, and no process '
    'has shown itself for a minute.';

CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_fixes(p_as_of timestamptz) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT jsonb_build_object(
    'state', CASE WHEN count(*) = 0 THEN 'unknown' WHEN max(p.gps_time) < p_as_of - INTERVAL '15 minutes' THEN 'warn' ELSE 'good' END,
    'newest_at', max(p.gps_time),
    'age_s', CASE WHEN count(*) > 0 THEN greatest(extract(epoch FROM p_as_of - max(p.gps_time)), 0)::double precision END, 'vehicles', count(*),
    'reporting', count(*) FILTER (WHERE p.gps_time > p_as_of - INTERVAL '30 minutes'))
FROM tracksolid.live_positions p
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_fixes(timestamptz) IS
    'How old the newest fix of the fleet is. warn: over 15 minutes. reporting: vehicles with a fix of the last half hour.';

CREATE OR REPLACE FUNCTION infrastructure.fn_pipeline_backup(p_as_of timestamptz) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT coalesce((
    SELECT jsonb_build_object(
        'state', CASE WHEN b.last_outcome <> 'ok' OR b.last_success_at IS NULL OR b.last_success_at < p_as_of - INTERVAL '26 hours' THEN 'bad' ELSE 'good' END,
        'last_success_at', b.last_success_at, 'last_try_at', b.last_try_at, 'last_outcome', b.last_outcome, 'bytes', b.last_bytes,
        'detail', infrastructure.fn_excerpt(nullif(b.last_detail, '')))
    FROM infrastructure.v_last_backup b),
    jsonb_build_object('state', 'unknown', 'last_success_at', NULL, 'last_try_at', NULL, 'last_outcome', NULL, 'bytes', NULL, 'detail', NULL))
$$;
COMMENT ON FUNCTION infrastructure.fn_pipeline_backup(timestamptz) IS
    'The last backup, by infrastructure.v_last_backup. bad: it failed, or the newest good one is older than 26 hours; unknown: none is recorded.';

-- Readers may ask for the whole, and see nothing else of the schema infrastructure. The rights of its owner are needed for that.
CREATE OR REPLACE FUNCTION reporting.fn_pipeline_storage() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
WITH hypertable AS (
    SELECT h.hypertable_schema || '.' || h.hypertable_name AS name, format('%I.%I', h.hypertable_schema, h.hypertable_name)::regclass AS id,
           h.hypertable_schema AS schema_name, h.hypertable_name AS table_name
    FROM timescaledb_information.hypertables h
), chunk AS MATERIALIZED (
    SELECT h.name, coalesce(s.total_bytes, 0) AS bytes, c.range_start, c.range_end
    FROM hypertable h
    CROSS JOIN LATERAL public.chunks_detailed_size(h.id) s
    JOIN timescaledb_information.chunks c ON c.chunk_schema = s.chunk_schema AND c.chunk_name = s.chunk_name
), table_size AS (
    SELECT c.name, sum(c.bytes)::bigint AS bytes, count(*) AS chunks, min(c.range_start) AS since FROM chunk c GROUP BY c.name ORDER BY 2 DESC, 1 LIMIT 8
), past AS (   -- facts of days that are over; their chunks may since have been compressed
    SELECT c.bytes, extract(epoch FROM c.range_end - c.range_start) / 86400 AS days, c.range_start
    FROM chunk c WHERE c.range_end <= now() AND c.range_start >= now() - INTERVAL '30 days'
), growth AS (
    SELECT sum(p.bytes) AS bytes, extract(epoch FROM now() - min(p.range_start)) / 86400 AS days FROM past p
), trouble AS (
    SELECT (SELECT count(*) FROM infrastructure.fn_chunks_to_compress(INTERVAL '2 days')) AS overdue_chunks,
           (SELECT count(*) FROM timescaledb_information.jobs j JOIN timescaledb_information.job_stats s USING (job_id)
            WHERE j.job_id >= 1000 AND s.last_run_status = 'Failed') AS failed_jobs
)
SELECT jsonb_build_object(
    'state', CASE WHEN t.overdue_chunks + t.failed_jobs > 0 THEN 'warn' ELSE 'good' END,
    'size_bytes', pg_database_size(current_database()),
    'bytes_per_day', CASE WHEN g.days >= 1 THEN round(g.bytes / g.days) END, 'of_days', CASE WHEN g.days >= 1 THEN round(g.days) END,
    'overdue_chunks', t.overdue_chunks, 'failed_jobs', t.failed_jobs,
    'tables', coalesce((SELECT jsonb_agg(s ORDER BY s.bytes DESC, s.name) FROM table_size s), '[]'))
FROM growth g, trouble t
$$;
COMMENT ON FUNCTION reporting.fn_pipeline_storage() IS
    'The size of the database, what its hypertables have grown by on an average day of the last 30 (null before one has passed), and the largest of them; '
    'bytes. warn: chunks should have been compressed two days ago, or a job of the database fails. It looks at every file: ask once a minute at most.';

CREATE OR REPLACE FUNCTION reporting.fn_pipeline_status(
    p_storage jsonb DEFAULT reporting.fn_pipeline_storage(), p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
WITH status AS (
    SELECT jsonb_build_object(
        'endpoints', infrastructure.fn_pipeline_endpoints(p_as_of), 'accounts', infrastructure.fn_pipeline_accounts(p_as_of),
        'fixes', infrastructure.fn_pipeline_fixes(p_as_of), 'dead_letters', infrastructure.fn_pipeline_dead_letters(p_as_of),
        'change_log', infrastructure.fn_pipeline_consumers(), 'processes', infrastructure.fn_pipeline_processes(p_as_of),
        'storage', p_storage, 'backup', infrastructure.fn_pipeline_backup(p_as_of),
        'drill', jsonb_build_object('state', 'unknown', 'last_at', NULL)   -- a drill leaves no trace in the database
    ) AS parts
)
SELECT s.parts || jsonb_build_object('as_of', p_as_of, 'state', (
    SELECT infrastructure.fn_worst_state(array_agg(p.part ->> 'state')) FROM jsonb_each(s.parts) AS p(name, part)))
FROM status s
$$;
COMMENT ON FUNCTION reporting.fn_pipeline_status(jsonb, timestamptz) IS
    'What is the state of the pipeline: endpoints, accounts, fixes, dead letters, change log, processes, storage, backup, drill. state: the worst of them. '
    'p_storage: an answer of fn_pipeline_storage, which may be a minute old.';

-- It shows errors of all accounts and excerpts of what devices sent: for the read-API, which refuses callers of single cost centres.
REVOKE ALL ON FUNCTION reporting.fn_pipeline_storage(), reporting.fn_pipeline_status(jsonb, timestamptz) FROM PUBLIC, grafana_ro;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('78_pipeline_status.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
