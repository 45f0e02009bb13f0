package io.fleetline.read.ogc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.ServiceAddress;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Absolute URLs, with the host under which the client reached us. */
final class Addresses {
    private final String base;

    Addresses(HttpServerRequest request) {
        this.base = ServiceAddress.of(request);
    }

    String openApi() {
        return base + "/openapi?format=json";
    }

    String landingPage() {
        return base + "/ogc";
    }

    String conformance() {
        return landingPage() + "/conformance";
    }

    String collections() {
        return landingPage() + "/collections";
    }

    String collection(OgcCollection collection) {
        return collections() + "/" + collection.id();
    }

    String items(OgcCollection collection) {
        return collection(collection) + "/items";
    }

    String item(OgcCollection collection, String id) {
        return items(collection) + "/" + encoded(id);
    }

    /** The same request, each value once: GDAL adds its user's parameters to those of a next link. */
    String page(OgcCollection collection, Map<String, List<String>> given) {
        var query = new TreeMap<>(given)
                .entrySet().stream()
                        .flatMap(parameter -> parameter.getValue().stream()
                                .distinct()
                                .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? items(collection) : items(collection) + "?" + query;
    }

    /** The same request, answered in that format. */
    String pageAs(String format, OgcCollection collection, Map<String, List<String>> given) {
        var other = new HashMap<>(given);
        other.put("f", List.of(format));
        return page(collection, other);
    }

    /** The same request for the features after the one with this id. */
    String pageAfter(OgcCollection collection, Map<String, List<String>> given, String id) {
        var next = new HashMap<>(given);
        next.put("cursor", List.of(ItemsQuery.cursorAfter(id)));
        return page(collection, next);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
