package io.fleetline.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.TreeSet;

/** JSON in one spelling, so that equal payloads have equal hashes: names in order, numbers in plain form, no blanks. */
final class CanonicalJson {
    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    /** 32 bytes. */
    static byte[] hash(JsonNode json) {
        return Sha256.of(of(json).getBytes(UTF_8));
    }

    static String of(JsonNode json) {
        var canonical = new CanonicalJson();
        canonical.add(json);
        return canonical.text.toString();
    }

    private void add(JsonNode json) {
        if (json.isObject()) {
            addObject(json);
        } else if (json.isArray()) {
            addArray(json);
        } else {
            text.append(
                    json.isNumber() ? json.decimalValue().stripTrailingZeros().toPlainString() : json.toString());
        }
    }

    private void addObject(JsonNode json) {
        var names = new TreeSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        var separator = '{';
        for (var name : names) {
            text.append(separator).append(TextNode.valueOf(name)).append(':');
            add(json.get(name));
            separator = ',';
        }
        text.append(names.isEmpty() ? "{}" : "}");
    }

    private void addArray(JsonNode json) {
        text.append('[');
        for (var i = 0; i < json.size(); i++) {
            text.append(i == 0 ? "" : ",");
            add(json.get(i));
        }
        text.append(']');
    }
}
