-- 64 the lock of the roll-up: its key stands in one function, not in each step of the roll-up.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION infrastructure.fn_lock_rollup() RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT pg_advisory_xact_lock(920146)
$$;
COMMENT ON FUNCTION infrastructure.fn_lock_rollup() IS
    'Waits until no other session rolls up, and holds the advisory lock 920146 until the transaction ends.';

-- The steps stay as migration 53 made them, but for this call. A second run finds none left.
DO $$
DECLARE
    step regprocedure;
BEGIN
    FOR step IN
        SELECT p.oid FROM pg_proc p
        WHERE p.pronamespace = 'infrastructure'::regnamespace AND p.proname <> 'fn_lock_rollup'
          AND p.prosrc LIKE '%pg_advisory_xact_lock(920146)%'
    LOOP
        EXECUTE replace(pg_get_functiondef(step), 'pg_advisory_xact_lock(920146)', 'infrastructure.fn_lock_rollup()');
    END LOOP;
END
$$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('64_rollup_lock.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
