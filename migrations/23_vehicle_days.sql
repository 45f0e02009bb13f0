-- 23 vehicle days: the roll-up behind /analytics/*. What each vehicle did on each business day, and the sums up to each day, so that a
-- period of any length is the difference of two rows per vehicle. A scheduled job rebuilds what was touched; see docs/kpis.md.
SET ROLE tracksolid_owner;

-- Whole metres, seconds and millilitres: sums are exact, so the same facts give the same answer to the byte.
CREATE TABLE IF NOT EXISTS reporting.vehicle_days (
    imei               text NOT NULL,
    day                date NOT NULL,
    trips              bigint NOT NULL,
    distance_m         bigint NOT NULL,
    driving_time_s     bigint NOT NULL,
    idle_time_s        bigint NOT NULL,
    shift_driving_s    bigint NOT NULL,
    first_start        timestamptz,
    last_end           timestamptz,
    max_speed_kmh      double precision,
    parkings           bigint NOT NULL,
    parked_s           bigint NOT NULL,
    alarms             bigint NOT NULL,
    critical_alarms    bigint NOT NULL,
    fixes              bigint NOT NULL,
    speeding           bigint NOT NULL,
    severe_speeding    bigint NOT NULL,
    harsh_acceleration bigint NOT NULL,
    harsh_braking      bigint NOT NULL,
    harsh_cornering    bigint NOT NULL,
    measured_ml        bigint,
    PRIMARY KEY (imei, day)
);
CREATE INDEX IF NOT EXISTS vehicle_days_day_idx ON reporting.vehicle_days (day);
COMMENT ON TABLE reporting.vehicle_days IS
    'What did each vehicle do on each business day? A trip and a stop belong to the day they begin on, also across midnight. No row: nothing was '
    'reported. As fresh as the last roll-up (reporting.refresh_log). Each column is defined in docs/kpis.md.';
COMMENT ON COLUMN reporting.vehicle_days.day                IS 'Business day, in the fleet''s time zone.';
COMMENT ON COLUMN reporting.vehicle_days.distance_m         IS 'Metres.';
COMMENT ON COLUMN reporting.vehicle_days.driving_time_s     IS 'Seconds.';
COMMENT ON COLUMN reporting.vehicle_days.idle_time_s        IS 'Seconds standing with the engine on: what the trips say, or if they say nothing, the idling stops that have ended.';
COMMENT ON COLUMN reporting.vehicle_days.shift_driving_s    IS 'Seconds of driving_time_s within the shift, as if a trip''s driving were spread evenly over it.';
COMMENT ON COLUMN reporting.vehicle_days.first_start        IS 'Start of the first trip.';
COMMENT ON COLUMN reporting.vehicle_days.last_end           IS 'The latest end of the trips begun that day; may lie in the day after.';
COMMENT ON COLUMN reporting.vehicle_days.max_speed_kmh      IS 'km/h, by fixes and trips.';
COMMENT ON COLUMN reporting.vehicle_days.parkings           IS 'Parking stops begun that day, those still going on included.';
COMMENT ON COLUMN reporting.vehicle_days.parked_s           IS 'Seconds of those that have ended; beyond midnight too.';
COMMENT ON COLUMN reporting.vehicle_days.speeding           IS 'Runs of consecutive fixes at or above speeding_kmh.';
COMMENT ON COLUMN reporting.vehicle_days.severe_speeding    IS 'Runs of consecutive fixes at or above severe_speeding_kmh; each is within a speeding one.';
COMMENT ON COLUMN reporting.vehicle_days.harsh_acceleration IS 'Runs of consecutive pairs of fixes that gain speed harshly.';
COMMENT ON COLUMN reporting.vehicle_days.harsh_braking      IS 'Runs of consecutive pairs of fixes that lose speed harshly.';
COMMENT ON COLUMN reporting.vehicle_days.harsh_cornering    IS 'Runs of consecutive pairs of fixes that change direction harshly.';
COMMENT ON COLUMN reporting.vehicle_days.measured_ml        IS 'Millilitres used by sensor or OBD; null: not measured that day.';

CREATE TABLE IF NOT EXISTS reporting.vehicle_totals (
    imei               text NOT NULL,
    day                date NOT NULL,
    active_days        bigint NOT NULL,
    trips              bigint NOT NULL,
    distance_m         bigint NOT NULL,
    driving_time_s     bigint NOT NULL,
    idle_time_s        bigint NOT NULL,
    shift_driving_s    bigint NOT NULL,
    parkings           bigint NOT NULL,
    parked_s           bigint NOT NULL,
    alarms             bigint NOT NULL,
    critical_alarms    bigint NOT NULL,
    speeding           bigint NOT NULL,
    severe_speeding    bigint NOT NULL,
    harsh_acceleration bigint NOT NULL,
    harsh_braking      bigint NOT NULL,
    harsh_cornering    bigint NOT NULL,
    measured_days      bigint NOT NULL,
    measured_ml        bigint NOT NULL,
    PRIMARY KEY (imei, day)
);
CREATE INDEX IF NOT EXISTS vehicle_totals_day_idx ON reporting.vehicle_totals (day, imei);   -- a day's rows lie side by side
COMMENT ON TABLE reporting.vehicle_totals IS
    'How much had each vehicle done up to and including each day? One row per row of reporting.vehicle_days, with its sums from the beginning on: '
    'a period is the last row of it minus the last row before it.';
COMMENT ON COLUMN reporting.vehicle_totals.active_days   IS 'Days with at least one trip.';
COMMENT ON COLUMN reporting.vehicle_totals.measured_days IS 'Days with a measured consumption.';

CREATE TABLE IF NOT EXISTS reporting.fleet_days (
    day             date NOT NULL,
    cost_centre     text,
    assigned_city   text,
    vehicle_type    text,
    fleet_segment   text,
    active_vehicles bigint NOT NULL,
    trips           bigint NOT NULL,
    distance_m      bigint NOT NULL,
    driving_time_s  bigint NOT NULL,
    idle_time_s     bigint NOT NULL,
    shift_driving_s bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS fleet_days_day_idx ON reporting.fleet_days (day);
COMMENT ON TABLE reporting.fleet_days IS
    'What did each kind of vehicle do on each business day? Sums of reporting.vehicle_days by what vehicles are grouped by now: when a '
    'vehicle changes its group, the roll-up sums all days again.';
COMMENT ON COLUMN reporting.fleet_days.active_vehicles IS 'Vehicles with at least one trip that day.';

-- What must be rebuilt. Marks have no unique key: a writer of facts must never wait for the roll-up, nor for another writer.
CREATE TABLE IF NOT EXISTS infrastructure.touched_days (
    imei text NOT NULL,
    day  date NOT NULL
);
CREATE INDEX IF NOT EXISTS touched_days_idx ON infrastructure.touched_days (day, imei);
COMMENT ON TABLE infrastructure.touched_days IS
    'Vehicle days to rebuild: written with the fact, any number of times; deleted in the transaction that rebuilds them.';
DROP TABLE IF EXISTS infrastructure.dirty_days;   -- never used; its key would have made writers wait

CREATE TABLE IF NOT EXISTS infrastructure.rolled_up (
    imei     text PRIMARY KEY,
    gps_time timestamptz NOT NULL
);
COMMENT ON TABLE infrastructure.rolled_up IS
    'Up to which fix each vehicle''s days are marked. A vehicle whose newest fix is beyond has days to mark: so the usual fix needs no mark of '
    'its own. Who stores a fix that is not the newest of its vehicle and lies in another day than that, or did not advance it, must mark its day.';

CREATE TABLE IF NOT EXISTS infrastructure.touched_totals (
    imei  text PRIMARY KEY,
    since date NOT NULL
);
COMMENT ON TABLE infrastructure.touched_totals IS
    'Vehicles whose running sums must be made again, and from which day on; only the roll-up writes here.';

CREATE TABLE IF NOT EXISTS infrastructure.touched_fleet_days (day date PRIMARY KEY);
COMMENT ON TABLE infrastructure.touched_fleet_days IS 'Days of reporting.fleet_days to sum again; only the roll-up writes here.';

CREATE TABLE IF NOT EXISTS infrastructure.rollup_basis (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    settings text NOT NULL,
    devices  text NOT NULL
);
COMMENT ON TABLE infrastructure.rollup_basis IS 'What the roll-ups were made with, one row: when it changes, they are made again.';
COMMENT ON COLUMN infrastructure.rollup_basis.settings IS 'Digest of the rows of reporting.kpi_settings that are in vehicle_days.';
COMMENT ON COLUMN infrastructure.rollup_basis.devices  IS 'Digest of what vehicles are grouped by in fleet_days.';

INSERT INTO reporting.kpi_settings (name, value, text_value, unit, meaning) VALUES
    ('harsh_max_gap_s',         30, NULL, 's',    'Two fixes further apart say nothing about harsh driving'),
    ('harsh_cornering_min_kmh', 20, NULL, 'km/h', 'Slower than this no corner is harsh: the direction of a slow fix is unsure')
ON CONFLICT (name) DO NOTHING;

INSERT INTO infrastructure.endpoints (endpoint, source, expected_every, optional, description) VALUES
    ('reporting.vehicle_days', 'refresh', '5 minutes', true, 'The daily roll-up behind /analytics; may be switched off')
ON CONFLICT (endpoint) DO NOTHING;

CREATE OR REPLACE FUNCTION infrastructure.fn_rollup_settings() RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT md5(coalesce(string_agg(concat_ws('=', name, value, text_value), ' ' ORDER BY name), ''))
    FROM reporting.kpi_settings
    WHERE name IN ('fleet_time_zone', 'shift_start', 'shift_end', 'shift_days', 'speeding_kmh', 'severe_speeding_kmh',
                   'harsh_acceleration_ms2', 'harsh_braking_ms2', 'harsh_cornering_ms2', 'harsh_max_gap_s', 'harsh_cornering_min_kmh')
$$;
COMMENT ON FUNCTION infrastructure.fn_rollup_settings() IS 'Digest of the settings that are in reporting.vehicle_days.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rollup_devices() RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT md5(coalesce(string_agg((imei, cost_centre, assigned_city, vehicle_type, fleet_segment)::text, ' ' ORDER BY imei), ''))
    FROM tracksolid.devices
$$;
COMMENT ON FUNCTION infrastructure.fn_rollup_devices() IS 'Digest of what vehicles are grouped by in reporting.fleet_days.';

-- The history there is: what vehicles did before this file came. Their fixes follow by infrastructure.rolled_up.
INSERT INTO infrastructure.rollup_basis (settings, devices)
VALUES (infrastructure.fn_rollup_settings(), infrastructure.fn_rollup_devices())
ON CONFLICT DO NOTHING;

INSERT INTO infrastructure.touched_days (imei, day)
SELECT DISTINCT f.imei, (f.at AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()))::date
FROM (SELECT imei, start_time AS at FROM tracksolid.trips
      UNION ALL SELECT imei, start_time FROM tracksolid.parking_events
      UNION ALL SELECT imei, alarm_time FROM tracksolid.alarms
      UNION ALL SELECT imei, reading_time FROM tracksolid.fuel_readings
      UNION ALL SELECT imei, reading_time FROM tracksolid.obd_readings WHERE fuel_litres IS NOT NULL) f
WHERE NOT EXISTS (SELECT FROM tracksolid.schema_migrations WHERE file = '23_vehicle_days.sql');

INSERT INTO tracksolid.schema_migrations (file) VALUES ('23_vehicle_days.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
