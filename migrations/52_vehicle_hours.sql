-- 52 vehicle hours: the fixes of each vehicle are counted hour by hour, so that a roll-up reads what is new and not the whole day again.
-- The steps are in 53; see docs/kpis.md and docs/decisions/0023-hours.md.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS infrastructure.vehicle_hours (
    day                date NOT NULL,
    imei               text NOT NULL,
    hour               timestamptz NOT NULL,
    fixes              bigint NOT NULL,
    fixes_left_out     bigint NOT NULL,
    max_speed_kmh      double precision,
    speeding           bigint NOT NULL,
    severe_speeding    bigint NOT NULL,
    harsh_acceleration bigint NOT NULL,
    harsh_braking      bigint NOT NULL,
    harsh_cornering    bigint NOT NULL,
    PRIMARY KEY (day, imei, hour)
) WITH (fillfactor = 70);
COMMENT ON TABLE infrastructure.vehicle_hours IS
    'What the fixes of each vehicle say, hour by hour, up to infrastructure.rolled_up. Kept for the two newest business days: a late fix makes one '
    'hour be counted again; an older day is counted again whole. Only the roll-up reads and writes here.';
COMMENT ON COLUMN infrastructure.vehicle_hours.day  IS 'Business day. An hour across its midnight (a zone of half hours) has a row for each day.';
COMMENT ON COLUMN infrastructure.vehicle_hours.hour IS 'The beginning of the hour in UTC.';
COMMENT ON COLUMN infrastructure.vehicle_hours.fixes_left_out IS 'Those of the fixes that are not usable: reporting.fn_is_usable_fix.';
COMMENT ON COLUMN infrastructure.vehicle_hours.speeding IS 'Events that begin in this hour; so the other four. The two usable fixes before the hour decide whether one goes on.';

CREATE TABLE IF NOT EXISTS infrastructure.touched_hours (
    imei text NOT NULL,
    hour timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS touched_hours_idx ON infrastructure.touched_hours (imei, hour);
COMMENT ON TABLE infrastructure.touched_hours IS
    'Hours (UTC) with a fix that did not bring its vehicle forward, or that changed: written with the fix, any number of times; deleted in the '
    'transaction that counts the hour again.';

ALTER TABLE infrastructure.touched_days ADD COLUMN IF NOT EXISTS with_fixes boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN infrastructure.touched_days.with_fixes IS
    'Whether the fixes of the day must be counted again too. A writer of trips, stops, alarms or fuel says false.';
COMMENT ON TABLE infrastructure.rolled_up IS
    'Up to which fix each vehicle''s fixes are counted. Who stores a fix that is not later than the newest of its vehicle before must mark its hour in '
    'infrastructure.touched_hours.';

ALTER TABLE tracksolid.live_positions ADD COLUMN IF NOT EXISTS previous_gps_time timestamptz;
COMMENT ON COLUMN tracksolid.live_positions.previous_gps_time IS
    'gps_time before this row was last brought forward: fixes up to then are late ones for the roll-up.';

ALTER TABLE reporting.vehicle_days ADD COLUMN IF NOT EXISTS fixes_left_out bigint NOT NULL DEFAULT 0;
ALTER TABLE reporting.vehicle_days ADD COLUMN IF NOT EXISTS fixes_max_speed_kmh double precision;
ALTER TABLE reporting.vehicle_days ALTER COLUMN idle_time_s DROP NOT NULL;
ALTER TABLE reporting.vehicle_totals ADD COLUMN IF NOT EXISTS idle_days bigint NOT NULL DEFAULT 0;
ALTER TABLE reporting.vehicle_totals ADD COLUMN IF NOT EXISTS fixes_left_out bigint NOT NULL DEFAULT 0;
ALTER TABLE reporting.fleet_days ALTER COLUMN idle_time_s DROP NOT NULL;
COMMENT ON COLUMN reporting.vehicle_days.fixes_left_out      IS 'Those of the fixes that are not usable (reporting.fn_is_usable_fix): no figure is made of them.';
COMMENT ON COLUMN reporting.vehicle_days.fixes_max_speed_kmh IS 'km/h, by usable fixes.';
COMMENT ON COLUMN reporting.vehicle_days.idle_time_s         IS
    'Seconds standing with the engine on: what the trips say, or if they say nothing, the idling stops that have ended; null: neither says anything.';
COMMENT ON COLUMN reporting.vehicle_totals.idle_days         IS 'Days whose idle_time_s is known.';
COMMENT ON COLUMN reporting.fleet_days.idle_time_s           IS 'Seconds, of the vehicles that say; null: none does.';

CREATE TABLE IF NOT EXISTS reporting.fleet_groups (
    imei          text PRIMARY KEY,
    cost_centre   text,
    assigned_city text,
    vehicle_type  text,
    fleet_segment text,
    is_summed     boolean NOT NULL
);
COMMENT ON TABLE reporting.fleet_groups IS
    'With which groups is each vehicle in reporting.fleet_days? Where they differ from those of the register, the sums are not to be used.';
COMMENT ON COLUMN reporting.fleet_groups.is_summed IS 'False while the days of a vehicle that changed its group are summed again.';
COMMENT ON COLUMN infrastructure.rollup_basis.devices IS 'No longer used: reporting.fleet_groups.';

-- Rows are changed in place while their day goes on: room on the page keeps the indexes out of it.
ALTER TABLE reporting.vehicle_days SET (fillfactor = 80);
ALTER TABLE reporting.vehicle_totals SET (fillfactor = 80);
ALTER TABLE infrastructure.rolled_up SET (fillfactor = 70);

INSERT INTO reporting.kpi_settings (name, value, text_value, unit, meaning) VALUES
    ('plausible_kmh', 250, NULL, 'km/h',   'A fix that claims more is not usable; an odometer that grows faster is none'),
    ('fuel_noise_l',  2,   NULL, 'litres', 'A fuel level within so much of the level before is noise: take twice what the sensor scatters by')
ON CONFLICT (name) DO NOTHING;

-- Plain SQL without a SET clause: the planner puts it into the query that calls it.
CREATE OR REPLACE FUNCTION reporting.fn_is_usable_fix(p_pos_type text, p_speed double precision, p_plausible_kmh double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(p_pos_type, 'GPS') = 'GPS' AND coalesce(p_speed BETWEEN 0 AND p_plausible_kmh, true) $$;
COMMENT ON FUNCTION reporting.fn_is_usable_fix(text, double precision, double precision) IS
    'Whether distance, speeds and driving events may be made of a fix: positioned by GPS (or unsaid how), and not faster than plausible_kmh. '
    'Positions by radio cell, WiFi or beacon are hundreds of metres off.';

CREATE OR REPLACE FUNCTION infrastructure.fn_rollup_settings() RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT md5(coalesce(string_agg(concat_ws('=', name, value, text_value), ' ' ORDER BY name), ''))
    FROM reporting.kpi_settings
    WHERE name IN ('fleet_time_zone', 'shift_start', 'shift_end', 'shift_days', 'speeding_kmh', 'severe_speeding_kmh',
                   'harsh_acceleration_ms2', 'harsh_braking_ms2', 'harsh_cornering_ms2', 'harsh_max_gap_s', 'harsh_cornering_min_kmh',
                   'plausible_kmh', 'fuel_noise_l')
$$;
COMMENT ON FUNCTION infrastructure.fn_rollup_settings() IS 'Digest of the settings that are in reporting.vehicle_days.';

-- The level that is believed moves only when a reading leaves the band around it. A fall beyond the band is consumption, a rise a refill.
CREATE OR REPLACE FUNCTION infrastructure.fn_fuel_step(p_state bigint[], p_ml bigint, p_noise_ml bigint) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    IF p_state IS NULL THEN
        RETURN ARRAY[p_ml, NULL];
    ELSIF p_state[1] - p_ml > p_noise_ml THEN
        RETURN ARRAY[p_ml, coalesce(p_state[2], 0) + p_state[1] - p_ml];
    ELSIF p_ml - p_state[1] > p_noise_ml THEN
        RETURN ARRAY[p_ml, coalesce(p_state[2], 0)];
    END IF;
    RETURN ARRAY[p_state[1], coalesce(p_state[2], 0)];
END
$$;
COMMENT ON FUNCTION infrastructure.fn_fuel_step(bigint[], bigint, bigint) IS
    'The next reading of a tank: {believed level, used so far}, in millilitres; used is null until there are two readings.';

CREATE OR REPLACE FUNCTION infrastructure.fn_fuel_used(p_state bigint[]) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_state[2] $$;
COMMENT ON FUNCTION infrastructure.fn_fuel_used(bigint[]) IS 'Millilitres used, of the state of infrastructure.fn_fuel_step.';

CREATE OR REPLACE AGGREGATE infrastructure.fuel_used_ml(bigint, bigint) (
    SFUNC = infrastructure.fn_fuel_step, STYPE = bigint[], FINALFUNC = infrastructure.fn_fuel_used
);
COMMENT ON AGGREGATE infrastructure.fuel_used_ml(bigint, bigint) IS
    'fuel_used_ml(level, noise ORDER BY time): millilitres that a tank lost by falls beyond the noise; null with fewer than two readings.';

-- Each tank is measured for itself: fuel_readings.sensor, of migration 40.

CREATE OR REPLACE FUNCTION infrastructure.fn_day_fuel(p_imei text, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (measured_ml numeric)
LANGUAGE sql STABLE
AS $$
    WITH sensor AS (
        SELECT s.reading_time, s.fuel_level AS litres, s.sensor AS tank FROM tracksolid.fuel_readings s
        WHERE s.imei = p_imei AND s.reading_time >= p_since AND s.reading_time < p_until
          AND lower(s.fuel_unit) IN ('l', 'litre', 'litres', 'liter', 'liters') AND s.fuel_level BETWEEN 0 AND 1e6
    ), reading AS (   -- a vehicle with a sensor is not measured twice
        SELECT reading_time, litres, tank FROM sensor
        UNION ALL
        SELECT o.reading_time, o.fuel_litres, NULL FROM tracksolid.obd_readings o
        WHERE o.imei = p_imei AND o.reading_time >= p_since AND o.reading_time < p_until AND o.fuel_litres BETWEEN 0 AND 1e6
          AND NOT EXISTS (SELECT FROM sensor)
    )
    SELECT sum(t.used_ml)::numeric
    FROM (SELECT infrastructure.fuel_used_ml(round(r.litres * 1000)::bigint, k.noise_ml ORDER BY r.reading_time, r.litres) AS used_ml
          FROM reading r
          CROSS JOIN (SELECT round(coalesce(reporting.fn_kpi('fuel_noise_l'), 0) * 1000)::bigint AS noise_ml OFFSET 0) k
          GROUP BY r.tank) t
$$;
COMMENT ON FUNCTION infrastructure.fn_day_fuel(text, timestamptz, timestamptz) IS
    'Millilitres that the tank lost in a span by falls beyond fuel_noise_l; a rise beyond it is a refill. Null with fewer than two readings in litres.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('52_vehicle_hours.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
