-- 80 token rights: what a token may do beside reading.
SET ROLE tracksolid_owner;

ALTER TABLE infrastructure.access_tokens ADD COLUMN IF NOT EXISTS rights text[] NOT NULL DEFAULT '{}';
DO $check$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint
                   WHERE conrelid = 'infrastructure.access_tokens'::regclass AND conname = 'access_tokens_known_rights') THEN
        ALTER TABLE infrastructure.access_tokens
            ADD CONSTRAINT access_tokens_known_rights CHECK (rights <@ ARRAY['events', 'dispatch', 'admin']);
    END IF;
END
$check$;
COMMENT ON COLUMN infrastructure.access_tokens.rights IS
    'What it may do beside reading: events (send and read city events), dispatch (move dispatches), admin (all of that). Empty: it only reads.';

-- fn_access_token stays as it is, for processes of an older version that use the same database.
CREATE OR REPLACE FUNCTION reporting.fn_token_bearer(p_token_sha256 bytea)
RETURNS TABLE (name text, cost_centres text[], expires_at timestamptz, rights text[])
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT t.name, t.cost_centres, t.expires_at, t.rights
    FROM infrastructure.access_tokens t
    WHERE t.token_sha256 = p_token_sha256 AND t.revoked_at IS NULL AND t.expires_at > now()
$$;
COMMENT ON FUNCTION reporting.fn_token_bearer(bytea) IS
    'Whose token this is, by the SHA-256 of it, and what it may; no row: of nobody, or expired, or revoked. cost_centres: null means all.';

REVOKE ALL ON FUNCTION reporting.fn_token_bearer(bytea) FROM PUBLIC, grafana_ro;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('80_token_rights.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
