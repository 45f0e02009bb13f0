-- 04 infrastructure: what the pipeline keeps about itself. All of it may be shared by several replicas.
SET ROLE tracksolid_owner;

-- The ingestion log: readers may see it (health), so it lives beside the facts.
CREATE TABLE IF NOT EXISTS tracksolid.ingestion_log (
    started_at    timestamptz NOT NULL,
    endpoint      text NOT NULL,
    account       text,
    source        text NOT NULL CHECK (source IN ('poll', 'push')),
    rows_received integer NOT NULL DEFAULT 0 CHECK (rows_received >= 0),
    rows_inserted integer NOT NULL DEFAULT 0 CHECK (rows_inserted >= 0),
    rows_rejected integer NOT NULL DEFAULT 0 CHECK (rows_rejected >= 0),
    duration_ms   integer CHECK (duration_ms >= 0),
    outcome       text NOT NULL CHECK (outcome IN ('ok', 'limited', 'failed')),
    error         text
);
SELECT create_hypertable('tracksolid.ingestion_log', by_range('started_at', INTERVAL '1 day'),
                         create_default_indexes => false, if_not_exists => true);
-- "The last success of this endpoint", and "… of this account of this endpoint": one step down an index each.
CREATE INDEX IF NOT EXISTS ingestion_log_endpoint_outcome_idx
    ON tracksolid.ingestion_log (endpoint, outcome, started_at DESC);
CREATE INDEX IF NOT EXISTS ingestion_log_endpoint_account_idx
    ON tracksolid.ingestion_log (endpoint, account, started_at DESC);
COMMENT ON TABLE tracksolid.ingestion_log IS 'One row per call of the vendor''s API or batch pushed to us.';
COMMENT ON COLUMN tracksolid.ingestion_log.endpoint      IS 'API method (jimi.…) or path (/pushgps).';
COMMENT ON COLUMN tracksolid.ingestion_log.account       IS 'The account asked for; null for a push.';
COMMENT ON COLUMN tracksolid.ingestion_log.rows_received IS 'Rows in the answer or the push.';
COMMENT ON COLUMN tracksolid.ingestion_log.rows_inserted IS 'Rows that were new; a repeat counts neither as inserted nor as rejected.';
COMMENT ON COLUMN tracksolid.ingestion_log.rows_rejected IS 'Rows that went to the dead letters.';
COMMENT ON COLUMN tracksolid.ingestion_log.duration_ms   IS 'Milliseconds, from asking to committed.';
COMMENT ON COLUMN tracksolid.ingestion_log.outcome       IS 'ok; limited: the vendor said "too often" (1006); failed: anything else.';

CREATE TABLE IF NOT EXISTS infrastructure.dead_letters (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now(),
    source      text NOT NULL,
    path        text,
    imei        text,
    reason      text NOT NULL,
    payload     text NOT NULL
);
CREATE INDEX IF NOT EXISTS dead_letters_received_at_idx ON infrastructure.dead_letters (received_at);
COMMENT ON TABLE infrastructure.dead_letters IS 'What could not be stored, whole, with the reason. A replay that succeeds deletes the row.';
COMMENT ON COLUMN infrastructure.dead_letters.path    IS 'Push path or API method it came by.';
COMMENT ON COLUMN infrastructure.dead_letters.payload IS 'The item as it came; text, because it may not even be JSON.';

CREATE TABLE IF NOT EXISTS infrastructure.cursors (
    job      text NOT NULL,
    account  text NOT NULL,
    imei     text NOT NULL DEFAULT '',
    up_to    timestamptz NOT NULL,
    asked_at timestamptz,
    PRIMARY KEY (job, account, imei)
);
COMMENT ON TABLE infrastructure.cursors IS
    'How far each poller has got. Advanced in the transaction that stores the rows: after an outage the gap is asked for again.';
COMMENT ON COLUMN infrastructure.cursors.imei     IS 'Empty for jobs that ask for a whole account.';
COMMENT ON COLUMN infrastructure.cursors.up_to    IS 'Everything before this time is stored.';
COMMENT ON COLUMN infrastructure.cursors.asked_at IS 'When it was last asked, answered or not.';

CREATE TABLE IF NOT EXISTS infrastructure.replicas (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE infrastructure.replicas IS 'Processes of the service, each with its last sign of life.';

CREATE TABLE IF NOT EXISTS infrastructure.leases (
    job        text NOT NULL,
    account    text NOT NULL DEFAULT '',
    owner      text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (job, account)
);
COMMENT ON TABLE infrastructure.leases IS 'Who does which job for which account: one replica at a time, until expires_at.';
COMMENT ON COLUMN infrastructure.leases.owner IS 'infrastructure.replicas.id.';

CREATE TABLE IF NOT EXISTS infrastructure.outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text NOT NULL,
    payload    jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE infrastructure.outbox IS
    'The change feed''s durable set: written with the fact, deleted with the work done. NOTIFY only rings the bell. '
    'Ids are given before commits, so a row with a lower id may appear later: never use the id as a high-water mark.';

CREATE TABLE IF NOT EXISTS infrastructure.dirty_days (
    imei text NOT NULL,
    day  date NOT NULL,
    PRIMARY KEY (imei, day)
);
COMMENT ON TABLE infrastructure.dirty_days IS 'Vehicle days whose roll-ups must be computed again; deleted in the transaction that did it.';
COMMENT ON COLUMN infrastructure.dirty_days.day IS 'Business day, in the fleet''s time zone.';

CREATE TABLE IF NOT EXISTS infrastructure.endpoints (
    endpoint       text PRIMARY KEY,
    source         text NOT NULL CHECK (source IN ('poll', 'push', 'refresh')),
    expected_every interval,
    optional       boolean NOT NULL DEFAULT false,
    description    text NOT NULL
);
COMMENT ON TABLE infrastructure.endpoints IS 'The pipeline''s endpoints, as reporting.v_ingest_health lists them.';
COMMENT ON COLUMN infrastructure.endpoints.expected_every IS 'How often it should succeed; null: it comes when it comes, and is never stale.';
COMMENT ON COLUMN infrastructure.endpoints.optional       IS 'It may be switched off: "never" does not make the whole unhealthy.';

-- An operator's own interval is kept: DO NOTHING.
INSERT INTO infrastructure.endpoints (endpoint, source, expected_every, optional, description) VALUES
    ('jimi.user.device.location.list',      'poll', '60 seconds', false, 'Live positions of an account'),
    ('jimi.device.track.mileage',           'poll', '15 minutes', false, 'Trips'),
    ('jimi.open.platform.report.parking',   'poll', '15 minutes', false, 'Parking and idling'),
    ('jimi.device.track.list',              'poll', '30 minutes', false, 'Tracks, device by device'),
    ('jimi.device.alarm.list',              'poll', '5 minutes',  false, 'Alarms'),
    ('jimi.user.device.list',               'poll', '24 hours',   false, 'The register of devices'),
    ('jimi.device.obd.list',                'poll', '5 minutes',  true,  'OBD readings; off by default'),
    ('/pushgps',                            'push', NULL,         true,  'Fixes'),
    ('/pushhb',                             'push', NULL,         true,  'Heartbeats'),
    ('/pushalarm',                          'push', NULL,         true,  'Alarms'),
    ('/pushevent',                          'push', NULL,         true,  'Login and logout'),
    ('/pushobd',                            'push', NULL,         true,  'OBD readings'),
    ('/pushtripreport',                     'push', NULL,         true,  'Trips'),
    ('/pushoil',                            'push', NULL,         true,  'Fuel sensors'),
    ('/pushtem',                            'push', NULL,         true,  'Temperature and humidity'),
    ('/pushlbs',                            'push', NULL,         true,  'Radio cells'),
    ('/pushfaultinfo',                      'push', NULL,         true,  'Fault codes'),
    ('reporting.v_trips',                   'refresh', '5 minutes', true, 'The refresh of v_trips; may be switched off')
ON CONFLICT (endpoint) DO NOTHING;

INSERT INTO tracksolid.schema_migrations (file) VALUES ('04_infrastructure.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
