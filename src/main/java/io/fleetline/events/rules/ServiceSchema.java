package io.fleetline.events.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service, and the fields of its payloads that rules may use. All of them are optional.
 *
 * @param taken whether its events come by HTTP
 */
public record ServiceSchema(String name, SortedMap<String, FieldType> fields, boolean taken) {

    /**
     * Reads a schema as the database has it.
     *
     * @param fields the name of each field with its type, such as {@code {"energy": "number"}}
     * @throws BadRuleException for a type that there is not
     */
    public static ServiceSchema of(String name, JsonNode fields, boolean taken) {
        var types = new TreeMap<String, FieldType>();
        fields.properties().forEach(field -> types.put(field.getKey(), type(name, field.getKey(), field.getValue())));
        return new ServiceSchema(name, types, taken);
    }

    private static FieldType type(String service, String field, JsonNode word) {
        return FieldType.of(word.asText())
                .orElseThrow(() -> new BadRuleException("the field %s of the service %s has the unknown type '%s'"
                        .formatted(field, service, word.asText())));
    }

    /**
     * The fields that the schema names, without those that are missing or null.
     *
     * @throws WrongFieldException for the first one, by name, of another type
     */
    public ObjectNode normalised(ObjectNode payload) {
        var normal = JsonNodeFactory.instance.objectNode();
        fields.forEach((field, type) -> {
            var value = payload.get(field);
            if (value == null || value.isNull()) {
                return;
            }
            if (!type.fits(value)) {
                throw new WrongFieldException(field, "must be %s, but is %s".formatted(type.words(), kind(value)));
            }
            normal.set(field, type.normal(value));
        });
        return normal;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "the number " + shortened(value.asText());
            case BOOLEAN -> value.asText();
            default -> "an " + value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String shortened(String number) {
        return number.length() <= 30 ? number : number.substring(0, 30) + "…";
    }
}
