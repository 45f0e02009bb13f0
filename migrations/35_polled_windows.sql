-- 35 polled windows: how far each poller has got with each device, and what polls have corrected or removed.
SET ROLE tracksolid_owner;

-- The polls of trips, stops, alarms and OBD readings had one cursor for a whole account. What it had reached, each of the account's devices had.
INSERT INTO infrastructure.cursors (job, account, imei, up_to, asked_at)
SELECT c.job, c.account, d.imei, c.up_to, c.asked_at
FROM infrastructure.cursors c
JOIN tracksolid.devices d ON d.account = c.account AND d.enabled
WHERE c.imei = ''
ON CONFLICT DO NOTHING;
DELETE FROM infrastructure.cursors WHERE imei = '';

-- A device is asked about under the account that lists it now, and goes on where it was under another one.
CREATE INDEX IF NOT EXISTS cursors_job_imei_idx ON infrastructure.cursors (job, imei);
COMMENT ON TABLE infrastructure.cursors IS
    'How far each poller has got with each device. Advanced in or after the transaction that stores the rows: after an outage the gap is asked for again.';
COMMENT ON COLUMN infrastructure.cursors.account IS 'The account under which the device was asked about.';
COMMENT ON COLUMN infrastructure.cursors.imei    IS 'The device.';

CREATE TABLE IF NOT EXISTS infrastructure.poll_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL,
    fact_table text NOT NULL,
    imei       text NOT NULL,
    began_at   timestamptz NOT NULL,
    question   text NOT NULL,
    before     jsonb NOT NULL,
    after      jsonb
);
CREATE INDEX IF NOT EXISTS poll_changes_changed_at_idx ON infrastructure.poll_changes (changed_at);
CREATE INDEX IF NOT EXISTS poll_changes_imei_idx       ON infrastructure.poll_changes (imei, began_at);
COMMENT ON TABLE infrastructure.poll_changes IS
    'Facts that a poll has corrected or removed, because the vendor now says otherwise. New facts are not listed. Purged like the ingestion log.';
COMMENT ON COLUMN infrastructure.poll_changes.began_at IS 'The time in the key of the fact: start of a trip or a stop, time of an alarm.';
COMMENT ON COLUMN infrastructure.poll_changes.question IS 'Method, account and span of the question whose answer it was.';
COMMENT ON COLUMN infrastructure.poll_changes.before   IS 'The whole row as it was.';
COMMENT ON COLUMN infrastructure.poll_changes.after    IS 'The whole row as it is; null: the vendor no longer lists it, and it was deleted.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('35_polled_windows.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
