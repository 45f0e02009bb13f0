package io.fleetline.ingest.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.fleetline.tracksolid.UnusableException;
import java.io.IOException;
import java.io.StringWriter;

/** JSON as devices write it: slips that leave no doubt about the meaning do not cost the rest of the body. */
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
            // Otherwise a message would quote the body, and with it the token.
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
     * The same once more, without the slips: NaN becomes the text "NaN".
     *
     * @throws UnusableException if it holds a number that is none after all
     */
    static String strict(byte[] text, int from, int length) {
        var out = new StringWriter(length);
        try (var parser = FACTORY.createParser(text, from, length);
                var generator = FACTORY.createGenerator(out)) {
            parser.nextToken();
            generator.copyCurrentStructureExact(parser);
        } catch (IOException e) {
            throw new UnusableException("unusable JSON");
        }
        return out.toString();
    }
}
