-- 27 access: the tokens by which readers are known, and the right to read as dashboard_ro.
--
-- Readers' connections begin with SET ROLE dashboard_ro when their login is another one. Membership in a role is granted by
-- whoever administers it, which tracksolid_owner need not do: so this part runs as the connecting user.
DO $members$
DECLARE
    member text;
BEGIN
    FOREACH member IN ARRAY ARRAY['tracksolid_owner', current_user::text] LOOP
        -- A superuser may act as anybody, and counts as a member here.
        CONTINUE WHEN pg_has_role(member, 'dashboard_ro', 'SET');
        BEGIN
            EXECUTE format('GRANT dashboard_ro TO %I WITH INHERIT FALSE, SET TRUE', member);
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE WARNING 'user "%" may not read as dashboard_ro, which it must unless READ_DATABASE_URL names a login of its own', member
                    USING HINT = format('As a superuser: GRANT dashboard_ro TO %I WITH INHERIT FALSE, SET TRUE;', member);
            WHEN unique_violation OR internal_error THEN
                NULL;   -- roles belong to the whole server: another database's migration grants it at this very moment
        END;
    END LOOP;
END
$members$;

SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS infrastructure.access_tokens (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL CHECK (name <> ''),
    token_sha256 bytea NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
    cost_centres text[] CHECK (array_position(cost_centres, NULL) IS NULL),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS access_tokens_name_idx ON infrastructure.access_tokens (name) WHERE revoked_at IS NULL;
COMMENT ON TABLE infrastructure.access_tokens IS 'Who may read: one row per bearer token. The token itself is kept nowhere.';
COMMENT ON COLUMN infrastructure.access_tokens.name         IS 'Whose it is; may be used again once the token is revoked.';
COMMENT ON COLUMN infrastructure.access_tokens.token_sha256 IS 'SHA-256 of the token, which is 32 random bytes: nothing to guess, so no salt is needed.';
COMMENT ON COLUMN infrastructure.access_tokens.cost_centres IS 'The only cost centres whose vehicles it shows; null: all; empty: none.';

-- Readers may ask about a token that they hold, and cannot list any. Runs with its owner's rights for that reason.
CREATE OR REPLACE FUNCTION reporting.fn_access_token(p_token_sha256 bytea)
RETURNS TABLE (name text, cost_centres text[], expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT t.name, t.cost_centres, t.expires_at
    FROM infrastructure.access_tokens t
    WHERE t.token_sha256 = p_token_sha256 AND t.revoked_at IS NULL AND t.expires_at > now()
$$;
COMMENT ON FUNCTION reporting.fn_access_token(bytea) IS
    'Whose token this is, by the SHA-256 of it; no row: of nobody, or expired, or revoked. cost_centres: null means all.';

CREATE OR REPLACE FUNCTION reporting.fn_any_access_token() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM infrastructure.access_tokens t WHERE t.revoked_at IS NULL AND t.expires_at > now())
$$;
COMMENT ON FUNCTION reporting.fn_any_access_token() IS 'Whether there is any token that is good now.';

REVOKE ALL ON FUNCTION reporting.fn_access_token(bytea), reporting.fn_any_access_token() FROM PUBLIC, grafana_ro;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('27_access.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
