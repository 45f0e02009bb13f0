package io.fleetline.ingest.push;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Rewrites one JSON value so that the database accepts and keeps all of it: of equal names it would keep only the last. */
final class StrictCopy {
    private final JsonParser parser;
    private final JsonGenerator generator;
    private final byte[] source;
    private final int start;
    /** How often each name has occurred, per open object. */
    private final Deque<Map<String, Integer>> names = new ArrayDeque<>();

    /** @param start the offset at which the parser begins */
    StrictCopy(JsonParser parser, JsonGenerator generator, byte[] source, int start) {
        this.parser = parser;
        this.generator = generator;
        this.source = source;
        this.start = start;
    }

    void copy() throws IOException {
        var depth = 0;
        do {
            var token = parser.nextToken();
            if (token == null) {
                return;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            copy(token, depth);
        } while (depth > 0);
    }

    private void copy(JsonToken token, int depth) throws IOException {
        switch (token) {
            case FIELD_NAME -> name(depth);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            default -> {
                if (token == JsonToken.START_OBJECT) {
                    names.push(new HashMap<>());
                } else if (token == JsonToken.END_OBJECT) {
                    names.pop();
                }
                generator.copyCurrentEventExact(parser);
            }
        }
    }

    private void name(int depth) throws IOException {
        var name = parser.currentName();
        if (depth == 1 && name.equalsIgnoreCase(WebhookToken.NAME)) {
            parser.nextToken();
            parser.skipChildren();
            return;
        }
        var times = names.element().merge(name, 1, Integer::sum);
        generator.writeFieldName(times == 1 ? name : name + "#" + times);
    }

    private void number() throws IOException {
        var text = Json.number(parser, source, start);
        if (text.equals(parser.getText())) {
            generator.copyCurrentEventExact(parser);
        } else {
            generator.writeString(text);
        }
    }
}
