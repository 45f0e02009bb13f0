-- The logins of the services, with the passwords of this container's environment. Runs automatically when the database is created; run it by hand
-- on an existing database, and to change a password (then restart the services):
--   docker compose exec -T timescale_db psql -U postgres -d tracksolid_db < docker/logins.sql
-- Safe to run again. Needs a superuser.
\set ON_ERROR_STOP on
\getenv owner_password TRACKSOLID_OWNER_PASSWORD
\getenv reader_password DASHBOARD_RO_PASSWORD
\getenv backup_password FLEETLINE_BACKUP_PASSWORD

-- What only a superuser may create; the services create the rest with migrations/.
CREATE EXTENSION IF NOT EXISTS timescaledb;
CREATE EXTENSION IF NOT EXISTS postgis;

SELECT format('CREATE ROLE %I LOGIN', name)
  FROM unnest(ARRAY['tracksolid_owner', 'dashboard_ro', 'grafana_ro', 'fleetline_backup']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec
GRANT dashboard_ro TO tracksolid_owner WITH INHERIT FALSE, SET TRUE;
GRANT pg_read_all_data TO fleetline_backup;

-- Readers may create neither temporary tables nor large objects: migration 31, which needs a superuser for it.
SELECT format('GRANT TEMPORARY ON DATABASE %1$I TO tracksolid_owner; REVOKE TEMPORARY ON DATABASE %1$I FROM PUBLIC', current_database()) \gexec
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

-- Passwords must not appear in the server's log, even if it logs statements.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
ALTER ROLE tracksolid_owner LOGIN PASSWORD :'owner_password';
ALTER ROLE dashboard_ro LOGIN PASSWORD :'reader_password';
ALTER ROLE fleetline_backup LOGIN PASSWORD :'backup_password';

SELECT format('ALTER DATABASE %I OWNER TO tracksolid_owner', current_database()) \gexec
