package io.fleetline.read;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Splits the filter values of a request into single names. Only a value with a comma needs a database lookup. */
@Singleton
public final class FilterNames {
    private final ReadDatabase database;

    FilterNames(ReadDatabase database) {
        this.database = database;
    }

    /**
     * The parameters with canonical names, and their lists split.
     *
     * @throws org.jdbi.v3.core.JdbiException if the database does not answer
     */
    public Map<String, List<String>> read(Map<String, List<String>> given, Caller caller) {
        return Filters.named(given, () -> withComma(caller));
    }

    /** The names with a comma, by filter, among the vehicles that the caller may see. */
    private Map<String, Set<String>> withComma(Caller caller) {
        var costCentres = caller.costCentres();
        var permitted = new HashMap<String, @Nullable Object>();
        permitted.put("cost_centres", costCentres == null ? null : costCentres.toArray(String[]::new));
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT filter, name FROM reporting.fn_names_with_comma(:cost_centres::text[])")
                        .bindMap(permitted)
                        .map((row, _) -> Map.entry(row.getString("filter"), row.getString("name")))
                        .collect(groupingBy(Entry::getKey, mapping(Entry::getValue, toSet()))));
    }
}
