package io.fleetline.read.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.Filters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle of the live map.
 *
 * @param attributes the values to filter by, in the order of {@link Filters#NAMES}
 * @param costCentreRank the position of its cost centre in the summary
 * @param ignition null if unknown
 * @param status moving, idle, parked or offline; null if it never had a fix
 * @param feature GeoJSON as UTF-8; null if it never had a fix
 */
record LiveVehicle(
        List<@Nullable String> attributes,
        @Nullable String costCentre,
        long costCentreRank,
        @Nullable Boolean ignition,
        @Nullable String status,
        byte @Nullable [] feature) {

    void addNamesWithComma(Map<String, Set<String>> names) {
        for (int i = 0; i < attributes.size(); i++) {
            var name = attributes.get(i);
            if (name != null && name.indexOf(',') >= 0) {
                names.computeIfAbsent(Filters.NAMES.get(i), first -> new HashSet<>())
                        .add(name);
            }
        }
    }

    /** The current row of {@code reporting.fn_live_features}. */
    static LiveVehicle of(ResultSet row) throws SQLException {
        var attributes = (@Nullable String[]) row.getArray("filter_values").getArray();
        boolean on = row.getBoolean("acc_status");
        var ignition = row.wasNull() ? null : (Boolean) on;
        var feature = row.getString("feature");
        return new LiveVehicle(
                Arrays.asList(attributes),
                row.getString("cost_centre"),
                row.getLong("cost_centre_rank"),
                ignition,
                row.getString("status"),
                feature == null ? null : feature.getBytes(UTF_8));
    }
}
