package io.fleetline.read.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message of a client. */
sealed interface ClientFrame {
    ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    int LONGEST_WORD = 40;

    record Ping() implements ClientFrame {}

    record Unsubscribe() implements ClientFrame {}

    /** @param wish the fields as texts, as the query string of {@code /live/stream} has them */
    record Subscribe(Map<String, List<String>> wish) implements ClientFrame {}

    /** @throws FeedProblem for anything else */
    static ClientFrame read(String text) throws FeedProblem {
        var frame = object(text);
        var type = frame.path("type");
        return switch (type.asText()) {
            case "ping" -> new Ping();
            case "unsubscribe" -> new Unsubscribe();
            case "subscribe" -> subscribe(frame);
            case "" -> throw new FeedProblem("type", "type is missing: it must be subscribe, unsubscribe or ping");
            default ->
                throw new FeedProblem(
                        "type",
                        "type must be subscribe, unsubscribe or ping, but is '%s'".formatted(shortened(type.asText())));
        };
    }

    private static JsonNode object(String text) throws FeedProblem {
        try {
            var frame = JSON.readTree(text);
            if (frame.isObject()) {
                return frame;
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new FeedProblem(
                    "message",
                    "the message is not JSON"
                            + (at == null ? "" : ", from character %d on".formatted(at.getColumnNr())));
        }
        throw new FeedProblem("message", "the message is not a JSON object");
    }

    private static Subscribe subscribe(JsonNode frame) throws FeedProblem {
        var wish = new HashMap<String, List<String>>();
        for (var field : frame.properties()) {
            switch (field.getKey()) {
                case "type" -> {}
                case "filters" -> wish.putAll(filters(field.getValue()));
                case Wish.BOX -> wish.put(Wish.BOX, List.of(String.join(",", some(Wish.BOX, field.getValue()))));
                case Wish.RATE, Wish.CURSOR, Wish.POSITIONS ->
                    wish.put(field.getKey(), some(field.getKey(), field.getValue()));
                case Wish.KINDS -> wish.put(Wish.KINDS, texts(Wish.KINDS, field.getValue()));
                default ->
                    throw new FeedProblem(
                            shortened(field.getKey()),
                            "subscribe has no field '%s'".formatted(shortened(field.getKey())));
            }
        }
        return new Subscribe(wish);
    }

    private static Map<String, List<String>> filters(JsonNode filters) throws FeedProblem {
        if (!filters.isObject()) {
            throw new FeedProblem(
                    "filters", "filters must be an object, with a text or a list of texts for each filter");
        }
        var given = new HashMap<String, List<String>>();
        for (var filter : filters.properties()) {
            if (!Wish.FILTERS.contains(filter.getKey())) {
                throw new FeedProblem(
                        shortened(filter.getKey()),
                        "there is no filter '%s', but %s"
                                .formatted(
                                        shortened(filter.getKey()),
                                        Wish.FILTERS.stream().sorted().collect(Collectors.joining(", "))));
            }
            given.put(filter.getKey(), texts(filter.getKey(), filter.getValue()));
        }
        return given;
    }

    /** One text at least: an empty list is no box. */
    private static List<String> some(String name, JsonNode value) throws FeedProblem {
        var texts = texts(name, value);
        if (texts.isEmpty()) {
            throw new FeedProblem(name, name + " is an empty list");
        }
        return texts;
    }

    private static List<String> texts(String name, JsonNode value) throws FeedProblem {
        var texts = new ArrayList<String>();
        Iterable<JsonNode> each = value.isArray() ? value : List.of(value);
        for (var one : each) {
            if (!one.isValueNode() || one.isNull()) {
                throw new FeedProblem(name, name + " must be a text, a number or a list of them");
            }
            texts.add(one.asText());
        }
        return texts;
    }

    private static String shortened(@Nullable String text) {
        var known = String.valueOf(text);
        return known.length() <= LONGEST_WORD ? known : known.substring(0, LONGEST_WORD) + "…";
    }
}
