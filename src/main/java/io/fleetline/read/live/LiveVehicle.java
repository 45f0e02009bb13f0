package io.fleetline.read.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param fix null if it never had one, or was not asked for
 */
public record LiveVehicle(
        List<@Nullable String> attributes,
        @Nullable String costCentre,
        long costCentreRank,
        @Nullable Boolean ignition,
        @Nullable String status,
        byte @Nullable [] feature,
        @Nullable LiveFix fix) {

    private static final int IMEI = Filters.NAMES.indexOf("imei");
    private static final String OFFLINE = "offline";

    public String imei() {
        return String.valueOf(attributes.get(IMEI));
    }

    /** The same vehicle at another time: it is older, and may be offline. */
    public LiveVehicle at(Instant time) {
        if (fix == null || feature == null || status == null) {
            return this;
        }
        var ageSeconds = Math.max(Duration.between(fix.time(), time).toSeconds(), 0);
        var then = isDue(time) ? OFFLINE : status;
        return new LiveVehicle(
                attributes, costCentre, costCentreRank, ignition, then, FeatureText.at(feature, ageSeconds, then), fix);
    }

    /** The same vehicle with a newer fix. It must have had one. */
    LiveVehicle with(LiveState state) {
        var moved = FeatureText.with(requireNonNull(feature), state);
        return new LiveVehicle(
                attributes, costCentre, costCentreRank, state.ignition(), state.status(), moved, state.fix());
    }

    /** Whether this is the other at another time or with another fix; false where that is not known. */
    public boolean isOfSameRegister(LiveVehicle other) {
        return attributes == other.attributes;
    }

    /** Whether its status is another one at this time: offline. */
    public boolean isDue(Instant time) {
        return fix != null && fix.offlineAfter() != null && !OFFLINE.equals(status) && time.isAfter(fix.offlineAfter());
    }

    /** Whether a reader would see no difference, the age left aside. */
    boolean looksLike(LiveVehicle other) {
        return attributes.equals(other.attributes)
                && Objects.equals(ignition, other.ignition)
                && Objects.equals(status, other.status)
                && (feature == null || other.feature == null
                        ? feature == other.feature
                        : FeatureText.differInAgeOnly(feature, other.feature));
    }

    /** The same with another place of its cost centre in the summary. */
    LiveVehicle ranked(long rank) {
        return new LiveVehicle(attributes, costCentre, rank, ignition, status, feature, fix);
    }

    /** Whether the caller may see it. */
    boolean isVisibleTo(Caller caller) {
        var permitted = caller.costCentres();
        return permitted == null || (costCentre != null && permitted.contains(costCentre));
    }

    /** The names with a comma, by filter, among the vehicles that the caller may see. */
    static Map<String, Set<String>> namesWithComma(Collection<LiveVehicle> vehicles, Caller caller) {
        var names = new HashMap<String, Set<String>>();
        vehicles.stream()
                .filter(vehicle -> vehicle.isVisibleTo(caller))
                .forEach(vehicle -> vehicle.addNamesWithComma(names));
        return names;
    }

    private void addNamesWithComma(Map<String, Set<String>> names) {
        for (int i = 0; i < attributes.size(); i++) {
            var name = attributes.get(i);
            if (name != null && name.indexOf(',') >= 0) {
                names.computeIfAbsent(Filters.NAMES.get(i), first -> new HashSet<>())
                        .add(name);
            }
        }
    }

    /** The current row of {@code reporting.fn_live_features}, without the fix. */
    static LiveVehicle of(ResultSet row) throws SQLException {
        return of(row, null);
    }

    /** The same with the columns {@code lng, lat, speed, direction, odometer_km, gps_time, offline_after}. */
    static LiveVehicle withFix(ResultSet row) throws SQLException {
        return of(row, row.getObject("gps_time") == null ? null : LiveState.fix(row));
    }

    private static LiveVehicle of(ResultSet row, @Nullable LiveFix fix) throws SQLException {
        var attributes = (@Nullable String[]) row.getArray("filter_values").getArray();
        var feature = row.getString("feature");
        return new LiveVehicle(
                Arrays.asList(attributes),
                row.getString("cost_centre"),
                row.getLong("cost_centre_rank"),
                row.getObject("acc_status", Boolean.class),
                row.getString("status"),
                feature == null ? null : feature.getBytes(UTF_8),
                fix);
    }
}
