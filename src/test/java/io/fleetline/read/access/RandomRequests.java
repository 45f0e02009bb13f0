package io.fleetline.read.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random requests from an API description, for every operation in it: few sensible, most wrong in some way. */
final class RandomRequests {
    private static final List<String> VALUES = List.of(
            "",
            " ",
            ",",
            "0",
            "-1",
            "1",
            "2.5",
            "1e308",
            "NaN",
            "99999999999999999999",
            "-9223372036854775808",
            "true",
            "on",
            "off",
            "null",
            "2026-05-25",
            "2026-05-31",
            "2026-05-31T06:00:00Z",
            "2026-05-31T06:00:00+03:00",
            "0000-01-01",
            "9999-12-31",
            "2026-02-30",
            "9999-12-31T23:59:59.999999999Z",
            "-999999999-01-01T00:00:00Z",
            "2026-05-25/2026-05-31",
            "../..",
            "2026-05-25/..",
            "PT1H",
            "24",
            "infinity",
            "36.5,-1.5,37,-1",
            "-180,-90,180,90",
            "180,90,-180,-90",
            "1,2,3",
            "North",
            "South",
            "North,South,Secret",
            "Secret",
            "SECRET 1",
            "869900000000001",
            "860000000000001",
            "Amina",
            "van",
            "'; DROP TABLE tracksolid.devices; --",
            "' OR 1=1 --",
            "1); DELETE FROM tracksolid.trips; --",
            "{North,Secret}",
            "ARRAY['Secret']",
            "%",
            "_%",
            "\\",
            "$1",
            ":cost_centre",
            "?",
            "${jndi:ldap://127.0.0.1/x}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "\0",
            "a\0b",
            "\n",
            "\r\nX-Header: x",
            "\uD800",
            "\uFFFE",
            "مرحبا",
            "🚚",
            "Wanjikũ",
            "e\u0301",
            "\u202Eabc",
            "x".repeat(3000));
    private static final List<String> TYPES = List.of(
            "*/*",
            "application/json",
            "application/geo+json",
            "text/csv",
            "application/gpx+xml",
            "text/html",
            "image/png",
            "application/*;q=0.1, text/*",
            "*/*;q=0",
            "*/*;q=abc",
            "nonsense",
            "application/json;",
            ";",
            ",",
            "application/json;charset=nonsense",
            "text/event-stream",
            "a/b/c");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "NONSENSE");

    private final Random chance;
    private final URI address;
    private final List<ApiOperation> operations;

    RandomRequests(long seed, URI address, JsonNode description) {
        this.chance = new Random(seed);
        this.address = address;
        this.operations = ApiOperation.of(description);
    }

    List<String> operations() {
        return operations.stream()
                .map(operation -> operation.method() + " " + operation.path())
                .toList();
    }

    HttpRequest next() {
        var operation = any(operations);
        var request = HttpRequest.newBuilder(address.resolve(path(operation) + query(operation)));
        if (chance.nextInt(4) > 0) {
            request.header("Accept", chance.nextInt(3) == 0 ? any(TYPES) : "application/json, */*;q=0.5");
        }
        var method = chance.nextInt(15) == 0 ? any(METHODS) : operation.method();
        if (method.equals("POST") || chance.nextInt(30) == 0) {
            return withBody(request, method, operation).build();
        }
        return request.method(method, BodyPublishers.noBody()).build();
    }

    private String path(ApiOperation operation) {
        var path = operation.path();
        for (var parameter : operation.parameters("path")) {
            path = path.replace("{" + parameter.path("name").asText() + "}", ApiOperation.encoded(value(parameter, 3)));
        }
        return path;
    }

    private String query(ApiOperation operation) {
        return pairs(operation).stream()
                .map(pair -> ApiOperation.encoded(pair.getKey())
                        + (chance.nextInt(30) == 0 ? "" : "=" + ApiOperation.encoded(pair.getValue())))
                .collect(Collectors.joining("&", "?", ""));
    }

    /** Some of the parameters, some repeated, some unknown. */
    private List<Entry<String, String>> pairs(ApiOperation operation) {
        var known = operation.parameters("query");
        return IntStream.range(0, chance.nextInt(5))
                .mapToObj(_ -> known.isEmpty() || chance.nextInt(12) == 0
                        ? Map.entry(any(VALUES), any(VALUES))
                        : pair(any(known)))
                .toList();
    }

    private Entry<String, String> pair(JsonNode parameter) {
        return Map.entry(parameter.path("name").asText(), value(parameter, 1));
    }

    /** This many of four as the description gives an example. */
    private String value(JsonNode parameter, int sensible) {
        var example = ApiOperation.example(parameter);
        return example.isEmpty() || chance.nextInt(4) >= sensible ? any(VALUES) : example;
    }

    private HttpRequest.Builder withBody(HttpRequest.Builder request, String method, ApiOperation operation) {
        var contents = operation.node().at("/requestBody/content").properties().stream()
                .toList();
        var type = contents.isEmpty() || chance.nextInt(8) == 0
                ? any(TYPES)
                : any(contents).getKey();
        if (chance.nextInt(20) > 0) {
            request.header("Content-Type", type);
        }
        var schema = contents.isEmpty()
                ? MissingNode.getInstance()
                : operation.resolved(contents.getFirst().getValue().path("schema"));
        var names = schema.path("properties").properties().stream()
                .map(Entry::getKey)
                .toList();
        return request.method(method, BodyPublishers.ofByteArray(body(type, names)));
    }

    private byte[] body(String type, List<String> names) {
        if (names.isEmpty() || chance.nextInt(10) == 0) {
            return chance.nextBoolean() ? any(VALUES).getBytes(UTF_8) : someBytes();
        }
        var count = chance.nextInt(4);
        var text = type.contains("json")
                ? IntStream.range(0, count)
                        .mapToObj(_ -> quoted(any(names)) + ":" + jsonValue())
                        .collect(Collectors.joining(",", "{", "}"))
                : IntStream.range(0, count)
                        .mapToObj(_ -> any(names) + "=" + ApiOperation.encoded(any(VALUES)))
                        .collect(Collectors.joining("&"));
        return (chance.nextInt(10) == 0 ? text.substring(0, text.length() / 2) : text).getBytes(UTF_8);
    }

    private String jsonValue() {
        return switch (chance.nextInt(8)) {
            case 0 -> "17";
            case 1 -> "null";
            case 2 -> "{\"a\":[]}";
            case 3 -> "[[".repeat(2000);
            case 4, 5 -> "[" + quoted(any(VALUES)) + "," + quoted(any(VALUES)) + "]";
            default -> quoted(any(VALUES));
        };
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private byte[] someBytes() {
        var bytes = new byte[chance.nextInt(200)];
        chance.nextBytes(bytes);
        return bytes;
    }

    private <T> T any(List<T> some) {
        return some.get(chance.nextInt(some.size()));
    }
}
