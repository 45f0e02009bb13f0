package io.fleetline.events.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Texts in which {@code {name}} stands for a field of an event. */
final class Template {
    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private Template() {}

    /** The fields that any text of it names. */
    static Stream<String> fields(JsonNode template) {
        return template.isTextual()
                ? FIELD.matcher(template.textValue()).results().map(found -> found.group(1))
                : Stream.iterate(template.elements(), all -> all.hasNext(), all -> all)
                        .flatMap(all -> fields(all.next()));
    }

    /**
     * The template with its fields filled in. A text that is nothing but one field becomes its value, of whatever type, or null if it is missing; within
     * other text a missing one is empty.
     */
    static JsonNode filled(JsonNode template, JsonNode event) {
        return switch (template) {
            case ObjectNode object -> {
                var filled = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> filled.set(field.getKey(), filled(field.getValue(), event)));
                yield filled;
            }
            case ArrayNode array -> {
                var filled = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> filled.add(filled(element, event)));
                yield filled;
            }
            default -> template.isTextual() ? filledText(template, event) : template;
        };
    }

    private static JsonNode filledText(JsonNode template, JsonNode event) {
        var whole = FIELD.matcher(template.textValue());
        if (whole.matches()) {
            var value = event.get(whole.group(1));
            return value == null ? NullNode.instance : value;
        }
        return JsonNodeFactory.instance.textNode(whole.reset()
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        event.path(found.group(1)).asText(""))));
    }

    /** Empty if a field that it names is missing: keys without it would make different events equal. */
    static Optional<String> key(String template, JsonNode event) {
        var fields = FIELD.matcher(template);
        return fields.results().allMatch(found -> event.hasNonNull(found.group(1)))
                ? Optional.of(fields.reset()
                        .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                                event.path(found.group(1)).asText())))
                : Optional.empty();
    }
}
