package io.fleetline.read.ogc;

import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Validates query parameters as the standard requires: an unknown one is an error, and so is one with two values. The parameters of
 * {@code items} are accepted in every request, because GDAL adds those in its user's URL to all of them.
 */
final class QueryNames {
    private static final String FORMAT = "f";
    private static final Set<String> FORMATS = Set.of("json", "geojson", "html");

    private QueryNames() {}

    /** @throws BadRequestException that names the first unknown parameter, or {@code f} with an unsupported format */
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

    /** The value of f, in lower case; null if not given. */
    static @Nullable String format(Map<String, List<String>> given) {
        var format = single(FORMAT, given);
        return format == null ? null : format.toLowerCase(Locale.ROOT);
    }

    /**
     * The value, even if it is repeated; null if not given.
     *
     * @throws BadRequestException that names the parameter if it has several values
     */
    static @Nullable String single(String name, Map<String, List<String>> given) {
        var values = given.getOrDefault(name, List.of()).stream().distinct().toList();
        if (values.size() > 1) {
            throw new BadRequestException(name + " is given several times, with different values");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
