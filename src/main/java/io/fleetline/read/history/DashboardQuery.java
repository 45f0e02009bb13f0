package io.fleetline.read.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetline.read.ParameterNames;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a page sends to the dashboard, from the query string and from a body that is a form or JSON. The previous
 * system parsed one kind of body as the other, and so lost every filter.
 */
final class DashboardQuery {
    // Otherwise the first value of a repeated name would be lost.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.{1,40})'", Pattern.DOTALL);

    private final Set<String> names;
    private final Map<String, List<String>> values = new HashMap<>();

    /** @param names the known names; all others are ignored */
    DashboardQuery(Set<String> names) {
        this.names = names;
    }

    /** All values so far, in order, by name. */
    Map<String, List<String>> values() {
        return values;
    }

    void add(Map<String, List<String>> parameters) {
        parameters.forEach((name, texts) -> texts.forEach(text -> add(name, text)));
    }

    /**
     * Adds the parameters in the body.
     *
     * @param type the Content-Type of the request
     * @param body in the charset that the type declares, or else UTF-8
     * @throws NotSupportedException unless the type is a form or JSON, in a known charset
     * @throws BadRequestException if the body does not match its type, or a JSON value is not text
     */
    void addBody(@Nullable MediaType type, byte[] body) {
        var charset = charset(type);
        var text = new String(body, charset);
        switch (type == null ? "" : (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT)) {
            case MediaType.APPLICATION_FORM_URLENCODED -> addForm(text, charset);
            case MediaType.APPLICATION_JSON -> addJson(text);
            default ->
                throw new NotSupportedException(
                        "Content-Type must be application/x-www-form-urlencoded or application/json");
        }
    }

    /** As declared; by default UTF-8. */
    private static Charset charset(@Nullable MediaType type) {
        var name = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        try {
            return name == null ? UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new NotSupportedException("Content-Type declares an unknown charset", e);
        }
    }

    private void addForm(String form, Charset charset) {
        for (var pair : form.split("&", 0)) {
            var nameAndValue = pair.split("=", 2);
            add(decoded(nameAndValue[0], charset), nameAndValue.length == 1 ? "" : decoded(nameAndValue[1], charset));
        }
    }

    private static String decoded(String text, Charset charset) {
        try {
            return URLDecoder.decode(text, charset);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("the form is truncated or badly encoded near " + text, e);
        }
    }

    private void addJson(String json) {
        try {
            var tree = JSON.readTree(json);
            if (!tree.isObject()) {
                throw new BadRequestException("the body must be a JSON object");
            }
            tree.properties().forEach(field -> addJson(field.getKey(), field.getValue()));
        } catch (JsonProcessingException e) {
            throw new BadRequestException("the body is not JSON: " + reason(e), e);
        }
    }

    /** In our own words: the library's messages name its classes. */
    private static String reason(JsonProcessingException e) {
        var place = e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        var twice = TWICE.matcher(e.getOriginalMessage());
        return switch (e) {
            case JsonEOFException _ -> "it ends too early";
            case JsonParseException _ when twice.find() -> "the name %s is repeated".formatted(twice.group(1)) + place;
            case JsonParseException _ -> "it cannot be read" + place;
            default -> "there is text after its end" + place;
        };
    }

    private void addJson(String given, JsonNode value) {
        var name = ParameterNames.plain(given);
        if (!names.contains(name) || value.isNull()) {
            return;
        }
        for (var text : value.isArray() ? value : List.of(value)) {
            if (!text.isTextual()) {
                throw new BadRequestException(name + " must be a string or an array of strings");
            }
            add(name, text.textValue());
        }
    }

    private void add(String given, String value) {
        var name = ParameterNames.plain(given);
        if (names.contains(name)) {
            values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        }
    }
}
