package io.fleetline.read;

import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Map;

/** The values of each filter among the vehicles that the caller may see. */
@Singleton
public final class FilterOptions {
    /** The example in the API description. */
    public static final String EXAMPLE = """
            {"cost_centres": [{"cost_centre": "North", "vehicles": 2}], "cities": [{"assigned_city": "Nairobi", "vehicles": 2}],
             "vehicle_types": [{"vehicle_type": "van", "vehicles": 2}], "segments": [{"fleet_segment": "delivery", "vehicles": 2}],
             "drivers": [{"driver_name": "Amina", "vehicles": 1}],
             "vehicles": [{"imei": "860000000000001", "vehicle_number": "KDA 001A", "vehicle_name": "Van 1",
              "cost_centre": "North", "assigned_city": "Nairobi"}]}""";

    private static final String SQL = """
            SELECT options::text AS body, md5(options::text) AS tag
            FROM (SELECT reporting.fn_filter_options(%s) AS options OFFSET 0) o
            """.formatted(Filters.SQL);

    private final Answers answers;
    private final FilterNames names;

    FilterOptions(Answers answers, FilterNames names) {
        this.answers = answers;
        this.names = names;
    }

    /**
     * One array of rows per filter, as JSON.
     *
     * @param given filters that narrow the choice
     * @throws BadRequestException as {@link Filters#parameters} does, and for a format other than JSON
     */
    public Tagged json(Map<String, List<String>> given, Caller caller) {
        var asked = names.read(given, caller);
        AnswerFormat.jsonOnly(asked);
        return answers.tagged(SQL, Filters.parameters(asked, caller));
    }
}
