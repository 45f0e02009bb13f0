package io.fleetline.read.ogc;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.read.ogc.OgcResource.Collections;
import io.fleetline.read.ogc.OgcResource.Conformance;
import io.fleetline.read.ogc.OgcResource.LandingPage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** The documents of the OGC API as HTML pages: the same content, linked to each other. */
final class HtmlPages {
    private static final int SHOWN_POSITIONS = 20;

    private HtmlPages() {}

    static String of(LandingPage document) {
        var page = new Html(document.title()).element("p", document.description());
        return links(page, document.links()).end();
    }

    static String of(Conformance document, Addresses addresses) {
        var page = new Html("Conformance").markup("<ul>\n");
        document.conformsTo().forEach(name -> page.element("li", name));
        return home(page.markup("</ul>\n"), addresses).end();
    }

    static String of(Collections document, Addresses addresses) {
        var page = new Html("Collections").markup("<dl>\n");
        for (var collection : document.collections()) {
            page.markup("<dt>")
                    .link(href("self", collection.links()), collection.title())
                    .markup("</dt>\n")
                    .element("dd", collection.description());
        }
        return home(page.markup("</dl>\n"), addresses).end();
    }

    static String of(CollectionDocument document) {
        var page = new Html(document.title()).element("p", document.description());
        var spatial = document.extent().spatial();
        page.element(
                "p",
                spatial == null
                        ? "No feature has a place."
                        : "West, south, east, north: " + spatial.bbox().getFirst());
        var since = document.extent().temporal().interval().getFirst().getFirst();
        page.element("p", since == null ? "There is no feature." : "Since " + since);
        page.element("p", "Coordinate systems: " + String.join(", ", document.crs()));
        return links(page, document.links()).end();
    }

    /** @param document a page of features as GeoJSON */
    static String of(OgcCollection collection, JsonNode document, Addresses addresses) {
        var page = new Html(collection.title());
        var features = document.path("features");
        var matched = document.path("numberMatched");
        page.element("p", features.size() + (matched.isMissingNode() ? "" : " of " + matched.asText()) + " features");
        table(page, collection, features, addresses);
        document.path("links").forEach(link -> linkOf(page, link));
        return home(page, addresses).end();
    }

    private static void table(Html page, OgcCollection collection, JsonNode features, Addresses addresses) {
        var names = new LinkedHashSet<String>();
        features.forEach(feature -> feature.path("properties").fieldNames().forEachRemaining(names::add));
        page.markup("<div><table><thead><tr><th>id</th>");
        names.forEach(name -> page.element("th", name));
        page.markup("</tr></thead><tbody>\n");
        for (var feature : features) {
            var id = feature.path("id").asText();
            page.markup("<tr><td>").link(addresses.item(collection, id), id).markup("</td>");
            names.forEach(
                    name -> page.element("td", value(feature.path("properties").path(name))));
            page.markup("</tr>\n");
        }
        page.markup("</tbody></table></div>\n");
    }

    /** @param document a feature as GeoJSON */
    static String ofFeature(OgcCollection collection, JsonNode document, Addresses addresses) {
        var page = new Html(document.path("id").asText()).markup("<div><table>\n");
        document.path("properties")
                .properties()
                .forEach(property -> page.markup("<tr>")
                        .element("th", property.getKey())
                        .element("td", value(property.getValue()))
                        .markup("</tr>\n"));
        page.markup("</table></div>\n").element("h2", "Geometry");
        page.element("code", geometry(document.path("geometry")));
        page.markup("<p>")
                .link(addresses.collection(collection), collection.title())
                .markup("</p>\n");
        document.path("links").forEach(link -> linkOf(page, link));
        return home(page, addresses).end();
    }

    /** A long line is shortened to its beginning, which shows where it is. */
    private static String geometry(JsonNode geometry) {
        var positions = geometry.path("coordinates");
        if (!positions.path(0).isArray() || positions.size() <= SHOWN_POSITIONS) {
            return geometry.toString();
        }
        var shown = positions.valueStream().limit(SHOWN_POSITIONS).map(JsonNode::toString);
        return "%s of %d positions: %s …"
                .formatted(geometry.path("type").asText(), positions.size(), shown.collect(Collectors.joining(", ")));
    }

    private static String value(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    private static Html links(Html page, List<Link> links) {
        page.markup("<ul>\n");
        links.stream()
                .filter(link -> !List.of("self", "alternate").contains(link.rel()))
                .forEach(link ->
                        page.markup("<li>").link(link.href(), link.title()).markup("</li>\n"));
        return page.markup("</ul>\n");
    }

    private static void linkOf(Html page, JsonNode link) {
        if (link.path("rel").asText().equals("next")) {
            page.markup("<p>")
                    .link(link.path("href").asText(), link.path("title").asText())
                    .markup("</p>\n");
        }
    }

    private static Html home(Html page, Addresses addresses) {
        return page.markup("<p>")
                .link(addresses.landingPage(), "Start")
                .markup(" · ")
                .link(addresses.collections(), "Collections")
                .markup("</p>\n");
    }

    private static String href(String rel, List<Link> links) {
        return links.stream()
                .filter(link -> link.rel().equals(rel))
                .findFirst()
                .orElseThrow()
                .href();
    }
}
