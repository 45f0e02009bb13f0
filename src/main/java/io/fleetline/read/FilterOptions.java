package io.fleetline.read;

import jakarta.inject.Singleton;
import java.util.Map;

/** What there is to choose from in each filter: the rows of the views {@code reporting.v_filter_*}. */
@Singleton
public final class FilterOptions {
    private final Answers answers;

    FilterOptions(Answers answers) {
        this.answers = answers;
    }

    /** One array of rows for each view. */
    public String json() {
        return answers.json("""
                SELECT jsonb_build_object(
                    'cost_centres',  (SELECT coalesce(jsonb_agg(o ORDER BY o.cost_centre), '[]') FROM reporting.v_filter_cost_centres o),
                    'cities',        (SELECT coalesce(jsonb_agg(o ORDER BY o.assigned_city), '[]') FROM reporting.v_filter_cities o),
                    'vehicle_types', (SELECT coalesce(jsonb_agg(o ORDER BY o.vehicle_type), '[]') FROM reporting.v_filter_vehicle_types o),
                    'segments',      (SELECT coalesce(jsonb_agg(o ORDER BY o.fleet_segment), '[]') FROM reporting.v_filter_segments o),
                    'vehicles',      (SELECT coalesce(jsonb_agg(o ORDER BY o.vehicle_number, o.imei), '[]') FROM reporting.v_filter_vehicles o),
                    'drivers',       (SELECT coalesce(jsonb_agg(o ORDER BY o.driver_name), '[]') FROM reporting.v_filter_drivers o))::text
                """, Map.of());
    }
}
