-- 32 backup runs: what each backup came to, and the login that makes them.
--
-- Rights over roles are not tracksolid_owner's to give, so this part runs as the connecting user and goes as far as he may.
DO $login$
BEGIN
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fleetline_backup') THEN
            CREATE ROLE fleetline_backup LOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;   -- roles belong to the whole server: another database's migration makes it at this very moment
    END;
    IF NOT pg_has_role('fleetline_backup', 'pg_read_all_data', 'USAGE') THEN
        BEGIN
            GRANT pg_read_all_data TO fleetline_backup;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE WARNING 'user "%" may not let fleetline_backup read everything, which it must to make backups', current_user
                    USING HINT = 'As a superuser: GRANT pg_read_all_data TO fleetline_backup;';
            WHEN unique_violation OR internal_error THEN
                NULL;
        END;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'user "%" may not make the login of the backups', current_user
        USING HINT = 'As a superuser: CREATE ROLE fleetline_backup LOGIN; GRANT pg_read_all_data TO fleetline_backup; and this file again.';
END
$login$;

SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS infrastructure.backup_runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('ok', 'failed')),
    bytes       bigint CHECK (bytes > 0),
    key         text,
    detail      text NOT NULL DEFAULT '',
    CHECK (finished_at >= started_at),
    CHECK (outcome <> 'ok' OR (bytes IS NOT NULL AND key IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS backup_runs_started_at_idx ON infrastructure.backup_runs (started_at);
COMMENT ON TABLE infrastructure.backup_runs IS
    'What each backup came to, written by itself at its end. One that is killed, or finds no database, leaves no row.';
COMMENT ON COLUMN infrastructure.backup_runs.started_at IS 'The moment whose data it holds.';
COMMENT ON COLUMN infrastructure.backup_runs.bytes      IS 'Size of the dump in the store, compressed and perhaps encrypted.';
COMMENT ON COLUMN infrastructure.backup_runs.key        IS 'Where the good dump lies in the store, below the prefix; null: there is none.';
COMMENT ON COLUMN infrastructure.backup_runs.detail     IS 'Why it failed, one line; empty when it did not. With a key: the dump is good, what came after it failed.';

CREATE OR REPLACE VIEW infrastructure.v_last_backup AS
SELECT
    (SELECT max(started_at) FROM infrastructure.backup_runs WHERE key IS NOT NULL) AS last_success_at,
    last.started_at                                                              AS last_try_at,
    last.outcome                                                                 AS last_outcome,
    extract(epoch FROM last.finished_at - last.started_at)                       AS last_duration_s,
    last.bytes                                                                   AS last_bytes,
    last.detail                                                                  AS last_detail
FROM infrastructure.backup_runs AS last
ORDER BY last.id DESC
LIMIT 1;
COMMENT ON VIEW infrastructure.v_last_backup IS
    'The last try, and the start of the newest good backup; no row: there has been no backup. Sizes in bytes, times in seconds.';

DO $rights$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fleetline_backup') THEN
        GRANT USAGE ON SCHEMA infrastructure TO fleetline_backup;
        GRANT INSERT ON infrastructure.backup_runs TO fleetline_backup;
    END IF;
END
$rights$;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('32_backup_runs.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
