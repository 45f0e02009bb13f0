package io.fleetline.read;

import jakarta.inject.Singleton;
import java.util.Map;

/** What there is to choose from in each filter. */
@Singleton
public final class FilterOptions {
    private static final String OPTIONS = """
            WITH vehicle AS MATERIALIZED (
                SELECT v.* FROM reporting.v_vehicles v WHERE :cost_centre::text[] IS NULL OR v.cost_centre = ANY (:cost_centre::text[])
            ), choice AS (
                SELECT c.filter, c.value, count(*) AS vehicles
                FROM vehicle v
                CROSS JOIN LATERAL (VALUES ('cost_centre', v.cost_centre), ('assigned_city', v.assigned_city), ('vehicle_type', v.vehicle_type),
                                           ('fleet_segment', v.fleet_segment), ('driver_name', v.driver_name)) AS c(filter, value)
                WHERE c.value <> ''
                GROUP BY c.filter, c.value
            ), choices AS (
                SELECT filter, jsonb_agg(jsonb_build_object(filter, value, 'vehicles', vehicles) ORDER BY value) AS options
                FROM choice GROUP BY filter
            )
            SELECT jsonb_build_object(
                'cost_centres',  coalesce((SELECT options FROM choices WHERE filter = 'cost_centre'), '[]'),
                'cities',        coalesce((SELECT options FROM choices WHERE filter = 'assigned_city'), '[]'),
                'vehicle_types', coalesce((SELECT options FROM choices WHERE filter = 'vehicle_type'), '[]'),
                'segments',      coalesce((SELECT options FROM choices WHERE filter = 'fleet_segment'), '[]'),
                'drivers',       coalesce((SELECT options FROM choices WHERE filter = 'driver_name'), '[]'),
                'vehicles',      coalesce((
                    SELECT jsonb_agg(jsonb_build_object('imei', v.imei, 'vehicle_number', v.vehicle_number, 'vehicle_name', v.vehicle_name,
                        'cost_centre', v.cost_centre, 'assigned_city', v.assigned_city) ORDER BY v.vehicle_number, v.imei)
                    FROM vehicle v), '[]'))::text
            """;

    private final Answers answers;
    private final CurrentCaller caller;

    FilterOptions(Answers answers, CurrentCaller caller) {
        this.answers = answers;
        this.caller = caller;
    }

    /** One array of rows for each filter, of the vehicles that the caller may see. */
    public String json() {
        return answers.json(OPTIONS, Filters.parameters(Map.of(), caller.caller()));
    }
}
