-- 79 roads: where the fleet drives, for the ground of the console's map.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION reporting.fn_roads(p_filter reporting.vehicle_filter, p_from timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object('type', 'Feature', 'properties', jsonb_build_object('trips', count(*)),
                                  'geometry', ST_AsGeoJSON(ST_Collect(r.line), 5)::jsonb)
        FROM (SELECT ST_Simplify(t.path, 0.0002, true) AS line   -- some 20 m
              FROM reporting.trips t
              LEFT JOIN tracksolid.devices d ON d.imei = t.imei
              WHERE t.start_time >= p_from AND t.path IS NOT NULL AND reporting.fn_passes_filter(t.imei, d, p_filter)
                AND NOT EXISTS (SELECT FROM reporting.excluded_cost_centres x WHERE x.cost_centre = d.cost_centre)
              ORDER BY t.start_time DESC LIMIT 500) r);
END
$$;
COMMENT ON FUNCTION reporting.fn_roads(reporting.vehicle_filter, timestamptz) IS
    'The paths of the latest 500 trips begun from p_from on, simplified to some 20 m, as one GeoJSON feature; its geometry is null if there are none.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('79_roads.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
