-- 55 KPIs: idle time that is unknown is null, days before the first data have no shift, and fixes that were left out are counted.
--
-- The answers are planned with their values each time: the planner then knows how many vehicles pass the filters, and joins the days of all
-- of them at once instead of one by one.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_period_figures(
    p_first date, p_last date, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (imei text, vehicle_number text, vehicle_name text, vehicle_type text, fleet_segment text, driver_name text, cost_centre text,
               assigned_city text, fuel_100km double precision, active_days bigint, trips bigint, distance_m bigint, driving_time_s bigint,
               idle_time_s bigint, shift_driving_s bigint, parkings bigint, parked_s bigint, alarms bigint, critical_alarms bigint,
               speeding bigint, severe_speeding bigint, harsh_acceleration bigint, harsh_braking bigint, harsh_cornering bigint,
               measured_days bigint, measured_ml bigint, fixes_left_out bigint)
LANGUAGE sql STABLE
AS $$
    SELECT v.imei, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km,
           coalesce(u.active_days, e.active_days, 0) - coalesce(b.active_days, c.active_days, 0),
           coalesce(u.trips, e.trips, 0) - coalesce(b.trips, c.trips, 0),
           coalesce(u.distance_m, e.distance_m, 0) - coalesce(b.distance_m, c.distance_m, 0),
           coalesce(u.driving_time_s, e.driving_time_s, 0) - coalesce(b.driving_time_s, c.driving_time_s, 0),
           CASE WHEN coalesce(u.idle_days, e.idle_days, 0) > coalesce(b.idle_days, c.idle_days, 0)
                THEN coalesce(u.idle_time_s, e.idle_time_s, 0) - coalesce(b.idle_time_s, c.idle_time_s, 0) END,
           coalesce(u.shift_driving_s, e.shift_driving_s, 0) - coalesce(b.shift_driving_s, c.shift_driving_s, 0),
           coalesce(u.parkings, e.parkings, 0) - coalesce(b.parkings, c.parkings, 0),
           coalesce(u.parked_s, e.parked_s, 0) - coalesce(b.parked_s, c.parked_s, 0),
           coalesce(u.alarms, e.alarms, 0) - coalesce(b.alarms, c.alarms, 0),
           coalesce(u.critical_alarms, e.critical_alarms, 0) - coalesce(b.critical_alarms, c.critical_alarms, 0),
           coalesce(u.speeding, e.speeding, 0) - coalesce(b.speeding, c.speeding, 0),
           coalesce(u.severe_speeding, e.severe_speeding, 0) - coalesce(b.severe_speeding, c.severe_speeding, 0),
           coalesce(u.harsh_acceleration, e.harsh_acceleration, 0) - coalesce(b.harsh_acceleration, c.harsh_acceleration, 0),
           coalesce(u.harsh_braking, e.harsh_braking, 0) - coalesce(b.harsh_braking, c.harsh_braking, 0),
           coalesce(u.harsh_cornering, e.harsh_cornering, 0) - coalesce(b.harsh_cornering, c.harsh_cornering, 0),
           coalesce(u.measured_days, e.measured_days, 0) - coalesce(b.measured_days, c.measured_days, 0),
           coalesce(u.measured_ml, e.measured_ml, 0) - coalesce(b.measured_ml, c.measured_ml, 0),
           coalesce(u.fixes_left_out, e.fixes_left_out, 0) - coalesce(b.fixes_left_out, c.fixes_left_out, 0)
    FROM reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
    -- Up to the end of the period: most vehicles have a row of its last day, and those lie side by side; for the others the last before …
    LEFT JOIN reporting.vehicle_totals u ON u.imei = v.imei AND u.day = p_last
    LEFT JOIN LATERAL (
        SELECT * FROM reporting.vehicle_totals t WHERE u.imei IS NULL AND t.imei = v.imei AND t.day < p_last ORDER BY t.day DESC LIMIT 1
    ) e ON true
    -- … less what was before it.
    LEFT JOIN reporting.vehicle_totals b ON b.imei = v.imei AND b.day = p_first - 1
    LEFT JOIN LATERAL (
        SELECT * FROM reporting.vehicle_totals t WHERE b.imei IS NULL AND t.imei = v.imei AND t.day < p_first - 1 ORDER BY t.day DESC LIMIT 1
    ) c ON true
    WHERE v.enabled OR coalesce(u.day, e.day) >= p_first
$$;
COMMENT ON FUNCTION reporting.fn_period_figures(date, date, text[], text[], text[], text[], text[], text[], text[]) IS
    'What each vehicle did in a period, all sums of reporting.vehicle_days: the enabled vehicles, and disabled ones that reported in it. '
    'idle_time_s: null when no day says anything of it. Two look-ups a vehicle, however long the period.';

CREATE OR REPLACE FUNCTION reporting.fn_fleet_summary(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS (
        SELECT asked.first, asked.last, asked.head
    ), figure AS MATERIALIZED (
        SELECT f.*
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(asked.first, asked.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                        p_vehicle_number, p_imei, p_driver_name) f
    ), total AS (
        SELECT grouping(f.cost_centre) = 1 AS is_whole, f.cost_centre, count(*) AS vehicles, count(*) FILTER (WHERE f.trips > 0) AS active_vehicles,
               coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               coalesce(sum(f.driving_time_s), 0) AS driving_time_s, sum(f.idle_time_s) AS idle_time_s,
               coalesce(sum(f.parkings), 0) AS parkings, coalesce(sum(f.parked_s), 0) AS parked_s,
               coalesce(sum(f.alarms), 0) AS alarms, coalesce(sum(f.critical_alarms), 0) AS critical_alarms
        FROM figure f
        GROUP BY GROUPING SETS ((), (f.cost_centre))
    ), page AS (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.active_days, f.trips, f.distance_m::double precision / 1000 AS distance_km, f.driving_time_s, f.idle_time_s, f.parkings, f.parked_s,
               f.alarms, f.critical_alarms, row_number() OVER (ORDER BY f.imei) AS place
        FROM figure f WHERE p_after IS NULL OR f.imei > p_after
        ORDER BY f.imei LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(t) - ARRAY['is_whole', 'cost_centre'] FROM total t WHERE t.is_whole),
        'by_cost_centre', (SELECT coalesce(jsonb_agg(to_jsonb(t) - 'is_whole' ORDER BY t.cost_centre), '[]') FROM total t WHERE NOT t.is_whole),
        'by_vehicle', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'place' ORDER BY p.place), '[]') FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.imei) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_fleet_summary(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'What did the fleet do in a period: totals, by_cost_centre, by_vehicle (in the order of imei, p_limit rows after imei p_after). Kilometres, seconds.';

CREATE OR REPLACE FUNCTION reporting.fn_utilisation(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS MATERIALIZED (
        SELECT asked.first, asked.last, asked.today, asked.head, d.first_data, s.shift_days, s.shift_days * s.length_s AS shift_time_s, s.length_s, s.days AS weekdays
        FROM (SELECT min(day) AS first_data FROM reporting.vehicle_days) d   -- before the fleet had data there was nothing to use
        CROSS JOIN LATERAL (
            SELECT s.days, s.length_s,
                   (SELECT count(*)
                    FROM generate_series(greatest(asked.first, d.first_data)::timestamp, least(asked.last, asked.today)::timestamp, INTERVAL '1 day') g(day)
                    WHERE d.first_data IS NOT NULL AND extract(isodow FROM g.day)::integer = ANY (s.days)) AS shift_days
            FROM reporting.fn_shift() s) s
    ), figure AS MATERIALIZED (
        SELECT f.*, period.shift_days, period.shift_time_s
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(asked.first, asked.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                        p_vehicle_number, p_imei, p_driver_name) f
    ), total AS (
        SELECT count(*) AS vehicles, count(*) FILTER (WHERE f.trips > 0) AS active_vehicles, coalesce(sum(f.active_days), 0) AS active_days,
               coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               coalesce(sum(f.driving_time_s), 0) AS driving_time_s, sum(f.idle_time_s) AS idle_time_s,
               coalesce(sum(f.shift_driving_s), 0) AS shift_driving_s, coalesce(sum(f.shift_time_s), 0) AS shift_time_s,
               round(100 * sum(f.shift_driving_s) / nullif(sum(f.shift_time_s), 0), 2)::double precision AS utilisation_pct
        FROM figure f
    ), way AS MATERIALIZED (
        -- By group; by vehicle when single vehicles or drivers are asked for, which are few, and while the sums hold a vehicle that has left
        -- its group: who may see a group must not see that one, not even for a minute.
        SELECT num_nonnulls(p_vehicle_number, p_imei, p_driver_name) = 0
               AND NOT EXISTS (
                   SELECT FROM reporting.fleet_groups g LEFT JOIN tracksolid.devices d ON d.imei = g.imei
                   WHERE NOT g.is_summed
                      OR (g.cost_centre, g.assigned_city, g.vehicle_type, g.fleet_segment)
                         IS DISTINCT FROM (d.cost_centre, d.assigned_city, d.vehicle_type, d.fleet_segment)) AS by_group
    ), summed AS (
        SELECT d.day, count(DISTINCT d.imei) FILTER (WHERE d.trips > 0) AS active_vehicles, sum(d.trips) AS trips, sum(d.distance_m) AS distance_m,
               sum(d.driving_time_s) AS driving_time_s, sum(d.idle_time_s) AS idle_time_s, sum(d.shift_driving_s) AS shift_driving_s
        FROM period
        CROSS JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
        JOIN reporting.vehicle_days d ON d.imei = v.imei AND d.day BETWEEN period.first AND period.last
        WHERE NOT (SELECT by_group FROM way)
        GROUP BY d.day
        UNION ALL
        SELECT d.day, sum(d.active_vehicles), sum(d.trips), sum(d.distance_m), sum(d.driving_time_s), sum(d.idle_time_s), sum(d.shift_driving_s)
        FROM period
        JOIN reporting.fleet_days d ON d.day BETWEEN period.first AND period.last
        WHERE (SELECT by_group FROM way)
          AND (p_cost_centre   IS NULL OR d.cost_centre   = ANY (p_cost_centre))
          AND (p_assigned_city IS NULL OR d.assigned_city = ANY (p_assigned_city))
          AND (p_vehicle_type  IS NULL OR d.vehicle_type  = ANY (p_vehicle_type))
          AND (p_fleet_segment IS NULL OR d.fleet_segment = ANY (p_fleet_segment))
          AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
        GROUP BY d.day
    ), daily AS (
        SELECT g.day::date AS day, w.shift_day, coalesce(s.active_vehicles, 0) AS active_vehicles, coalesce(s.trips, 0) AS trips,
               coalesce(s.distance_m, 0)::double precision / 1000 AS distance_km, coalesce(s.driving_time_s, 0) AS driving_time_s,
               s.idle_time_s, coalesce(s.shift_driving_s, 0) AS shift_driving_s,
               CASE WHEN w.shift_day AND g.day::date >= period.first_data THEN round(100 * coalesce(s.shift_driving_s, 0)::numeric / nullif(total.vehicles * period.length_s, 0), 2)::double precision
               END AS utilisation_pct
        FROM period
        CROSS JOIN total
        CROSS JOIN LATERAL generate_series(period.first::timestamp, least(period.last, period.today)::timestamp, INTERVAL '1 day') AS g(day)
        CROSS JOIN LATERAL (SELECT extract(isodow FROM g.day)::integer = ANY (period.weekdays) AS shift_day) w
        LEFT JOIN summed s ON s.day = g.day::date
    ), page AS (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.active_days, f.trips, f.distance_m::double precision / 1000 AS distance_km, f.driving_time_s, f.idle_time_s, f.shift_driving_s,
               f.shift_days, f.shift_time_s, round(100.0 * f.shift_driving_s / nullif(f.shift_time_s, 0), 2)::double precision AS utilisation_pct,
               row_number() OVER (ORDER BY f.imei) AS place
        FROM figure f WHERE p_after IS NULL OR f.imei > p_after
        ORDER BY f.imei LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(t) || jsonb_build_object('shift_days', period.shift_days) FROM total t),
        'daily', (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.day), '[]') FROM daily d),
        'by_vehicle', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'place' ORDER BY p.place), '[]') FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.imei) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_utilisation(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'How much of the shift was driven: totals, daily (each day up to today), by_vehicle (in the order of imei). utilisation_pct: driving in the '
    'shift by shift time of the shift days from the first day with data to today, per cent; null where there is no shift.';

CREATE OR REPLACE FUNCTION reporting.fn_driver_behaviour(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS (
        SELECT asked.first, asked.last, asked.head
    ), figure AS MATERIALIZED (
        SELECT f.*
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(asked.first, asked.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                        p_vehicle_number, p_imei, p_driver_name) f
    ), summed AS (
        SELECT grouping(f.driver_name) = 1 AS is_whole, f.driver_name, count(DISTINCT f.driver_name) AS drivers, count(*) AS vehicles,
               coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               coalesce(sum(f.driving_time_s), 0) AS driving_time_s,
               coalesce(sum(f.speeding), 0) AS speeding, coalesce(sum(f.severe_speeding), 0) AS severe_speeding,
               coalesce(sum(f.harsh_acceleration), 0) AS harsh_acceleration, coalesce(sum(f.harsh_braking), 0) AS harsh_braking,
               coalesce(sum(f.harsh_cornering), 0) AS harsh_cornering, coalesce(sum(f.fixes_left_out), 0) AS fixes_left_out
        FROM figure f
        WHERE f.driver_name <> ''
        GROUP BY GROUPING SETS ((), (f.driver_name))
    ), rated AS MATERIALIZED (
        SELECT s.*, round((100 * (k.speeding * s.speeding + k.severe * s.severe_speeding + k.acceleration * s.harsh_acceleration
                                  + k.braking * s.harsh_braking + k.cornering * s.harsh_cornering)
                           / nullif(s.distance_km, 0))::numeric, 2)::double precision AS index_per_100km
        FROM summed s
        CROSS JOIN (SELECT reporting.fn_kpi('weight_speeding') AS speeding, reporting.fn_kpi('weight_severe_speeding') AS severe,
                           reporting.fn_kpi('weight_harsh_acceleration') AS acceleration, reporting.fn_kpi('weight_harsh_braking') AS braking,
                           reporting.fn_kpi('weight_harsh_cornering') AS cornering OFFSET 0) k
    ), page AS (
        SELECT r.*, row_number() OVER (ORDER BY r.driver_name) AS place
        FROM rated r WHERE NOT r.is_whole AND (p_after IS NULL OR r.driver_name > p_after)
        ORDER BY r.driver_name LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(r) - ARRAY['is_whole', 'driver_name'] FROM rated r WHERE r.is_whole)
                  || jsonb_build_object('vehicles_without_driver', (SELECT count(*) FROM figure f WHERE coalesce(f.driver_name, '') = '')),
        'by_driver', (SELECT coalesce(jsonb_agg(to_jsonb(p) - ARRAY['is_whole', 'drivers', 'place'] ORDER BY p.place), '[]')
                      FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.driver_name) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_driver_behaviour(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'How did each driver drive: events, kilometres and the weighted events per 100 km, all vehicles of a driver together, in the order of '
    'driver_name. The driver is the one the vehicle has now; vehicles without one are counted in totals only. '
    'fixes_left_out: fixes of which nothing is made (reporting.fn_is_usable_fix).';

CREATE OR REPLACE FUNCTION reporting.fn_fuel(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    asked  record;
    answer jsonb;
BEGIN
    SELECT * INTO asked FROM reporting.fn_analytics_period(p_from, p_to, p_as_of);
    WITH period AS (
        SELECT asked.first, asked.last, asked.head
    ), figure AS MATERIALIZED (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.fuel_100km, f.active_days, f.distance_m, round(f.distance_m * f.fuel_100km::numeric / 100000, 3) AS estimated_l,
               CASE WHEN f.measured_days > 0 THEN f.measured_ml END AS measured_ml, f.measured_days,
               f.fuel_100km IS NULL AS estimate_missing, f.measured_days = 0 AS measurement_missing
        FROM period
        CROSS JOIN LATERAL reporting.fn_period_figures(asked.first, asked.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                        p_vehicle_number, p_imei, p_driver_name) f
    ), total AS (
        SELECT count(*) AS vehicles, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
               sum(f.estimated_l)::double precision AS litres_estimated, sum(f.measured_ml)::double precision / 1000 AS litres_measured,
               count(*) FILTER (WHERE f.estimate_missing) AS vehicles_without_estimate,
               count(*) FILTER (WHERE f.measurement_missing) AS vehicles_without_measurement
        FROM figure f
    ), page AS (
        SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
               f.fuel_100km, f.active_days, f.measured_days, f.distance_m::double precision / 1000 AS distance_km,
               f.estimated_l::double precision AS litres_estimated, f.measured_ml::double precision / 1000 AS litres_measured,
               f.estimate_missing, f.measurement_missing, row_number() OVER (ORDER BY f.imei) AS place
        FROM figure f WHERE p_after IS NULL OR f.imei > p_after
        ORDER BY f.imei LIMIT p_limit + 1
    )
    SELECT period.head || jsonb_build_object(
        'totals', (SELECT to_jsonb(t) FROM total t),
        'by_vehicle', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'place' ORDER BY p.place), '[]') FROM page p WHERE p.place <= p_limit),
        'truncated', (SELECT count(*) > p_limit FROM page),
        'next', (SELECT reporting.fn_cursor(p.imei) FROM page p WHERE p.place = p_limit AND (SELECT count(*) > p_limit FROM page)))
    INTO answer FROM period;
    RETURN answer;
END
$$;
COMMENT ON FUNCTION reporting.fn_fuel(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'How much fuel was used: litres by distance × fuel_100km / 100 beside litres measured, with a flag where either is missing, by_vehicle in the '
    'order of imei. measured_days: days of the period with a measurement; fewer than active_days means that litres_measured covers a part.';

DROP FUNCTION IF EXISTS reporting.fn_vehicle_figures(date, date, text[], text[], text[], text[], text[], text[], text[]);

-- The views follow the same rules: usable fixes only, and idle time as everywhere.
CREATE OR REPLACE VIEW tracksolid.v_vehicles_not_moved_today AS
WITH today AS MATERIALIZED (
    SELECT d.day, reporting.fn_business_day_start(d.day) AS since, reporting.fn_kpi('moving_kmh') AS moving_kmh, reporting.fn_kpi('plausible_kmh') AS plausible_kmh
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
      AND reporting.fn_is_usable_fix(p.pos_type, p.speed, (SELECT plausible_kmh FROM today))
)
SELECT today.day, d.assigned_city, d.imei, d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name,
       d.cost_centre, l.gps_time AS last_fix, l.heartbeat_time, l.lat, l.lng
FROM tracksolid.devices d
CROSS JOIN today
LEFT JOIN tracksolid.live_positions l ON l.imei = d.imei
WHERE d.enabled AND NOT EXISTS (SELECT FROM moved m WHERE m.imei = d.imei);
COMMENT ON VIEW tracksolid.v_vehicles_not_moved_today IS
    'Which vehicles have not moved today: no trip that touches the business day, and no usable fix of today at moving speed. '
    'last_fix tells one that stands from one that is silent.';

CREATE OR REPLACE VIEW tracksolid.v_currently_idle AS
SELECT m.assigned_city, m.imei, m.vehicle_number, m.vehicle_name, m.vehicle_type, m.fleet_segment, m.driver_name, m.cost_centre,
       m.lat, m.lng, m.geom, m.gps_time, i.idle_since,
       floor(extract(epoch FROM m.gps_time - i.idle_since)) AS idle_s
FROM tracksolid.v_active_dispatch_map m
LEFT JOIN LATERAL (
    SELECT p.gps_time FROM tracksolid.position_history p
    WHERE p.imei = m.imei AND p.gps_time > now() - INTERVAL '24 hours'
      AND (p.acc_status IS NOT TRUE OR p.speed >= (SELECT reporting.fn_kpi('moving_kmh')))
      AND reporting.fn_is_usable_fix(p.pos_type, p.speed, (SELECT reporting.fn_kpi('plausible_kmh')))
    ORDER BY p.gps_time DESC LIMIT 1
) other ON true
CROSS JOIN LATERAL (
    SELECT coalesce(min(p.gps_time), m.gps_time) AS idle_since FROM tracksolid.position_history p
    WHERE p.imei = m.imei AND p.gps_time > now() - INTERVAL '24 hours' AND p.gps_time > coalesce(other.gps_time, '-infinity')
) i
WHERE m.status = 'idle';
COMMENT ON VIEW tracksolid.v_currently_idle IS
    'Which vehicles stand with the engine on now, and since when: after the last usable fix that says otherwise (idle_since looks back 24 hours; '
    'idle_s: seconds).';

CREATE OR REPLACE VIEW tracksolid.v_fleet_today AS
WITH today AS MATERIALIZED (
    SELECT d.day, reporting.fn_business_day_start(d.day) AS since
    FROM (SELECT reporting.fn_business_day(now()) AS day) d
), trips AS (
    SELECT t.imei, count(*) AS trips, sum(t.distance_km) AS km, sum(t.driving_time_s) AS driving_s
    FROM tracksolid.trips t
    WHERE t.start_time > now() - INTERVAL '26 hours' AND t.start_time >= (SELECT since FROM today)
    GROUP BY t.imei
), idle AS (
    SELECT i.imei, i.idle_time_s FROM reporting.fn_idle_days(now() - INTERVAL '26 hours', 'infinity') i
    WHERE i.day = (SELECT day FROM today)
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
       sum(i.idle_time_s)::bigint                         AS idle_time_s,
       coalesce(sum(a.alarms), 0)::bigint                 AS alarms,
       coalesce(sum(a.critical), 0)::bigint               AS critical_alarms
FROM tracksolid.devices d
CROSS JOIN today
LEFT JOIN tracksolid.live_positions l ON l.imei = d.imei
LEFT JOIN tracksolid.v_vehicles_not_moved_today n ON n.imei = d.imei
LEFT JOIN trips t ON t.imei = d.imei
LEFT JOIN idle i ON i.imei = d.imei
LEFT JOIN alarms a ON a.imei = d.imei
WHERE d.enabled
GROUP BY today.day, d.assigned_city;
COMMENT ON VIEW tracksolid.v_fleet_today IS
    'How is the fleet doing today, city by city: vehicles, how many report and have moved; trips begun today with km and seconds; alarms. '
    'idle_time_s: reporting.fn_idle_days; null when nothing is known of it.';

CREATE OR REPLACE VIEW tracksolid.v_fleet_km_daily AS
SELECT g.day_start::date AS day, t.assigned_city, t.vehicles, t.trips, t.distance_km, t.driving_time_s, t.idle_time_s
FROM generate_series(reporting.fn_business_day((SELECT min(start_time) FROM tracksolid.trips))::timestamp,
                     reporting.fn_business_day(now())::timestamp, INTERVAL '1 day') AS g(day_start)
CROSS JOIN LATERAL (
    SELECT d.assigned_city, count(t.imei) AS vehicles, coalesce(sum(t.trips), 0)::bigint AS trips, coalesce(sum(t.distance_km), 0) AS distance_km,
           coalesce(sum(t.driving_time_s), 0)::bigint AS driving_time_s, sum(i.idle_time_s)::bigint AS idle_time_s
    FROM (SELECT t.imei, count(*) AS trips, sum(t.distance_km) AS distance_km, sum(t.driving_time_s) AS driving_time_s
          FROM tracksolid.trips t
          WHERE t.start_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
            AND t.start_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
          GROUP BY t.imei) t
    FULL JOIN reporting.fn_idle_days(g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()),
                                     (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())) i ON i.imei = t.imei
    LEFT JOIN tracksolid.devices d ON d.imei = coalesce(t.imei, i.imei)
    GROUP BY d.assigned_city
) t;
COMMENT ON VIEW tracksolid.v_fleet_km_daily IS
    'How far did the fleet drive each business day, city by city: vehicles that drove, trips begun that day, km, seconds. idle_time_s: '
    'reporting.fn_idle_days; null when nothing is known of it. Ask with a condition on day.';

CREATE OR REPLACE VIEW tracksolid.v_driver_aggregates_daily AS
SELECT g.day_start::date AS day, t.*
FROM generate_series(reporting.fn_business_day((SELECT min(start_time) FROM tracksolid.trips))::timestamp,
                     reporting.fn_business_day(now())::timestamp, INTERVAL '1 day') AS g(day_start)
CROSS JOIN LATERAL (
    SELECT d.driver_name, d.assigned_city, count(t.imei) AS vehicles, coalesce(sum(t.trips), 0)::bigint AS trips,
           coalesce(sum(t.distance_km), 0) AS distance_km, coalesce(sum(t.driving_time_s), 0)::bigint AS driving_time_s,
           sum(i.idle_time_s)::bigint AS idle_time_s, max(t.max_speed_kmh) AS max_speed_kmh,
           coalesce(sum(t.speeding_trips), 0)::bigint AS speeding_trips, coalesce(sum(t.severe_speeding_trips), 0)::bigint AS severe_speeding_trips
    FROM (SELECT t.imei, count(*) AS trips, sum(t.distance_km) AS distance_km, sum(t.driving_time_s) AS driving_time_s,
                 max(t.max_speed_kmh) AS max_speed_kmh,
                 count(*) FILTER (WHERE t.max_speed_kmh >= (SELECT reporting.fn_kpi('speeding_kmh'))) AS speeding_trips,
                 count(*) FILTER (WHERE t.max_speed_kmh >= (SELECT reporting.fn_kpi('severe_speeding_kmh'))) AS severe_speeding_trips
          FROM tracksolid.trips t
          WHERE t.start_time >= g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
            AND t.start_time < (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())
          GROUP BY t.imei) t
    FULL JOIN reporting.fn_idle_days(g.day_start AT TIME ZONE (SELECT reporting.fn_fleet_time_zone()),
                                     (g.day_start + INTERVAL '1 day') AT TIME ZONE (SELECT reporting.fn_fleet_time_zone())) i ON i.imei = t.imei
    JOIN tracksolid.devices d ON d.imei = coalesce(t.imei, i.imei)
    WHERE d.driver_name <> ''
    GROUP BY d.driver_name, d.assigned_city
) t;
COMMENT ON VIEW tracksolid.v_driver_aggregates_daily IS
    'What did each driver do each business day: trips, km, seconds, top speed, trips with (severe) speeding. idle_time_s: reporting.fn_idle_days; '
    'null when nothing is known of it. The driver is the one the vehicle has now. Ask with a condition on day.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('55_kpis_of_what_is_known.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
