package io.fleetline.read;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/** Splits the filter values of a request into single names. Only a value with a comma needs a database lookup. */
@Singleton
public final class FilterNames {
    private static final String WITH_COMMA =
            "SELECT filter, name FROM reporting.fn_names_with_comma(%s)".formatted(Filters.SQL);

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
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(WITH_COMMA)
                        .bindMap(Filters.parameters(Map.of(), caller))
                        .map((row, _) -> Map.entry(row.getString("filter"), row.getString("name")))
                        .collect(groupingBy(Entry::getKey, mapping(Entry::getValue, toSet()))));
    }
}
