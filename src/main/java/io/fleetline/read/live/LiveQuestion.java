package io.fleetline.read.live;

import io.fleetline.read.AnswerFormat;
import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import jakarta.ws.rs.BadRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The vehicles that a caller requests and may see.
 *
 * @param wanted the values for each of {@link Filters#NAMES}, or null for all
 * @param ignition on or off, or null for all
 */
public record LiveQuestion(
        List<@Nullable Set<String>> wanted, @Nullable String ignition) {

    private static final LiveQuestion EVERYTHING = new LiveQuestion(List.of(), null);

    /**
     * @param withComma the names with a comma, by filter, as for {@link Filters#named}
     * @throws BadRequestException that names the parameter, for an invalid value
     */
    public static LiveQuestion of(
            Map<String, List<String>> given, Caller caller, Supplier<Map<String, Set<String>>> withComma) {
        if (given.isEmpty() && caller.costCentres() == null) {
            return EVERYTHING;
        }
        var asked = Filters.named(given, withComma);
        AnswerFormat.jsonOnly(asked);
        var parameters = Filters.parameters(asked, caller);
        var wanted = new ArrayList<@Nullable Set<String>>();
        for (var name : Filters.NAMES) {
            wanted.add(parameters.get(name) instanceof String[] values ? Set.of(values) : null);
        }
        return new LiveQuestion(wanted, Filters.ignition(asked.getOrDefault("acc_status", List.of())));
    }

    boolean isForAll() {
        return ignition == null && wanted.stream().allMatch(values -> values == null);
    }

    /** Whether the vehicle matches every filter; a vehicle without a value matches no filter on it. */
    public boolean admits(LiveVehicle vehicle) {
        for (int i = 0; i < wanted.size(); i++) {
            var values = wanted.get(i);
            var value = vehicle.attributes().get(i);
            if (values != null && (value == null || !values.contains(value))) {
                return false;
            }
        }
        return ignition == null || (vehicle.ignition() != null && vehicle.ignition() == ignition.equals("on"));
    }
}
