-- 33 request ids: which push a dead letter, or a row of the ingestion log, came with; the log of the service has the same id.
SET ROLE tracksolid_owner;

ALTER TABLE tracksolid.ingestion_log ADD COLUMN IF NOT EXISTS request_id text;
COMMENT ON COLUMN tracksolid.ingestion_log.request_id IS
    'X-Request-Id of the push, as the sender gave it or the service made it; null for polls.';

ALTER TABLE infrastructure.dead_letters ADD COLUMN IF NOT EXISTS request_id text;
COMMENT ON COLUMN infrastructure.dead_letters.request_id IS
    'X-Request-Id of the push with which it came for the first time; null for polls.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('33_request_ids.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
