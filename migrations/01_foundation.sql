-- 01 foundation: extensions, roles, schemas, the ledger, and who may read what.
--
-- This is the only file that runs as the connecting user; every later file starts with SET ROLE tracksolid_owner,
-- so that objects have one owner, whoever applies them (psql as postgres, Flyway as tracksolid_owner, or a mixture).
-- Every file is safe to run again, and is never edited once landed.

-- A user who is not a superuser gets through these two lines when the extensions are there already.
CREATE EXTENSION IF NOT EXISTS timescaledb;
CREATE EXTENSION IF NOT EXISTS postgis;

-- Roles. No passwords here: a role without one cannot log in by password until the operator sets it.
DO $roles$
DECLARE
    role_name text;
    missing   text[] := '{}';
BEGIN
    FOREACH role_name IN ARRAY ARRAY['tracksolid_owner', 'dashboard_ro', 'grafana_ro'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            missing := missing || role_name;
        END IF;
    END LOOP;

    IF cardinality(missing) > 0
       AND NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        RAISE EXCEPTION 'roles % are missing and user "%" may not create roles', missing, current_user
            USING HINT = 'Run migrations/01_foundation.sql once as a superuser, or as a superuser: '
                      || (SELECT string_agg(format('CREATE ROLE %I LOGIN;', m), ' ') FROM unnest(missing) m);
    END IF;

    FOREACH role_name IN ARRAY missing LOOP
        -- Roles belong to the whole server: another database's migration may create them at this very moment.
        BEGIN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;

    -- Since PostgreSQL 16 whoever creates a role may administer it, but not act as it: that is asked for here.
    IF NOT pg_has_role(current_user, 'tracksolid_owner', 'SET') THEN
        BEGIN
            EXECUTE format('GRANT tracksolid_owner TO %I WITH SET TRUE', current_user);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE EXCEPTION 'user "%" may not act as tracksolid_owner', current_user
                USING HINT = format('As a superuser: GRANT tracksolid_owner TO %I;', current_user);
        END;
    END IF;
END
$roles$;

-- Schemas. Flyway makes "infrastructure" before this file when it is missing, as the connecting user: take it over.
DO $schemas$
DECLARE
    schema_name text;
    owned_by    text;
BEGIN
    FOREACH schema_name IN ARRAY ARRAY['tracksolid', 'reporting', 'infrastructure'] LOOP
        SELECT pg_get_userbyid(nspowner) INTO owned_by FROM pg_namespace WHERE nspname = schema_name;
        IF owned_by IS NULL THEN
            EXECUTE format('CREATE SCHEMA %I', schema_name);
            owned_by := current_user;
        END IF;
        IF owned_by <> 'tracksolid_owner' THEN
            BEGIN
                -- The owner of a schema may hand it over only to a role that may create schemas in this database.
                IF NOT has_database_privilege('tracksolid_owner', current_database(), 'CREATE') THEN
                    EXECUTE format('GRANT CREATE ON DATABASE %I TO tracksolid_owner', current_database());
                END IF;
                EXECUTE format('ALTER SCHEMA %I OWNER TO tracksolid_owner', schema_name);
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'schema "%" belongs to "%", and "%" may not hand it over to tracksolid_owner',
                    schema_name, owned_by, current_user
                    USING HINT = format('As a superuser: ALTER SCHEMA %I OWNER TO tracksolid_owner;', schema_name);
            END;
        END IF;
    END LOOP;
END
$schemas$;

-- Flyway's history table belongs to whoever ran Flyway first. Let the owner role write it too, so that the service may
-- change from one user to the other. (GRANT only: ALTER TABLE … OWNER would wait for the lock of Flyway's own session.)
DO $flyway$
BEGIN
    IF current_user <> 'tracksolid_owner' THEN
        ALTER DEFAULT PRIVILEGES IN SCHEMA infrastructure GRANT ALL ON TABLES TO tracksolid_owner;
        IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('infrastructure.flyway_schema_history')
                                          AND pg_has_role(current_user, relowner, 'USAGE')) THEN
            GRANT ALL ON infrastructure.flyway_schema_history TO tracksolid_owner;
        END IF;
    END IF;
END
$flyway$;

SET ROLE tracksolid_owner;

COMMENT ON SCHEMA tracksolid     IS 'The single source of truth: devices and every fact they reported.';
COMMENT ON SCHEMA reporting      IS 'What readers see: views and functions for maps and dashboards, with their settings.';
COMMENT ON SCHEMA infrastructure IS 'The pipeline''s own bookkeeping: cursors, leases, outbox, dead letters. Not for readers.';

CREATE TABLE IF NOT EXISTS tracksolid.schema_migrations (
    file       text PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now(),
    applied_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE tracksolid.schema_migrations IS
    'The migration ledger: one row per file of migrations/ that has run here, by whatever means. '
    'Each file writes its own row at its end. Flyway keeps its own history in infrastructure.flyway_schema_history.';
COMMENT ON COLUMN tracksolid.schema_migrations.applied_at IS 'When the file ran here for the first time.';
COMMENT ON COLUMN tracksolid.schema_migrations.applied_by IS 'The user who connected, not the role that owns the objects.';

-- Reading rights. dashboard_ro and grafana_ro read tracksolid and reporting, now and later; they write nothing, and see
-- nothing of infrastructure. A table of secrets (tracksolid.api_token_cache, 02) takes the right back where it is made.
-- Nobody executes a function of ours just because he is connected: EXECUTE is taken from PUBLIC, granted in reporting.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA tracksolid GRANT SELECT  ON TABLES    TO dashboard_ro, grafana_ro;
ALTER DEFAULT PRIVILEGES IN SCHEMA reporting  GRANT SELECT  ON TABLES    TO dashboard_ro, grafana_ro;
ALTER DEFAULT PRIVILEGES IN SCHEMA reporting  GRANT EXECUTE ON FUNCTIONS TO dashboard_ro, grafana_ro;

GRANT USAGE ON SCHEMA tracksolid, reporting TO dashboard_ro, grafana_ro;

DO $grants$
BEGIN
    -- One transaction: when this file runs again, nobody can read the token between the grant and the revoke.
    GRANT SELECT ON ALL TABLES IN SCHEMA tracksolid, reporting TO dashboard_ro, grafana_ro;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA reporting TO dashboard_ro, grafana_ro;
    IF to_regclass('tracksolid.api_token_cache') IS NOT NULL THEN
        REVOKE ALL ON tracksolid.api_token_cache FROM dashboard_ro, grafana_ro;
    END IF;
END
$grants$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('01_foundation.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
