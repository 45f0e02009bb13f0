-- 30 audit log: what administrators did, in the same transaction as the deed.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS infrastructure.audit_log (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    actor   text NOT NULL CHECK (actor <> ''),
    login   text NOT NULL DEFAULT session_user,
    action  text NOT NULL CHECK (action <> ''),
    subject text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS audit_log_at_idx ON infrastructure.audit_log (at);
COMMENT ON TABLE infrastructure.audit_log IS 'What administrators did: one row per action, written in the transaction of the action itself.';
COMMENT ON COLUMN infrastructure.audit_log.actor   IS 'Who did it, as FLEETLINE_ACTOR says; otherwise the user of the operating system.';
COMMENT ON COLUMN infrastructure.audit_log.login   IS 'The database''s login that did it.';
COMMENT ON COLUMN infrastructure.audit_log.action  IS 'The command, such as "token create".';
COMMENT ON COLUMN infrastructure.audit_log.subject IS 'What it was done to, such as the name of a token; no secret.';
COMMENT ON COLUMN infrastructure.audit_log.details IS 'How: options and counts; no secret.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('30_audit_log.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
