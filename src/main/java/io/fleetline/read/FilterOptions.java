package io.fleetline.read;

import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Map;

/** What there is to choose from in each filter, among the vehicles that the caller may see. */
@Singleton
public final class FilterOptions {
    private final Answers answers;

    FilterOptions(Answers answers) {
        this.answers = answers;
    }

    /**
     * One array of rows for each filter.
     *
     * @param given filters that narrow the choice
     * @throws BadRequestException as {@link Filters#parameters} does
     */
    public String json(Map<String, List<String>> given, Caller caller) {
        return answers.json("""
                SELECT reporting.fn_filter_options(
                    :cost_centre::text[], :assigned_city::text[], :vehicle_type::text[], :fleet_segment::text[],
                    :vehicle_number::text[], :imei::text[], :driver_name::text[])::text
                """, Filters.parameters(given, caller));
    }
}
