package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.fleetline.fleet.Channel;
import io.fleetline.fleet.Rejection;
import io.fleetline.store.Batch;
import io.fleetline.store.DeadLetter;
import io.fleetline.wire.UnusableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sorts the items of one request into facts and dead letters. Nothing is lost. */
final class Sorting<T> {
    private static final Logger LOG = Logger.getLogger(Sorting.class);

    private final String path;
    private final PushMapper<T> mapper;
    private final int maxItems;
    private final UnaryOperator<String> masking;
    private final ItemReader reader = new ItemReader();
    private final List<T> facts = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private int items;
    /** Everything before this offset has been sorted. */
    private int sortedUpTo;

    /** @param masking removes secrets from a text */
    Sorting(String path, PushMapper<T> mapper, int maxItems, UnaryOperator<String> masking) {
        this.path = path;
        this.mapper = mapper;
        this.maxItems = maxItems;
        this.masking = masking;
    }

    Batch<T> batch() {
        return new Batch<>(facts, deadLetters, List.of());
    }

    /** Sorts a whole JSON text, in UTF-8: an array of items, or one item. */
    void sort(byte[] json) throws IOException {
        reading(json, (parser, text) -> {
            parser.nextToken();
            sort(parser, text);
        });
    }

    /** Keeps what cannot be read. */
    void reading(byte[] json, ParserWork work) throws IOException {
        sortedUpTo = 0;
        try (var parser = Json.parser(json)) {
            work.read(parser, json);
            if (parser.nextToken() != null) {
                keepRest(json);
            }
        } catch (JsonProcessingException e) {
            keepRest(json);
        }
    }

    interface ParserWork {
        /** @param text the parser's source, valid UTF-8 */
        void read(JsonParser parser, byte[] text) throws IOException;
    }

    /** @param parser on the first token of an array of items, of one item, or of a text that holds one of these */
    void sort(JsonParser parser, byte[] json) throws IOException {
        switch (parser.currentToken()) {
            case START_ARRAY -> sortAll(parser, json);
            case VALUE_STRING -> sortText(parser.getText());
            case VALUE_NULL -> {}
            case null -> {}
            default -> sortOne(parser, json);
        }
        sortedUpTo = (int) parser.currentLocation().getByteOffset();
    }

    private void sortText(String text) throws IOException {
        sortedUpTo = 0;
        sort(text.getBytes(UTF_8));
    }

    private void sortAll(JsonParser parser, byte[] json) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            sortOne(parser, json);
            sortedUpTo = (int) parser.currentLocation().getByteOffset();
        }
    }

    private void sortOne(JsonParser parser, byte[] json) throws IOException {
        if (++items > maxItems) {
            throw new RefusedException(PushReply.tooManyItems(maxItems));
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            map(reader.read(parser, json));
        } else {
            refuse(null, "not an object", textOf(parser, json));
        }
    }

    private void map(Item item) {
        try {
            mapper.map(item, facts::add);
        } catch (UnusableException e) {
            refuse(item.readableImei(), e.reason(), item.payload());
        } catch (RuntimeException e) {
            // A bug of ours must not cost the device's data, nor the other items.
            LOG.errorf(e, "%s: an item could not be mapped", path);
            refuse(item.readableImei(), "mapper failed", item.payload());
        }
    }

    private static String textOf(JsonParser parser, byte[] json) throws IOException {
        var token = parser.currentToken();
        if (token.isScalarValue()) {
            return token.isNumeric() ? Json.number(parser, json, 0) : parser.getText();
        }
        var from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return textOf(json, from, (int) parser.currentLocation().getByteOffset());
    }

    static String textOf(byte[] json, int from, int to) {
        return new String(json, from, to - from, UTF_8);
    }

    /** Discards everything sorted so far. */
    void reset() {
        facts.clear();
        deadLetters.clear();
        items = 0;
    }

    private void keepRest(byte[] json) {
        var rest = new String(json, sortedUpTo, json.length - sortedUpTo, UTF_8);
        if (!rest.chars().allMatch(c -> " \t\r\n,]}".indexOf(c) >= 0)) {
            keepUnreadable("unreadable JSON", rest);
        }
    }

    /** Keeps all of it: once it is acknowledged, no other copy exists. */
    void keepUnreadable(String reason, String text) {
        refuse(null, reason, text);
    }

    /** Whether there was content, but not even a device could be found in it. */
    boolean isNothingUnderstood() {
        return facts.isEmpty()
                && !deadLetters.isEmpty()
                && deadLetters.stream().allMatch(letter -> letter.rejection().imei() == null);
    }

    private void refuse(@Nullable String imei, String reason, String payload) {
        deadLetters.add(new DeadLetter(Channel.PUSH, path, new Rejection(imei, reason, masking.apply(payload))));
    }
}
