package io.fleetline.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.events.rules.WrongFieldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads payloads, and refuses what the database could not keep as it came. */
final class PayloadJson {
    private static final int DEEPEST = 32;
    /** Characters; what the database writes out in full is longer than it was. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int MOST_DIGITS = 300;

    /** Numbers keep their digits: 500.01 is not a binary fraction. */
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private PayloadJson() {}

    /**
     * Reads a body.
     *
     * @throws RefusedEventException 400 if it is not JSON, 422 if it is not an object
     * @throws WrongFieldException for a value that the database cannot keep
     */
    static ObjectNode read(byte[] body) {
        try {
            var tree = READER.readTree(body);
            if (tree.isMissingNode()) {
                throw new RefusedEventException(400, "the body is not JSON: it is empty");
            }
            if (tree instanceof ObjectNode payload) {
                payload.properties().forEach(field -> {
                    checkText(shown(field.getKey()), field.getKey());
                    check(field.getKey(), field.getValue());
                });
                return payload;
            }
            throw new RefusedEventException(422, "the body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw new RefusedEventException(400, "the body is not JSON" + place(e));
        } catch (IOException e) {
            throw new RefusedEventException(400, "the body is not JSON in UTF-8");
        }
    }

    /** Of text that the database has checked. */
    static JsonNode stored(String json) {
        try {
            return READER.readTree(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("JSON of the database", e);
        }
    }

    private static String place(JsonProcessingException e) {
        var place = e.getLocation();
        return place == null ? "" : ": see line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    }

    /** @param field at the top of the payload */
    private static void check(String field, JsonNode value) {
        if (value.isTextual()) {
            checkText(field, value.textValue());
        } else if (value.isNumber()) {
            checkNumber(field, value);
        }
        value.properties().forEach(inner -> {
            checkText(field, inner.getKey());
            check(field, inner.getValue());
        });
        if (value.isArray()) {
            value.forEach(element -> check(field, element));
        }
    }

    private static void checkText(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new WrongFieldException(field, "holds the character NUL, which cannot be stored");
        }
        if (text.codePoints().anyMatch(one -> one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE)) {
            throw new WrongFieldException(field, "holds half of a surrogate pair, which cannot be stored");
        }
    }

    private static void checkNumber(String field, JsonNode value) {
        var number = value.decimalValue();
        if (Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS) {
            throw new WrongFieldException(field, "is a number too long to be stored");
        }
    }

    private static String shown(String name) {
        var printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }
}
