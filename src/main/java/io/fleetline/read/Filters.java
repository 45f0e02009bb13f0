package io.fleetline.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.fleet.Names;
import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filters of requests: several values by repeating a parameter, or by commas. A blank value is ignored, because forms send empty
 * fields too; any other value is always applied. Names are compared in canonical spelling ({@link Names}).
 */
public final class Filters {
    private static final String COST_CENTRE = "cost_centre";

    /** The names in requests: the attributes of the database's type {@code reporting.vehicle_filter}, in their order. */
    public static final List<String> NAMES = List.of(
            COST_CENTRE, "assigned_city", "vehicle_type", "fleet_segment", "vehicle_number", "imei", "driver_name");

    /** SQL over {@link #parameters}: the one filter that the functions of {@code reporting} take as their first parameter. */
    public static final String SQL = NAMES.stream()
            .map(name -> "p_%1$s => :%1$s::text[]".formatted(name))
            .collect(Collectors.joining(", ", "reporting.fn_vehicle_filter(", ")"));

    private Filters() {}

    /**
     * The parameters of a request with canonical names, and one name per filter value: a list is split at its commas, except for commas
     * within a name in the register.
     *
     * @param withComma the names in the register with a comma, by filter; requested only if a value has one
     */
    public static Map<String, List<String>> named(
            Map<String, List<String>> given, Supplier<Map<String, Set<String>>> withComma) {
        var plain = ParameterNames.plain(given);
        var lists = NAMES.stream()
                .filter(name -> plain.getOrDefault(name, List.of()).stream().anyMatch(text -> text.indexOf(',') >= 0))
                .toList();
        if (!lists.isEmpty()) {
            var names = withComma.get();
            lists.forEach(filter -> plain.computeIfPresent(filter, (_, texts) -> {
                var list = new NameList(names.getOrDefault(filter, Set.of()));
                return texts.stream().flatMap(text -> list.names(text).stream()).toList();
            }));
        }
        return plain;
    }

    /**
     * An SQL parameter for each of {@link #NAMES}, with one name per value; unknown parameters are ignored. A caller who may see
     * only some cost centres is never shown others, whatever the request names.
     *
     * @throws BadRequestException as {@link #values} does
     */
    public static Map<String, @Nullable Object> parameters(Map<String, List<String>> given, Caller caller) {
        var parameters = new HashMap<String, @Nullable Object>();
        NAMES.forEach(name -> parameters.put(name, values(name, given.getOrDefault(name, List.of()))));
        parameters.put(COST_CENTRE, permitted((String[]) parameters.get(COST_CENTRE), caller));
        return parameters;
    }

    private static String @Nullable [] permitted(String @Nullable [] asked, Caller caller) {
        var allowed = caller.costCentres();
        if (allowed == null) {
            return asked;
        }
        return (asked == null ? allowed.stream() : Arrays.stream(asked).filter(allowed::contains))
                .toArray(String[]::new);
    }

    /**
     * The values as an SQL {@code text[]}; null if there are none, which means no filter.
     *
     * @throws BadRequestException that names the parameter, for a text that PostgreSQL cannot store
     */
    public static String @Nullable [] values(String name, List<String> given) {
        var values = given.stream()
                .map(Names::canonical)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toArray(String[]::new);
        if (Arrays.stream(values).anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw new BadRequestException(name + " holds a NUL character");
        }
        if (Arrays.stream(values).anyMatch(value -> !UTF_8.newEncoder().canEncode(value))) {
            throw new BadRequestException(name + " holds half of a surrogate pair");
        }
        return values.length == 0 ? null : values;
    }

    /**
     * The ignition filter as {@code on} or {@code off}; null if not given.
     *
     * @throws BadRequestException for any other word, and for both at once
     */
    public static @Nullable String ignition(List<String> given) {
        var values = given.stream()
                .filter(text -> !text.isBlank())
                .map(Filters::onOrOff)
                .distinct()
                .toList();
        if (values.size() > 1) {
            throw new BadRequestException("acc_status must be on or off, not both");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static String onOrOff(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "on", "1", "true" -> "on";
            case "off", "0", "false" -> "off";
            default -> throw new BadRequestException("acc_status must be on or off");
        };
    }
}
