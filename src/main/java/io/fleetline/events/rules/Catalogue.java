package io.fleetline.events.rules;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All services and the rules that are switched on, as they are in one revision.
 *
 * @param services by name
 * @param rules by the service whose events they look at
 */
public record Catalogue(long revision, SortedMap<String, ServiceSchema> services, Map<String, List<Rule>> rules) {

    /** A service whose events come by HTTP; null: there is none of this name. */
    public @Nullable ServiceSchema taken(String service) {
        var schema = services.get(service);
        return schema == null || !schema.taken() ? null : schema;
    }

    /** The names of those, in order. */
    public List<String> taken() {
        return services.values().stream()
                .filter(ServiceSchema::taken)
                .map(ServiceSchema::name)
                .collect(Collectors.toList());
    }

    public List<Rule> rulesOf(String service) {
        return rules.getOrDefault(service, List.of());
    }
}
