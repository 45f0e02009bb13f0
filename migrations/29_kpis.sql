-- 29 KPIs: the answers of /analytics/*, from the roll-ups (23, 24). Each figure is defined in docs/kpis.md.
-- They run with the caller's rights. Vehicles and drivers are those of the register as it is now. Rows come in pages of p_limit after the
-- key p_after; totals are over everything, not over the page. jit off: compiling would take longer than answering.
SET ROLE tracksolid_owner;

INSERT INTO reporting.kpi_settings (name, value, text_value, unit, meaning) VALUES
    ('analytics_max_days',        400, NULL, 'days',   'The longest period that /analytics/* answers'),
    ('weight_speeding',           1,   NULL, 'points', 'What one speeding event adds to the driver index'),
    ('weight_severe_speeding',    3,   NULL, 'points', 'What one severe speeding event adds, beside the speeding event that it is too'),
    ('weight_harsh_acceleration', 1,   NULL, 'points', 'What one harsh acceleration adds'),
    ('weight_harsh_braking',      2,   NULL, 'points', 'What one harsh braking adds'),
    ('weight_harsh_cornering',    1,   NULL, 'points', 'What one harsh corner adds')
ON CONFLICT (name) DO NOTHING;

CREATE OR REPLACE FUNCTION reporting.fn_analytics_period(p_from date, p_to date, p_as_of timestamptz)
RETURNS TABLE (first date, last date, days integer, today date, head jsonb)
LANGUAGE plpgsql STABLE ROWS 1
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    v_max integer := coalesce(reporting.fn_kpi('analytics_max_days'), 400);
BEGIN
    today := reporting.fn_business_day(p_as_of);
    last  := coalesce(p_to, today);
    first := coalesce(p_from, last - 6);
    days  := last - first + 1;
    IF days < 1 THEN
        RAISE EXCEPTION 'from (%) is after to (%)', first, last USING ERRCODE = 'invalid_parameter_value';
    ELSIF days > v_max THEN
        RAISE EXCEPTION 'from (%) to to (%) are % days; at most % are answered', first, last, days, v_max USING ERRCODE = 'invalid_parameter_value';
    END IF;
    head := jsonb_build_object(
        'period', jsonb_build_object('from', first, 'to', last, 'days', days),
        'as_of', p_as_of,
        'rolled_up_at', (SELECT max(r.started_at) FROM reporting.refresh_log r
                         WHERE r.view_name = 'reporting.vehicle_days' AND r.outcome = 'ok' AND r.started_at > p_as_of - INTERVAL '7 days'));
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION reporting.fn_analytics_period(date, date, timestamptz) IS
    'The business days of a question, both ends included (default: the last 7, today included), and the head of its answer: period, as_of, and '
    'rolled_up_at, when the roll-up that it was made from began.';

CREATE OR REPLACE FUNCTION reporting.fn_vehicle_figures(
    p_first date, p_last date, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (imei text, vehicle_number text, vehicle_name text, vehicle_type text, fleet_segment text, driver_name text, cost_centre text,
               assigned_city text, fuel_100km double precision, active_days bigint, trips bigint, distance_m bigint, driving_time_s bigint,
               idle_time_s bigint, shift_driving_s bigint, parkings bigint, parked_s bigint, alarms bigint, critical_alarms bigint,
               speeding bigint, severe_speeding bigint, harsh_acceleration bigint, harsh_braking bigint, harsh_cornering bigint,
               measured_days bigint, measured_ml bigint)
LANGUAGE sql STABLE
AS $$
    SELECT v.imei, v.vehicle_number, v.vehicle_name, v.vehicle_type, v.fleet_segment, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km,
           coalesce(u.active_days, e.active_days, 0) - coalesce(b.active_days, c.active_days, 0),
           coalesce(u.trips, e.trips, 0) - coalesce(b.trips, c.trips, 0),
           coalesce(u.distance_m, e.distance_m, 0) - coalesce(b.distance_m, c.distance_m, 0),
           coalesce(u.driving_time_s, e.driving_time_s, 0) - coalesce(b.driving_time_s, c.driving_time_s, 0),
           coalesce(u.idle_time_s, e.idle_time_s, 0) - coalesce(b.idle_time_s, c.idle_time_s, 0),
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
           coalesce(u.measured_ml, e.measured_ml, 0) - coalesce(b.measured_ml, c.measured_ml, 0)
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
COMMENT ON FUNCTION reporting.fn_vehicle_figures(date, date, text[], text[], text[], text[], text[], text[], text[]) IS
    'What each vehicle did in a period, all sums of reporting.vehicle_days: the enabled vehicles, and disabled ones that reported in it. '
    'Two look-ups a vehicle, however long the period.';

CREATE OR REPLACE FUNCTION reporting.fn_cursor(p_key text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT encode(convert_to(p_key, 'UTF8'), 'hex') $$;
COMMENT ON FUNCTION reporting.fn_cursor(text) IS 'The cursor that leads on after a row with this key.';

CREATE OR REPLACE FUNCTION reporting.fn_fleet_summary(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
AS $$
WITH period AS MATERIALIZED (
    SELECT * FROM reporting.fn_analytics_period(p_from, p_to, p_as_of)
), figure AS MATERIALIZED (
    SELECT f.*
    FROM period
    CROSS JOIN LATERAL reporting.fn_vehicle_figures(period.first, period.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                    p_vehicle_number, p_imei, p_driver_name) f
), total AS (
    SELECT grouping(f.cost_centre) = 1 AS is_whole, f.cost_centre, count(*) AS vehicles, count(*) FILTER (WHERE f.trips > 0) AS active_vehicles,
           coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
           coalesce(sum(f.driving_time_s), 0) AS driving_time_s, coalesce(sum(f.idle_time_s), 0) AS idle_time_s,
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
FROM period
$$;
COMMENT ON FUNCTION reporting.fn_fleet_summary(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'What did the fleet do in a period: totals, by_cost_centre, by_vehicle (in the order of imei, p_limit rows after imei p_after). Kilometres, seconds.';

CREATE OR REPLACE FUNCTION reporting.fn_utilisation(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
AS $$
WITH period AS MATERIALIZED (
    SELECT p.*, s.shift_days, s.shift_days * s.length_s AS shift_time_s, s.length_s, s.days AS weekdays
    FROM reporting.fn_analytics_period(p_from, p_to, p_as_of) p
    CROSS JOIN LATERAL (
        SELECT s.days, s.length_s, (SELECT count(*) FROM generate_series(p.first::timestamp, least(p.last, p.today)::timestamp, INTERVAL '1 day') g(day)
                                    WHERE extract(isodow FROM g.day)::integer = ANY (s.days)) AS shift_days
        FROM reporting.fn_shift() s) s
), figure AS MATERIALIZED (
    SELECT f.*, period.shift_days, period.shift_time_s
    FROM period
    CROSS JOIN LATERAL reporting.fn_vehicle_figures(period.first, period.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                    p_vehicle_number, p_imei, p_driver_name) f
), total AS (
    SELECT count(*) AS vehicles, count(*) FILTER (WHERE f.trips > 0) AS active_vehicles, coalesce(sum(f.active_days), 0) AS active_days,
           coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
           coalesce(sum(f.driving_time_s), 0) AS driving_time_s, coalesce(sum(f.idle_time_s), 0) AS idle_time_s,
           coalesce(sum(f.shift_driving_s), 0) AS shift_driving_s, coalesce(sum(f.shift_time_s), 0) AS shift_time_s,
           round(100 * sum(f.shift_driving_s) / nullif(sum(f.shift_time_s), 0), 2)::double precision AS utilisation_pct
    FROM figure f
), summed AS (   -- by group, or when single vehicles or drivers are asked for, by vehicle: those are few
    SELECT d.day, count(DISTINCT d.imei) FILTER (WHERE d.trips > 0) AS active_vehicles, sum(d.trips) AS trips, sum(d.distance_m) AS distance_m,
           sum(d.driving_time_s) AS driving_time_s, sum(d.idle_time_s) AS idle_time_s, sum(d.shift_driving_s) AS shift_driving_s
    FROM period
    CROSS JOIN reporting.fn_vehicles(p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei, p_driver_name) v
    JOIN reporting.vehicle_days d ON d.imei = v.imei AND d.day BETWEEN period.first AND period.last
    WHERE num_nonnulls(p_vehicle_number, p_imei, p_driver_name) > 0
    GROUP BY d.day
    UNION ALL
    SELECT d.day, sum(d.active_vehicles), sum(d.trips), sum(d.distance_m), sum(d.driving_time_s), sum(d.idle_time_s), sum(d.shift_driving_s)
    FROM period
    JOIN reporting.fleet_days d ON d.day BETWEEN period.first AND period.last
    WHERE num_nonnulls(p_vehicle_number, p_imei, p_driver_name) = 0
      AND (p_cost_centre   IS NULL OR d.cost_centre   = ANY (p_cost_centre))
      AND (p_assigned_city IS NULL OR d.assigned_city = ANY (p_assigned_city))
      AND (p_vehicle_type  IS NULL OR d.vehicle_type  = ANY (p_vehicle_type))
      AND (p_fleet_segment IS NULL OR d.fleet_segment = ANY (p_fleet_segment))
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
    GROUP BY d.day
), daily AS (
    SELECT g.day::date AS day, w.shift_day, coalesce(s.active_vehicles, 0) AS active_vehicles, coalesce(s.trips, 0) AS trips,
           coalesce(s.distance_m, 0)::double precision / 1000 AS distance_km, coalesce(s.driving_time_s, 0) AS driving_time_s,
           coalesce(s.idle_time_s, 0) AS idle_time_s, coalesce(s.shift_driving_s, 0) AS shift_driving_s,
           CASE WHEN w.shift_day THEN round(100 * coalesce(s.shift_driving_s, 0)::numeric / nullif(total.vehicles * period.length_s, 0), 2)::double precision
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
FROM period
$$;
COMMENT ON FUNCTION reporting.fn_utilisation(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'How much of the shift was driven: totals, daily (each day up to today), by_vehicle (in the order of imei). utilisation_pct: driving in the '
    'shift by shift time of the shift days up to today, per cent; null where there is no shift.';

CREATE OR REPLACE FUNCTION reporting.fn_driver_behaviour(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
AS $$
WITH period AS MATERIALIZED (
    SELECT * FROM reporting.fn_analytics_period(p_from, p_to, p_as_of)
), figure AS MATERIALIZED (
    SELECT f.*
    FROM period
    CROSS JOIN LATERAL reporting.fn_vehicle_figures(period.first, period.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
                                                    p_vehicle_number, p_imei, p_driver_name) f
), summed AS (
    SELECT grouping(f.driver_name) = 1 AS is_whole, f.driver_name, count(DISTINCT f.driver_name) AS drivers, count(*) AS vehicles,
           coalesce(sum(f.trips), 0) AS trips, coalesce(sum(f.distance_m), 0)::double precision / 1000 AS distance_km,
           coalesce(sum(f.driving_time_s), 0) AS driving_time_s,
           coalesce(sum(f.speeding), 0) AS speeding, coalesce(sum(f.severe_speeding), 0) AS severe_speeding,
           coalesce(sum(f.harsh_acceleration), 0) AS harsh_acceleration, coalesce(sum(f.harsh_braking), 0) AS harsh_braking,
           coalesce(sum(f.harsh_cornering), 0) AS harsh_cornering
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
FROM period
$$;
COMMENT ON FUNCTION reporting.fn_driver_behaviour(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'How did each driver drive: events, kilometres and the weighted events per 100 km, all vehicles of a driver together, in the order of '
    'driver_name. The driver is the one the vehicle has now; vehicles without one are counted in totals only.';

CREATE OR REPLACE FUNCTION reporting.fn_fuel(
    p_from date DEFAULT NULL, p_to date DEFAULT NULL, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL, p_limit integer DEFAULT 1000, p_after text DEFAULT NULL, p_as_of timestamptz DEFAULT now()) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC'
SET jit = off
AS $$
WITH period AS MATERIALIZED (
    SELECT * FROM reporting.fn_analytics_period(p_from, p_to, p_as_of)
), figure AS MATERIALIZED (
    SELECT f.imei, f.vehicle_number, f.vehicle_name, f.vehicle_type, f.fleet_segment, f.driver_name, f.cost_centre, f.assigned_city,
           f.fuel_100km, f.active_days, f.distance_m, round(f.distance_m * f.fuel_100km::numeric / 100000, 3) AS estimated_l,
           CASE WHEN f.measured_days > 0 THEN f.measured_ml END AS measured_ml, f.measured_days,
           f.fuel_100km IS NULL AS estimate_missing, f.measured_days = 0 AS measurement_missing
    FROM period
    CROSS JOIN LATERAL reporting.fn_vehicle_figures(period.first, period.last, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment,
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
FROM period
$$;
COMMENT ON FUNCTION reporting.fn_fuel(date, date, text[], text[], text[], text[], text[], text[], text[], integer, text, timestamptz) IS
    'How much fuel was used: litres by distance × fuel_100km / 100 beside litres measured, with a flag where either is missing, by_vehicle in the '
    'order of imei. measured_days: days of the period with a measurement; fewer than active_days means that litres_measured covers a part.';

-- The same definition of "measured" everywhere, and no look at the facts of all days.
CREATE OR REPLACE VIEW reporting.v_fuel_daily AS
SELECT d.day, v.imei, v.vehicle_number, v.driver_name, v.cost_centre, v.assigned_city, v.fuel_100km,
       d.distance_m::double precision / 1000 AS distance_km, d.distance_m::double precision / 1000 * v.fuel_100km / 100 AS litres_estimated,
       d.measured_ml::double precision / 1000 AS litres_measured, v.fuel_100km IS NULL AS estimate_missing, d.measured_ml IS NULL AS measurement_missing
FROM reporting.vehicle_days d
JOIN reporting.v_vehicles v ON v.imei = d.imei
WHERE d.trips > 0 OR d.measured_ml IS NOT NULL;
COMMENT ON VIEW reporting.v_fuel_daily IS
    'Litres estimated (km × fuel_100km / 100) beside litres measured, per vehicle and business day, with a flag where either is missing. As fresh '
    'as the last roll-up.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('29_kpis.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
