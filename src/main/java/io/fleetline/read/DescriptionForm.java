package io.fleetline.read;

import static io.vertx.core.http.HttpHeaders.ACCEPT;
import static io.vertx.core.http.HttpHeaders.CONTENT_TYPE;

import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses the format of {@code /openapi}: Quarkus itself recognises only {@code application/json}, and would answer YAML to a client
 * that requests JSON by OpenAPI's own media type.
 */
public final class DescriptionForm {
    /** The media type of OpenAPI descriptions in JSON, which our OGC links state. */
    public static final String OPENAPI_JSON = "application/vnd.oai.openapi+json;version=3.0";

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final Pattern WEIGHT = Pattern.compile(";\\s*q\\s*=\\s*(0(?:\\.\\d{0,3})?)\\s*(?:;|$)");

    private DescriptionForm() {}

    /** Rewrites the request so that Quarkus answers in the right format, and sets the Content-Type of the answer. */
    public static void choose(RoutingContext request) {
        var headers = request.request().headers();
        var accepted = types(headers.getAll(ACCEPT));
        var format = request.queryParam("format");
        boolean json =
                format.isEmpty() ? isJsonPreferred(accepted) : format.getFirst().equalsIgnoreCase("json");
        headers.set(ACCEPT, json ? JSON : YAML);
        // A browser displays application/json, and saves the other type.
        if (json && !accepted.contains(JSON) && !accepted.contains("text/html")) {
            request.addHeadersEndHandler(_ -> request.response().headers().set(CONTENT_TYPE, OPENAPI_JSON));
        }
    }

    private static boolean isJsonPreferred(List<String> accepted) {
        return accepted.stream()
                .filter(type -> type.contains("json") || type.contains("yaml"))
                .findFirst()
                .filter(type -> type.contains("json"))
                .isPresent();
    }

    /** Without their parameters, in order of preference. */
    private static List<String> types(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.toLowerCase(Locale.ROOT).split(",")))
                .filter(type -> weight(type) > 0)
                .sorted(Comparator.comparingDouble(DescriptionForm::weight).reversed())
                .map(type -> type.split(";", 2)[0].strip())
                .toList();
    }

    private static double weight(String type) {
        var weight = WEIGHT.matcher(type);
        return weight.find() ? Double.parseDouble(weight.group(1)) : 1;
    }
}
