package io.fleetline.events.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** The type of a payload's field. */
public enum FieldType {
    /** In JSON also written with zeros behind the point; fits 64 bits. */
    INTEGER("a whole number", FieldType::isWhole),
    NUMBER("a number", JsonNode::isNumber),
    TEXT("text", JsonNode::isTextual),
    BOOLEAN("true or false", JsonNode::isBoolean);

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);

    private final String words;
    private final Predicate<JsonNode> fits;

    FieldType(String words, Predicate<JsonNode> fits) {
        this.words = words;
        this.fits = fits;
    }

    /** As a schema spells it; empty: there is no such type. */
    static Optional<FieldType> of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.name().toLowerCase(java.util.Locale.ROOT).equals(word))
                .findAny();
    }

    /** For people: what a value must be. */
    String words() {
        return words;
    }

    boolean fits(JsonNode value) {
        return fits.test(value);
    }

    /** The value as rules see it: 7.0 is 7 for a whole number. */
    JsonNode normal(JsonNode value) {
        return this == INTEGER && !(value instanceof LongNode || value instanceof BigIntegerNode)
                ? LongNode.valueOf(value.decimalValue().longValueExact())
                : value;
    }

    private static boolean isWhole(JsonNode value) {
        if (!value.isNumber()) {
            return false;
        }
        var number = value.decimalValue();
        return number.compareTo(MOST) <= 0
                && number.compareTo(LEAST) >= 0
                && number.stripTrailingZeros().scale() <= 0;
    }
}
