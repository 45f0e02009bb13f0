-- 31 least privilege: what readers could do beside reading, and an audit log that only grows.
--
-- Every login may make temporary tables and large objects unless that is taken away, and so fill the disk. Both rights belong to
-- the database and to the server's own catalogue: this part runs as the connecting user, and what it may not do it says. A dump does not
-- hold a database's own rights: backup/restore brings them back; run this file again after a restore by other means.
DO $scratch$
DECLARE
    maker regprocedure;
BEGIN
    BEGIN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO tracksolid_owner', current_database());
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        FOREACH maker IN ARRAY ARRAY['lo_creat(integer)', 'lo_create(oid)', 'lo_from_bytea(oid, bytea)']::regprocedure[] LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', maker);
        END LOOP;
    EXCEPTION
        WHEN insufficient_privilege THEN
            NULL;   -- told below
    END;
    IF has_database_privilege('dashboard_ro', current_database(), 'TEMPORARY')
       OR has_function_privilege('dashboard_ro', 'lo_create(oid)', 'EXECUTE') THEN
        RAISE WARNING 'readers may still make temporary tables or large objects, because user "%" may not forbid it', current_user
            USING HINT = 'Run migrations/31_least_privilege.sql once as a superuser.';
    END IF;
END
$scratch$;

SET ROLE tracksolid_owner;

-- The application owns the table, so rights cannot keep it from changing a row. A trigger keeps mistakes and injected SQL from it; whoever
-- may alter the table could still switch that off. What is old may go, for the log to be purged.
CREATE OR REPLACE FUNCTION infrastructure.keep_audit_log() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - INTERVAL '90 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'infrastructure.audit_log only grows: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege', HINT = 'Rows older than 90 days may be deleted.';
END
$$;
COMMENT ON FUNCTION infrastructure.keep_audit_log() IS
    'Refuses every change of the audit log but a new row, and the deletion of one that is older than 90 days.';

CREATE OR REPLACE TRIGGER audit_log_rows_stay BEFORE UPDATE OR DELETE ON infrastructure.audit_log
    FOR EACH ROW EXECUTE FUNCTION infrastructure.keep_audit_log();
CREATE OR REPLACE TRIGGER audit_log_stays BEFORE TRUNCATE ON infrastructure.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION infrastructure.keep_audit_log();
COMMENT ON TRIGGER audit_log_rows_stay ON infrastructure.audit_log IS 'What administrators did stays noted, for 90 days at least.';
COMMENT ON TRIGGER audit_log_stays ON infrastructure.audit_log IS 'What administrators did stays noted, for 90 days at least.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('31_least_privilege.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
