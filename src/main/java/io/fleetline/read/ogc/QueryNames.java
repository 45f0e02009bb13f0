package io.fleetline.read.ogc;

import jakarta.ws.rs.BadRequestException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Query parameters as the standard wants them: one that the API does not know is an error, and so is one that comes twice. */
final class QueryNames {
    private static final String FORMAT = "f";
    private static final Set<String> FORMATS = Set.of("json", "geojson");

    private QueryNames() {}

    /**
     * @param known the names that count; {@code f} always does, with the one format there is
     * @throws BadRequestException that names the first other one
     */
    static void check(Map<String, List<String>> given, Collection<String> known) {
        var unknown = new TreeSet<>(given.keySet());
        unknown.remove(FORMAT);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new BadRequestException("there is no parameter " + unknown.first());
        }
        var format = single(FORMAT, given);
        if (format != null && !FORMATS.contains(format)) {
            throw new BadRequestException("f must be json: there is no other format");
        }
    }

    /**
     * The value; null when not given.
     *
     * @throws BadRequestException that names the parameter when it has several
     */
    static @Nullable String single(String name, Map<String, List<String>> given) {
        var values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new BadRequestException(name + " is given several times");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
