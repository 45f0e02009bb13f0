package io.fleetline.events.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads conditions as the database has them. */
final class ConditionReader {
    private static final int DEEPEST = 10;

    private final ServiceSchema schema;

    /** @param schema of the service whose events the condition looks at */
    ConditionReader(ServiceSchema schema) {
        this.schema = schema;
    }

    /** @throws BadRuleException if it cannot be understood */
    Condition read(JsonNode json) {
        return read(json, 1);
    }

    private Condition read(JsonNode json, int depth) {
        if (depth > DEEPEST) {
            throw new BadRuleException("a condition is nested deeper than " + DEEPEST);
        }
        if (json.has("field")) {
            return comparison(json);
        }
        if (json.size() == 1 && json.has("all")) {
            return new Condition.All(parts(json.get("all"), depth));
        }
        if (json.size() == 1 && json.has("any")) {
            return new Condition.Any(parts(json.get("any"), depth));
        }
        if (json.size() == 1 && json.has("not")) {
            return new Condition.Not(read(json.get("not"), depth + 1));
        }
        throw misunderstood(json);
    }

    private List<Condition> parts(JsonNode list, int depth) {
        if (!list.isArray() || list.isEmpty()) {
            throw misunderstood(list);
        }
        return StreamSupport.stream(list.spliterator(), false)
                .map(part -> read(part, depth + 1))
                .toList();
    }

    private Condition comparison(JsonNode json) {
        var field = json.get("field").asText();
        if (!schema.fields().isEmpty() && !schema.fields().containsKey(field)) {
            throw new BadRuleException("events of the service %s have no field %s".formatted(schema.name(), field));
        }
        if (json.size() == 2 && json.has("is")) {
            return new Condition.Is(field, json.get("is"));
        }
        if (json.size() == 2 && json.path("above").isNumber()) {
            return new Condition.Beyond(field, json.get("above").decimalValue(), true);
        }
        if (json.size() == 2 && json.path("below").isNumber()) {
            return new Condition.Beyond(field, json.get("below").decimalValue(), false);
        }
        if (json.size() == 2 && json.path("known").isBoolean()) {
            return new Condition.Known(field, json.get("known").booleanValue());
        }
        throw misunderstood(json);
    }

    private static BadRuleException misunderstood(JsonNode json) {
        var text = json.toString();
        return new BadRuleException(
                "a condition cannot be understood: " + (text.length() <= 100 ? text : text.substring(0, 100) + "…"));
    }
}
