package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the wrapper off a body: a form or JSON with token and items in any order, a bare array of items, or a bare item. What it is is told
 * by its first character, for senders are careless with Content-Type.
 */
final class Unwrapping {
    private static final String TOKEN = "token";
    private static final Set<String> WRAPPER_ONLY = Set.of(TOKEN, "msgType");

    private final String listName;
    private final WebhookToken token;
    private final Sorting<?> sorting;

    /** @param listName the field that holds the items */
    Unwrapping(String listName, WebhookToken token, Sorting<?> sorting) {
        this.listName = listName;
        this.token = token;
        this.sorting = sorting;
    }

    /**
     * @param tokenOfUrl null when the URL has none
     * @throws Refused when neither URL nor body has the right token
     */
    void unwrap(byte[] body, @Nullable String tokenOfUrl) throws IOException {
        switch (firstCharacter(body)) {
            case '[' -> bareArray(body, tokenOfUrl);
            case '{' -> object(body, tokenOfUrl);
            default -> form(body, tokenOfUrl);
        }
    }

    private static int firstCharacter(byte[] body) {
        for (var b : body) {
            if (b > ' ') {
                return b;
            }
        }
        return 0;
    }

    private void bareArray(byte[] body, @Nullable String tokenOfUrl) throws IOException {
        token.check(tokenOfUrl);
        sorting.sort(body);
    }

    private void form(byte[] body, @Nullable String tokenOfUrl) throws IOException {
        var form = new Form(body);
        var given = form.text(TOKEN);
        token.check(given == null ? tokenOfUrl : given);
        var items = form.value(listName);
        if (items != null) {
            sorting.sort(items);
        } else if (given == null && body.length > 0) {
            sorting.keepUnreadable("no " + listName, new String(body, UTF_8));
        }
    }

    /** The token may stand behind the items: they are sorted first, and forgotten when it is wrong. */
    private void object(byte[] body, @Nullable String tokenOfUrl) throws IOException {
        var wrapper = new Wrapper(tokenOfUrl);
        sorting.reading(body, wrapper::read);
        token.check(wrapper.given);
        if (wrapper.isItem) {
            sorting.startAgain();
            sorting.sort(body);
        }
    }

    /** What is found while reading a JSON wrapper. */
    private final class Wrapper {
        private @Nullable String given;
        private boolean isItem;

        Wrapper(@Nullable String tokenOfUrl) {
            given = tokenOfUrl;
        }

        void read(JsonParser parser, byte[] body) throws IOException {
            var hasItems = false;
            var hasOther = false;
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.equals(listName)) {
                    hasItems = true;
                    sorting.sort(parser, body);
                } else if (name.equals(TOKEN)) {
                    given = parser.getText();
                } else {
                    hasOther |= !WRAPPER_ONLY.contains(name);
                    parser.skipChildren();
                }
            }
            isItem = hasOther && !hasItems;
        }
    }
}
