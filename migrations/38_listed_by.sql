-- 38 listed by: a device may belong to a sub-account that is not polled itself. Who owns a device and under whose account it is asked for are two things.
SET ROLE tracksolid_owner;

ALTER TABLE tracksolid.devices ADD COLUMN IF NOT EXISTS listed_by text;
UPDATE tracksolid.devices SET listed_by = account WHERE listed_by IS NULL AND account IS NOT NULL;
CREATE INDEX IF NOT EXISTS devices_listed_by_idx ON tracksolid.devices (listed_by) WHERE enabled;
COMMENT ON COLUMN tracksolid.devices.account IS
    'The account that owns the device, as its detail says; the account that lists it where the detail does not say.';
COMMENT ON COLUMN tracksolid.devices.listed_by IS
    'The polled account whose device list named it last: its trips, stops, alarms and tracks are asked for with this account''s list.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('38_listed_by.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
