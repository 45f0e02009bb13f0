-- 05 analytics views: the fleet today, and day by day.
--
-- Cost follows the question, not the history. A view of today compares the time column with now() in two ways: with a
-- constant span, which lets the planner leave out old chunks at once, and with the exact start of the business day.
-- A daily view makes the row of days first and looks each day up by itself: a condition on "day" leaves only those look-ups.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS reporting.kpi_settings (
    name       text PRIMARY KEY,
    value      numeric,
    text_value text,
    unit       text NOT NULL,
    meaning    text NOT NULL,
    CONSTRAINT kpi_settings_one_value CHECK (num_nonnulls(value, text_value) = 1)
);
COMMENT ON TABLE reporting.kpi_settings IS 'Every threshold that a figure depends on, with unit and meaning. Change a row, not the code.';
COMMENT ON COLUMN reporting.kpi_settings.value      IS 'A number, in the unit of the row …';
COMMENT ON COLUMN reporting.kpi_settings.text_value IS '… or a text; one of the two.';

-- An operator's own value is kept: DO NOTHING.
INSERT INTO reporting.kpi_settings (name, value, text_value, unit, meaning) VALUES
    ('fleet_time_zone',       NULL, 'Africa/Nairobi', 'IANA time zone', 'A business day begins and ends at midnight here'),
    ('shift_start',           NULL, '07:00',          'local time', 'The working shift begins'),
    ('shift_end',             NULL, '18:00',          'local time', 'The working shift ends'),
    ('shift_days',            NULL, '1,2,3,4,5,6',    'ISO days of the week, Monday = 1', 'Days with a shift: Monday to Saturday'),
    ('speeding_kmh',          80,   NULL,             'km/h',  'Speeding from here on'),
    ('severe_speeding_kmh',   100,  NULL,             'km/h',  'Severe speeding from here on'),
    ('harsh_acceleration_ms2', 2.5, NULL,             'm/s²',  'Harsh acceleration from here on'),
    ('harsh_braking_ms2',    -3.0,  NULL,             'm/s²',  'Harsh braking from here downwards'),
    ('harsh_cornering_ms2',   2.5,  NULL,             'm/s²',  'Harsh cornering from here on, to either side'),
    ('moving_kmh',            5,    NULL,             'km/h',  'Moving from here on; slower with the engine on is idle'),
    ('offline_after_min',     30,   NULL,             'minutes', 'Offline when the last fix is older than this')
ON CONFLICT (name) DO NOTHING;

-- These helpers have no SET clause, so that the planner may inline them. In a view call them as (SELECT f()): once a query.
CREATE OR REPLACE FUNCTION reporting.fn_kpi(p_name text) RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT value::double precision FROM reporting.kpi_settings WHERE name = p_name $$;
COMMENT ON FUNCTION reporting.fn_kpi(text) IS 'A threshold of reporting.kpi_settings as a number; null when there is none.';

CREATE OR REPLACE FUNCTION reporting.fn_fleet_time_zone() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce((SELECT text_value FROM reporting.kpi_settings WHERE name = 'fleet_time_zone'), 'Africa/Nairobi') $$;
COMMENT ON FUNCTION reporting.fn_fleet_time_zone() IS 'The time zone of the business day.';

CREATE OR REPLACE FUNCTION reporting.fn_business_day(p_at timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (p_at AT TIME ZONE reporting.fn_fleet_time_zone())::date $$;
COMMENT ON FUNCTION reporting.fn_business_day(timestamptz) IS 'The business day that a moment belongs to.';

CREATE OR REPLACE FUNCTION reporting.fn_business_day_start(p_day date) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT p_day::timestamp AT TIME ZONE reporting.fn_fleet_time_zone() $$;
COMMENT ON FUNCTION reporting.fn_business_day_start(date) IS
    'The moment a business day begins. It ends where the next begins (a day may have 23 or 25 hours).';

CREATE OR REPLACE VIEW tracksolid.v_vehicles_not_moved_today AS
WITH today AS MATERIALIZED (
    SELECT d.day, reporting.fn_business_day_start(d.day) AS since, reporting.fn_kpi('moving_kmh') AS moving_kmh
    FROM (SELECT reporting.fn_business_day(now()) AS day) d
), moved AS (
    SELECT t.imei FROM tracksolid.trips t
    WHERE t.start_time > now() - INTERVAL '8 days'     -- a trip that began before midnight counts where it ends
      AND coalesce(t.end_time, t.start_time) >= (SELECT since FROM today)
    UNION
    SELECT p.imei FROM tracksolid.position_history p
    WHERE p.gps_time > now() - INTERVAL '26 hours'
      AND p.gps_time >= (SELECT since FROM today)
      AND p.speed >= (SELECT moving_kmh FROM today)
)
SELECT today.day, d.assigned_city, d.imei, d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name,
       d.cost_centre, l.gps_time AS last_fix, l.heartbeat_time, l.lat, l.lng
FROM tracksolid.devices d
CROSS JOIN today
LEFT JOIN tracksolid.live_positions l ON l.imei = d.imei
WHERE d.enabled AND NOT EXISTS (SELECT FROM moved m WHERE m.imei = d.imei);
COMMENT ON VIEW tracksolid.v_vehicles_not_moved_today IS
    'Which vehicles have not moved today: no trip that touches the business day, and no fix of today at moving speed. '
    'last_fix tells one that stands from one that is silent.';

CREATE OR REPLACE VIEW tracksolid.v_fleet_today AS
WITH today AS MATERIALIZED (
    SELECT d.day, reporting.fn_business_day_start(d.day) AS since
    FROM (SELECT reporting.fn_business_day(now()) AS day) d
), trips AS (
    SELECT t.imei, count(*) AS trips, sum(t.distance_km) AS km, sum(t.driving_time_s) AS driving_s, sum(t.idle_time_s) AS idle_s
    FROM tracksolid.trips t
    WHERE t.start_time > now() - INTERVAL '26 hours' AND t.start_time >= (SELECT since FROM today)
    GROUP BY t.imei
), alarms AS (
    SELECT a.imei, count(*) AS alarms, count(*) FILTER (WHERE a.severity = 'critical') AS critical
    FROM tracksolid.alarms a
    WHERE a.alarm_time > now() - INTERVAL '26 hours' AND a.alarm_time >= (SELECT since FROM today)
    GROUP BY a.imei
)
SELECT today.day, d.assigned_city,
       count(*)                                           AS vehicles,
       count(*) FILTER (WHERE l.gps_time >= today.since)  AS vehicles_reporting,
       count(*) FILTER (WHERE n.imei IS NULL)             AS vehicles_moved,
       coalesce(sum(t.trips), 0)::bigint                  AS trips,
       coalesce(sum(t.km), 0)                             AS distance_km,
       coalesce(sum(t.driving_s), 0)::bigint              AS driving_time_s,
       coalesce(sum(t.idle_s), 0)::bigint                 AS idle_time_s,
       coalesce(sum(a.alarms), 0)::bigint                 AS alarms,
       coalesce(sum(a.critical), 0)::bigint               AS critical_alarms
FROM tracksolid.devices d
CROSS JOIN today
LEFT JOIN tracksolid.live_positions l ON l.imei = d.imei
LEFT JOIN tracksolid.v_vehicles_not_moved_today n ON n.imei = d.imei
LEFT JOIN trips t ON t.imei = d.imei
LEFT JOIN alarms a ON a.imei = d.imei
WHERE d.enabled
GROUP BY today.day, d.assigned_city;
COMMENT ON VIEW tracksolid.v_fleet_today IS
    'How is the fleet doing today, city by city: vehicles, how many report and have moved; trips begun today with km and seconds; alarms.';

CREATE OR REPLACE VIEW tracksolid.v_active_dispatch_map AS
WITH k AS MATERIALIZED (
    SELECT reporting.fn_kpi('moving_kmh') AS moving_kmh, make_interval(secs => 60 * reporting.fn_kpi('offline_after_min')) AS offline_after
)
SELECT d.assigned_city, d.imei, d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.driver_phone, d.cost_centre,
       CASE WHEN coalesce(l.acc_status, l.speed >= k.moving_kmh) IS NOT TRUE THEN 'parked'
            WHEN l.speed >= k.moving_kmh THEN 'moving' ELSE 'idle' END AS status,
       l.speed, l.direction, l.lat, l.lng, l.geom, l.gps_time
FROM tracksolid.live_positions l
JOIN tracksolid.devices d ON d.imei = l.imei
CROSS JOIN k
WHERE d.enabled AND l.gps_time >= now() - k.offline_after;
COMMENT ON VIEW tracksolid.v_active_dispatch_map IS
    'Where are the vehicles that can be sent somewhere now: everything that is online, with driver, status and position. Speed in km/h.';

CREATE OR REPLACE VIEW tracksolid.v_currently_idle AS
SELECT m.assigned_city, m.imei, m.vehicle_number, m.vehicle_name, m.vehicle_type, m.fleet_segment, m.driver_name, m.cost_centre,
       m.lat, m.lng, m.geom, m.gps_time, i.idle_since,
       floor(extract(epoch FROM m.gps_time - i.idle_since)) AS idle_s
FROM tracksolid.v_active_dispatch_map m
LEFT JOIN LATERAL (
    SELECT p.gps_time FROM tracksolid.position_history p
    WHERE p.imei = m.imei AND p.gps_time > now() - INTERVAL '24 hours'
      AND (p.acc_status IS NOT TRUE OR p.speed >= (SELECT reporting.fn_kpi('moving_kmh')))
    ORDER BY p.gps_time DESC LIMIT 1
) other ON true
CROSS JOIN LATERAL (
    SELECT coalesce(min(p.gps_time), m.gps_time) AS idle_since FROM tracksolid.position_history p
    WHERE p.imei = m.imei AND p.gps_time > now() - INTERVAL '24 hours' AND p.gps_time > coalesce(other.gps_time, '-infinity')
) i
WHERE m.status = 'idle';
COMMENT ON VIEW tracksolid.v_currently_idle IS
    'Which vehicles stand with the engine on now, and since when (idle_since looks back 24 hours; idle_s: seconds).';

CREATE OR REPLACE VIEW tracksolid.v_fleet_km_daily AS
SELECT g.day_start::date AS day, t.assigned_city, t.vehicles, t.trips, t.distance_km, t.driving_time_s, t.idle_time_s
FROM generate_series(reporting.fn_business_day((SELECT min(start_time) FROM tracksolid.trips))::timestamp,
                     reporting.fn_business_day(now())::timestamp, INTERVAL '1 day') AS g(day_start)
CROSS JOIN LATERAL (
    SELECT d.assigned_city, count(DISTINCT t.imei) AS vehicles, count(*) AS trips, coalesce(sum(t.distance_km), 0) AS distance_km,
           coalesce(sum(t.driving_time_s), 0) AS driving_time_s, coalesce(sum(t.idle_time_s), 0) AS idle_time_s
    FROM tracksolid.trips t LEFT JOIN tracksolid.devices d ON d.imei = t.imei
    WHERE t.start_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
      AND t.start_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
    GROUP BY d.assigned_city
) t;
COMMENT ON VIEW tracksolid.v_fleet_km_daily IS
    'How far did the fleet drive each business day, city by city: vehicles that drove, trips begun that day, km, seconds. Ask with a condition on day.';

CREATE OR REPLACE VIEW tracksolid.v_driver_aggregates_daily AS
SELECT g.day_start::date AS day, t.*
FROM generate_series(reporting.fn_business_day((SELECT min(start_time) FROM tracksolid.trips))::timestamp,
                     reporting.fn_business_day(now())::timestamp, INTERVAL '1 day') AS g(day_start)
CROSS JOIN LATERAL (
    SELECT d.driver_name, d.assigned_city, count(DISTINCT t.imei) AS vehicles, count(*) AS trips,
           coalesce(sum(t.distance_km), 0) AS distance_km, coalesce(sum(t.driving_time_s), 0) AS driving_time_s,
           coalesce(sum(t.idle_time_s), 0) AS idle_time_s, max(t.max_speed_kmh) AS max_speed_kmh,
           count(*) FILTER (WHERE t.max_speed_kmh >= (SELECT reporting.fn_kpi('speeding_kmh'))) AS speeding_trips,
           count(*) FILTER (WHERE t.max_speed_kmh >= (SELECT reporting.fn_kpi('severe_speeding_kmh'))) AS severe_speeding_trips
    FROM tracksolid.trips t JOIN tracksolid.devices d ON d.imei = t.imei
    WHERE d.driver_name <> ''
      AND t.start_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
      AND t.start_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
    GROUP BY d.driver_name, d.assigned_city
) t;
COMMENT ON VIEW tracksolid.v_driver_aggregates_daily IS
    'What did each driver do each business day: trips, km, seconds, top speed, trips with (severe) speeding. '
    'The driver is the one the vehicle has now. Ask with a condition on day.';

CREATE OR REPLACE VIEW tracksolid.v_alarms_daily AS
SELECT g.day_start::date AS day, a.*
FROM generate_series(reporting.fn_business_day((SELECT min(alarm_time) FROM tracksolid.alarms))::timestamp,
                     reporting.fn_business_day(now())::timestamp, INTERVAL '1 day') AS g(day_start)
CROSS JOIN LATERAL (
    SELECT d.assigned_city, a.alarm_type, max(a.alarm_name) AS alarm_name, max(a.severity) AS severity,
           count(*) AS alarms, count(DISTINCT a.imei) AS vehicles
    FROM tracksolid.alarms a LEFT JOIN tracksolid.devices d ON d.imei = a.imei
    WHERE a.alarm_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
      AND a.alarm_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
    GROUP BY d.assigned_city, a.alarm_type
) a;
COMMENT ON VIEW tracksolid.v_alarms_daily IS
    'Which alarms were there each business day, by city and type, and of how many vehicles. Ask with a condition on day.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('05_analytics_views.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
