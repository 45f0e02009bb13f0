package io.fleetline.read.ogc;

import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Query parameters as the standard wants them: one that the API does not know is an error, and so is one with two values. A parameter
 * of {@code items} may come with any request, because GDAL sends what its user has put into the address with all of them.
 */
final class QueryNames {
    private static final String FORMAT = "f";
    private static final Set<String> FORMATS = Set.of("json", "geojson", "html");

    private QueryNames() {}

    /** @throws BadRequestException that names the first parameter that is not known, or {@code f} with a format that we do not have */
    static void check(Map<String, List<String>> given) {
        var unknown = new TreeSet<>(given.keySet());
        unknown.remove(FORMAT);
        unknown.removeAll(ItemsQuery.NAMES);
        if (!unknown.isEmpty()) {
            throw new BadRequestException("there is no parameter " + unknown.first());
        }
        var format = single(FORMAT, given);
        if (format != null && !FORMATS.contains(format.toLowerCase(Locale.ROOT))) {
            throw new BadRequestException("f must be json, geojson or html: there is no other format");
        }
    }

    /** What f says, in lower case; null when not given. */
    static @Nullable String format(Map<String, List<String>> given) {
        var format = single(FORMAT, given);
        return format == null ? null : format.toLowerCase(Locale.ROOT);
    }

    /**
     * The value, however often it is repeated; null when not given.
     *
     * @throws BadRequestException that names the parameter when it has several values
     */
    static @Nullable String single(String name, Map<String, List<String>> given) {
        var values = given.getOrDefault(name, List.of()).stream().distinct().toList();
        if (values.size() > 1) {
            throw new BadRequestException(name + " is given several times, with different values");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
