package io.fleetline.ingest.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.fleetline.ingest.push.form.FormField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Unwraps a JSON body: an object with token and items, an array of items, an item, or a text of one of these. */
final class JsonWrapper {
    private final Set<String> listNames;
    private final Sorting<?> sorting;
    /** Members of the wrapper that are neither items nor known, as {@code "name":value}. */
    private final List<String> others = new ArrayList<>();

    private boolean hasItems;

    /** @param listNames canonical names of the member that holds the items */
    JsonWrapper(Set<String> listNames, Sorting<?> sorting) {
        this.listNames = listNames;
        this.sorting = sorting;
    }

    /** Whether the outermost object has the right token, without parsing its other members; as far as it is readable. */
    static boolean hasRight(WebhookToken token, byte[] body) throws IOException {
        try (var parser = Json.parser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var isToken = FormField.plain(parser.currentName()).equals(WebhookToken.NAME);
                    if (parser.nextToken().isScalarValue() && isToken && token.accepts(parser.getText())) {
                        return true;
                    }
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            // Everything before the break has been checked.
        }
        return false;
    }

    void unwrap(byte[] body) throws IOException {
        sorting.reading(body, this::read);
        if (hasItems && !others.isEmpty()) {
            sorting.keepUnreadable(Unwrapping.UNKNOWN_FIELD, "{" + String.join(",", others) + "}");
        } else if (!others.isEmpty()) {
            sorting.reset();
            sorting.sort(body);
        }
    }

    private void read(JsonParser parser, byte[] body) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            sorting.sort(parser, body);
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var from = (int) parser.currentTokenLocation().getByteOffset();
            var name = FormField.plain(parser.currentName());
            parser.nextToken();
            if (listNames.contains(name)) {
                hasItems = true;
                sorting.sort(parser, body);
            } else {
                parser.skipChildren();
                parser.finishToken();
                if (!Unwrapping.WRAPPER_ONLY.contains(name)) {
                    others.add(Sorting.textOf(
                            body, from, (int) parser.currentLocation().getByteOffset()));
                }
            }
        }
    }
}
