package io.fleetline.events.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A version of a rule: what follows from an event of its service if its condition holds.
 *
 * @param fields all fields that it looks at
 */
public record Rule(
        String id,
        int version,
        String service,
        Condition condition,
        List<Consequence> consequences,
        Set<String> fields) {

    /** Longer ones are refused of senders, too. */
    public static final int LONGEST_KEY = 200;

    /**
     * An event to derive.
     *
     * @param key the template of its key; null: it has none
     */
    record Consequence(String service, @Nullable String key, JsonNode payload) {}

    /**
     * What a rule derives from an event.
     *
     * @param key under which it exists once; null: it is a new one each time
     */
    public record Derived(
            String service, ObjectNode payload, @Nullable String key) {}

    /**
     * Reads a rule as the database has it.
     *
     * @param schema of the service whose events it looks at
     * @throws BadRuleException if it cannot be understood
     */
    public static Rule of(String id, int version, ServiceSchema schema, JsonNode condition, JsonNode derives) {
        var read = new ConditionReader(schema).read(condition);
        var consequences = StreamSupport.stream(derives.spliterator(), false)
                .map(Rule::consequence)
                .toList();
        var fields = new TreeSet<String>();
        read.fields().forEach(fields::add);
        Template.fields(derives).forEach(fields::add);
        return new Rule(id, version, schema.name(), read, consequences, fields);
    }

    /** The services whose events it derives. */
    public Stream<String> targets() {
        return consequences.stream().map(Consequence::service);
    }

    private static Consequence consequence(JsonNode json) {
        if (!json.path("service").isTextual() || !json.path("payload").isObject()) {
            throw new BadRuleException("what a rule derives needs a service and a payload");
        }
        return new Consequence(json.get("service").textValue(), json.path("key").textValue(), json.get("payload"));
    }

    /**
     * What follows from an event; nothing if the condition does not hold.
     *
     * @param event its normalised payload
     * @throws RuleFailedException if the rule cannot be applied to it
     */
    public List<Derived> apply(JsonNode event) {
        return condition.holds(event)
                ? consequences.stream().map(each -> derived(each, event)).toList()
                : List.of();
    }

    private static Derived derived(Consequence consequence, JsonNode event) {
        var key = consequence.key == null
                ? null
                : Template.key(consequence.key, event).orElse(null);
        if (key != null && key.length() > LONGEST_KEY) {
            throw new RuleFailedException("its key would be longer than %d characters".formatted(LONGEST_KEY));
        }
        return new Derived(consequence.service, (ObjectNode) Template.filled(consequence.payload, event), key);
    }

    /** Which rule, which version, and the values that it looked at. */
    public ObjectNode explanation(JsonNode event) {
        var inputs = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> inputs.set(field, event.get(field)));
        var explanation = JsonNodeFactory.instance.objectNode().put("rule", id).put("version", version);
        return explanation.set("inputs", inputs);
    }
}
