package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.StringJoiner;

/**
 * Reads one JSON object into an {@link Item}. Values nested one level deep, in an object or in JSON text of one, count as the item's own;
 * deeper ones are only in {@link Item#json()}.
 */
final class ItemReader {
    private final Item item = new Item();

    /** @param parser at the object's start, and afterwards at its end */
    Item read(JsonParser parser, byte[] body) throws IOException {
        item.startsAt(body, (int) parser.currentTokenLocation().getByteOffset());
        readFields(parser, body, true);
        item.endsAt((int) parser.currentLocation().getByteOffset());
        return item;
    }

    private void readFields(JsonParser parser, byte[] source, boolean outermost) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var token = parser.nextToken();
            switch (token) {
                case START_OBJECT -> readNested(parser, source, outermost);
                case START_ARRAY -> item.add(name, list(parser, source));
                case VALUE_STRING -> readText(name, parser.getText(), outermost);
                case VALUE_NUMBER_INT -> item.add(name, Json.number(parser, source, 0));
                case VALUE_NUMBER_FLOAT -> item.add(name, withoutZeroFraction(Json.number(parser, source, 0)));
                case VALUE_NULL -> {}
                default -> item.add(name, parser.getText());
            }
        }
    }

    private void readNested(JsonParser parser, byte[] source, boolean outermost) throws IOException {
        if (outermost) {
            readFields(parser, source, false);
        } else {
            parser.skipChildren();
        }
    }

    private void readText(String name, String text, boolean outermost) throws IOException {
        item.add(name, text);
        if (outermost && text.startsWith("{")) {
            var source = text.getBytes(UTF_8);
            try (var nested = Json.parser(source)) {
                nested.nextToken();
                readFields(nested, source, false);
            } catch (JsonProcessingException e) {
                // It was text that only began like an object, and has been added as text.
            }
        }
    }

    /** 860000000000017.0 names the same device as 860000000000017. */
    private static String withoutZeroFraction(String number) {
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }

    /** The array's scalars, separated by commas. */
    private static String list(JsonParser parser, byte[] source) throws IOException {
        var scalars = new StringJoiner(",");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken().isNumeric()) {
                scalars.add(Json.number(parser, source, 0));
            } else if (parser.currentToken().isScalarValue()) {
                scalars.add(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return scalars.toString();
    }
}
