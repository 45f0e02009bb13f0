package io.fleetline.tracksolid;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.database.Texts;
import io.fleetline.wire.Fields;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import org.jspecify.annotations.Nullable;

/** One row of the vendor's reply. */
public final class Wire extends Fields {
    private final JsonNode row;

    private Wire(JsonNode row) {
        this.row = row;
    }

    /** @throws UnusableException if it is not a JSON object */
    public static Wire of(JsonNode item) {
        if (!item.isObject()) {
            throw new UnusableException("not an object");
        }
        return new Wire(item);
    }

    /** The whole item as JSON text, without NUL characters. */
    public String json() {
        return json(row);
    }

    /** The whole item if one of these fields was unusable, otherwise null. */
    @Nullable String jsonWhereLeftOut(SideFields side) {
        return side.haveLeftOut() ? json() : null;
    }

    static String json(JsonNode node) {
        return Texts.cleanedJson(node.toString());
    }

    @Override
    protected String plainText(String name) {
        var value = row.path(name);
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (!value.isValueNode()) {
            throw new UnusableException(name + " is not a plain value");
        }
        // 860000000000017.0 names the same device as 860000000000017.
        if (value.isFloatingPointNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
            return Long.toString(value.longValue());
        }
        return value.asText().replace("\u0000", "").strip();
    }
}
