package io.fleetline.ingest.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.fleetline.ingest.push.form.FormField;
import io.fleetline.wire.UnusableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON as devices write it: unambiguous mistakes do not cost the rest of the body. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Otherwise an error message would quote the body, and with it the token.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // The body's own limit is the limit.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    static JsonParser parser(byte[] text) throws IOException {
        return FACTORY.createParser(text);
    }

    /**
     * A strict copy without the mistakes: NaN becomes the text "NaN", a number with leading zeros a text, the second of two equal
     * names {@code name#2}. The token is left out.
     *
     * @throws UnusableException if it holds an invalid number
     */
    static String strict(byte[] text, int from, int length) {
        var out = new StringWriter(length);
        try (var parser = FACTORY.createParser(text, from, length);
                var generator = FACTORY.createGenerator(out)) {
            new StrictCopy(parser, generator, text, from).copy();
        } catch (IOException e) {
            throw new UnusableException("unusable JSON");
        }
        return out.toString();
    }

    /**
     * The source text of the current number: the parser itself drops leading zeros, which are part of an id.
     *
     * @param start the offset at which the parser began
     */
    static String number(JsonParser parser, byte[] source, int start) throws IOException {
        var from = start + (int) parser.currentTokenLocation().getByteOffset();
        var first = source[from] == '-' || source[from] == '+' ? from + 1 : from;
        if (source[first] != '0' || first + 1 >= source.length || !Character.isDigit(source[first + 1])) {
            return parser.getText();
        }
        var to = start + (int) parser.currentLocation().getByteOffset();
        return new String(source, from, to - from, StandardCharsets.US_ASCII).strip();
    }

    /** Builds an item from the fields of a form. */
    static byte[] object(List<FormField> fields) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(out)) {
            generator.writeStartObject();
            for (var field : fields) {
                generator.writeStringField(field.name(), field.text());
            }
            generator.writeEndObject();
        }
        return out.toByteArray();
    }
}
