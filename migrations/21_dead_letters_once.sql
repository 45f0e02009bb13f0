-- 21 a dead letter is kept once, however often it comes: a push that is sent again because its acknowledgement was lost, or a
-- poll whose windows overlap, brings the same item with the same fault.
SET ROLE tracksolid_owner;

ALTER TABLE infrastructure.dead_letters ADD COLUMN IF NOT EXISTS times_seen bigint NOT NULL DEFAULT 1;
COMMENT ON COLUMN infrastructure.dead_letters.times_seen  IS 'How often it has come.';
COMMENT ON COLUMN infrastructure.dead_letters.received_at IS 'When it came for the first time.';

-- The oldest copy stands for all.
WITH copy AS (
    SELECT id, min(id) OVER same AS kept, sum(times_seen) OVER same AS times_seen
    FROM infrastructure.dead_letters
    WINDOW same AS (PARTITION BY source, path, reason, md5(payload))
), gone AS (
    DELETE FROM infrastructure.dead_letters d USING copy c WHERE d.id = c.id AND c.id <> c.kept
)
UPDATE infrastructure.dead_letters d SET times_seen = c.times_seen
FROM copy c WHERE d.id = c.id AND c.id = c.kept AND d.times_seen <> c.times_seen;

CREATE UNIQUE INDEX IF NOT EXISTS dead_letters_once_idx
    ON infrastructure.dead_letters (source, path, reason, md5(payload)) NULLS NOT DISTINCT;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('21_dead_letters_once.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
