package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * A successful answer.
 *
 * @param rows how many facts it contains
 */
record Reply(JsonNode result, JsonNode data, int rows) {
    static final JsonNode NOTHING = JsonNodeFactory.instance.nullNode();

    static Reply result(ArrayNode rows) {
        return new Reply(rows, NOTHING, rows.size());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static <T> ArrayNode array(List<T> items, Function<T, ObjectNode> writer) {
        var array = JsonNodeFactory.instance.arrayNode(items.size());
        items.forEach(item -> array.add(writer.apply(item)));
        return array;
    }

    /** A page of a list; empty past its end. */
    static <T> List<T> page(List<T> items, int skip, int size) {
        return items.stream().skip(skip).limit(size).toList();
    }
}
