package io.fleetline.tracksolid;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetline.tracksolid.TracksolidException.Kind;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.UnusableException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wrapper of every reply of the vendor. */
record Envelope(Call call, int code, String message, JsonNode result, JsonNode data) {
    /** A bare NaN makes only its row unusable, not the whole reply; trailing text after the JSON makes the whole reply unreadable. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Empty if the body is not JSON, or has no code. */
    static Optional<Envelope> read(Call call, byte[] body) {
        try {
            var root = JSON.readTree(body);
            return code(root)
                    .map(code -> new Envelope(
                            call, code, root.path("message").asText(""), root.path("result"), root.path("data")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> code(JsonNode root) {
        try {
            var code = root.isObject() ? Wire.of(root).integer(Quantity.CODE, "code") : null;
            return Optional.ofNullable(code);
        } catch (UnusableException e) {
            return Optional.empty();
        }
    }

    ReplyRows resultRows() {
        return ReplyRows.of(list(result, "result"));
    }

    /** The rows and their total, if the payload is a page: {@code data: {name: […], totalName: n}}. */
    ReplyRows dataRows(String name, String totalName) {
        if (!isNothing(data) && !data.isObject() && !data.isEmpty()) {
            throw new TracksolidException(Kind.UNREADABLE, call, "data is not an object");
        }
        return ReplyRows.of(list(data.path(name), "data." + name)).outOf(total(totalName));
    }

    /** The single object of the result, also if it is in a list of one; an empty object if there is none. */
    JsonNode resultObject() {
        var only = result.isArray() && result.size() <= 1 ? result.path(0) : result;
        if (isNothing(only)) {
            return JSON.createObjectNode();
        }
        if (!only.isObject()) {
            throw new TracksolidException(Kind.UNREADABLE, call, "result is not an object");
        }
        return only;
    }

    /** The vendor may send an empty object for no rows, and a bare object for a single row. */
    private JsonNode list(JsonNode node, String name) {
        if (isNothing(node) || (node.isObject() && node.isEmpty())) {
            return JSON.createArrayNode();
        }
        if (node.isObject()) {
            return JSON.createArrayNode().add(node);
        }
        if (!node.isArray()) {
            throw new TracksolidException(Kind.UNREADABLE, call, name + " is not a list");
        }
        return node;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isBlank());
    }

    private @Nullable Integer total(String name) {
        try {
            return data.isObject() ? Wire.of(data).integer(Quantity.CODE, name) : null;
        } catch (UnusableException e) {
            return null;
        }
    }
}
