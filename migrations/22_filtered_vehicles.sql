-- 22 filtered vehicles: the one place where readers' filters meet the vehicles.
SET ROLE tracksolid_owner;

-- No SET clause, plain SQL: the planner puts it into the query that calls it. Returns a table of its own instead of the view's rows, so
-- that the view may gain columns.
CREATE OR REPLACE FUNCTION reporting.fn_vehicles(
    p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL, p_vehicle_type text[] DEFAULT NULL,
    p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL, p_imei text[] DEFAULT NULL,
    p_driver_name text[] DEFAULT NULL)
RETURNS TABLE (imei text, vehicle_number text, vehicle_name text, vehicle_type text, fleet_segment text, driver_name text,
               cost_centre text, assigned_city text, fuel_100km double precision, enabled boolean)
LANGUAGE sql STABLE
AS $$
    SELECT d.imei, d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city,
           d.fuel_100km, d.enabled
    FROM tracksolid.devices d
    WHERE (p_cost_centre    IS NULL OR d.cost_centre    = ANY (p_cost_centre))
      AND (p_assigned_city  IS NULL OR d.assigned_city  = ANY (p_assigned_city))
      AND (p_vehicle_type   IS NULL OR d.vehicle_type   = ANY (p_vehicle_type))
      AND (p_fleet_segment  IS NULL OR d.fleet_segment  = ANY (p_fleet_segment))
      AND (p_vehicle_number IS NULL OR d.vehicle_number = ANY (p_vehicle_number))
      AND (p_imei           IS NULL OR d.imei           = ANY (p_imei))
      AND (p_driver_name    IS NULL OR d.driver_name    = ANY (p_driver_name))
      AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
$$;
COMMENT ON FUNCTION reporting.fn_vehicles(text[], text[], text[], text[], text[], text[], text[]) IS
    'The vehicles that pass every filter and are of no excluded cost centre, disabled ones (enabled = false) included: they have a past. '
    'A filter that is null filters nothing; an empty array matches nothing. fuel_100km: litres per 100 km.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('22_filtered_vehicles.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
