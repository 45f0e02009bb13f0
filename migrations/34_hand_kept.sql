-- 34 hand-kept columns: what an operator's list says of a vehicle is not undone by the vendor's next device list.
SET ROLE tracksolid_owner;

ALTER TABLE tracksolid.devices ADD COLUMN IF NOT EXISTS hand_kept text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN tracksolid.devices.hand_kept IS
    'The columns that people keep: import-drivers has set or emptied them, and the device list leaves them alone.';

-- One expression without settings of its own, so that the planner puts it in place of the call.
CREATE OR REPLACE FUNCTION tracksolid.fn_device_value(hand_kept text[], column_name text, ours anyelement, vendors anyelement)
RETURNS anyelement
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN column_name = ANY (hand_kept) THEN ours ELSE coalesce(vendors, ours) END
$$;
COMMENT ON FUNCTION tracksolid.fn_device_value(text[], text, anyelement, anyelement) IS
    'What a column of tracksolid.devices becomes when the vendor lists the device: ours where people keep it, otherwise the '
    'vendor''s, which a null of the vendor''s never overwrites.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('34_hand_kept.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
