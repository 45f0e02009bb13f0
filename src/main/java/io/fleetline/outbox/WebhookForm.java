package io.fleetline.outbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleetline.outbox.receiver.BadTarget;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JSON body of an administrator: its fields, read strictly. Each problem is a 422 that names the field. */
final class WebhookForm {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final int UNPROCESSABLE = 422;
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_LIST = 1_000;

    private final JsonNode fields;
    private final String within;

    private WebhookForm(JsonNode fields, String within) {
        this.fields = fields;
        this.within = within;
    }

    /**
     * Reads an object; an empty body is one without fields.
     *
     * @param known the fields that it may have
     * @throws BadRequestException if it is no JSON
     */
    static WebhookForm read(String body, Set<String> known) {
        try {
            var fields = body.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
            return of(fields, "", known);
        } catch (JsonProcessingException e) {
            throw new BadRequestException("the body must be a JSON object, each field once");
        }
    }

    private static WebhookForm of(JsonNode fields, String within, Set<String> known) {
        if (!fields.isObject()) {
            throw problem(
                    within.isEmpty() ? "the body" : within.substring(0, within.length() - 1), "must be an object");
        }
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw problem(
                        within + name,
                        "is not known; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
        return new WebhookForm(fields, within);
    }

    static ClientErrorException problem(String field, String what) {
        return new ClientErrorException(field + " " + what, UNPROCESSABLE);
    }

    boolean has(String field) {
        return !fields.path(field).isMissingNode();
    }

    /** Reads a field if it is there. */
    void ifGiven(String field, Consumer<String> reader) {
        if (has(field)) {
            reader.accept(field);
        }
    }

    /** A part of it. */
    WebhookForm object(String field, Set<String> known) {
        return of(fields.path(field), within + field + ".", known);
    }

    String text(String field) {
        var value = fields.path(field);
        if (!value.isTextual() || value.asText().length() > LONGEST_TEXT) {
            throw problem(within + field, "must be a text of at most 200 characters");
        }
        return value.asText().strip();
    }

    int number(String field, int least, int most) {
        var value = fields.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
            throw problem(within + field, "must be a whole number from %d to %d".formatted(least, most));
        }
        return value.asInt();
    }

    boolean flag(String field) {
        var value = fields.path(field);
        if (!value.isBoolean()) {
            throw problem(within + field, "must be true or false");
        }
        return value.asBoolean();
    }

    /** Null for null, which means all. */
    @Nullable List<String> texts(String field) {
        var value = fields.path(field);
        if (value.isNull()) {
            return null;
        }
        if (!value.isArray() || value.isEmpty() || value.size() > LONGEST_LIST) {
            throw problem(within + field, "must be a list of 1 to 1000 texts");
        }
        var texts = new ArrayList<String>();
        for (var one : value) {
            if (!one.isTextual() || one.asText().isBlank() || one.asText().length() > LONGEST_TEXT) {
                throw problem(within + field, "must hold texts of at most 200 characters");
            }
            texts.add(one.asText().strip());
        }
        return texts.stream().distinct().toList();
    }

    /** The words of kinds of events. */
    List<String> kinds(String field) {
        var words = texts(field);
        if (words == null || words.stream().anyMatch(word -> EventKind.of(word).isEmpty())) {
            throw problem(within + field, "must be some of " + EventKind.words());
        }
        return words;
    }

    /** The address of a receiver, which must be allowed now; each delivery checks it again. */
    String url(String field, Sender sender) {
        var value = fields.path(field);
        var url = value.isTextual() ? value.asText() : "";
        try {
            sender.check(url);
            return url;
        } catch (BadTarget e) {
            throw problem(within + field, e.reason());
        }
    }
}
