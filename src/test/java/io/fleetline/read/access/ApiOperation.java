package io.fleetline.read.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One operation of an OpenAPI description.
 *
 * @param node its node in the description
 * @param description the whole description, for references
 */
public record ApiOperation(String method, String path, JsonNode node, JsonNode description) {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final String JSON = "application/json";

    public static List<ApiOperation> of(JsonNode description) {
        return description.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(item -> METHODS.contains(item.getKey().toUpperCase()))
                        .map(item -> new ApiOperation(
                                item.getKey().toUpperCase(), path.getKey(), item.getValue(), description)))
                .toList();
    }

    /** @param in query or path */
    List<JsonNode> parameters(String in) {
        var found = new ArrayList<JsonNode>();
        var ofPath = description.path("paths").path(path).path("parameters");
        Stream.concat(node.path("parameters").valueStream(), ofPath.valueStream())
                .map(this::resolved)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .forEach(found::add);
        return found;
    }

    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** As in the description; empty if it has none. */
    static String example(JsonNode parameter) {
        var given = Stream.of("/example", "/schema/example", "/schema/examples/0", "/schema/default", "/schema/enum/0")
                .map(parameter::at)
                .filter(example -> !example.isMissingNode())
                .findFirst();
        return given.map(example -> example.isArray() ? example.path(0).asText() : example.asText())
                .orElse("");
    }

    /**
     * Requests from the description's examples: with the required parameters; and with each further parameter added, because one of
     * several may be required, which a description cannot express.
     */
    public List<HttpRequest> asExamplesSay(URI address) {
        var required = parameters("query").stream()
                .filter(parameter -> parameter.path("required").asBoolean())
                .map(ApiOperation::pair)
                .collect(Collectors.joining("&"));
        var requests = new ArrayList<HttpRequest>();
        requests.add(asExamplesSay(address, required));
        parameters("query")
                .forEach(parameter -> requests.add(asExamplesSay(address, required + "&" + pair(parameter))));
        return requests;
    }

    private HttpRequest asExamplesSay(URI address, String query) {
        var filled = path;
        for (var parameter : parameters("path")) {
            filled = filled.replace("{" + parameter.path("name").asText() + "}", encoded(example(parameter)));
        }
        return withBody(HttpRequest.newBuilder(address.resolve(filled + "?" + query)))
                .build();
    }

    private static String pair(JsonNode parameter) {
        return parameter.path("name").asText() + "=" + encoded(example(parameter));
    }

    private HttpRequest.Builder withBody(HttpRequest.Builder request) {
        var content = node.at("/requestBody/content").path(JSON);
        if (content.isMissingNode()) {
            return request.method(method, BodyPublishers.noBody());
        }
        var example = content.has("example")
                ? content.path("example")
                : resolved(content.path("schema")).path("example");
        return request.header("Content-Type", JSON).method(method, BodyPublishers.ofString(example.toString()));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
