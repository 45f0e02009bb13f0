package io.fleetline.read.ogc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pages and features as the standard defines them: the database's texts, with links added. */
@Singleton
public final class GeoJson {
    private final ObjectMapper json;
    private final InstantSource clock;

    GeoJson(ObjectMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /** @param given the parameters of the request that the page answers */
    String page(OgcCollection collection, Map<String, List<String>> given, FeaturePage page, Addresses addresses) {
        return page.features()
                .insert(0, "{\"type\":\"FeatureCollection\",\"features\":[\n")
                .append("\n],\"numberReturned\":")
                .append(page.count())
                .append(page.matched() == null ? "" : ",\"numberMatched\":" + page.matched())
                .append(",\"timeStamp\":\"")
                .append(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .append("\",\"links\":")
                .append(text(links(collection, given, page, addresses)))
                .append('}')
                .toString();
    }

    /** @param text the feature as the database returns it */
    String feature(OgcCollection collection, String id, String text, Addresses addresses) {
        var links = List.of(
                Link.toGeoJson(addresses.item(collection, id), "self", "This feature"),
                Link.toHtml(addresses.item(collection, id), "This feature as a page"),
                Link.toJson(addresses.collection(collection), "collection", collection.title()));
        return text.substring(0, text.lastIndexOf('}')) + ",\"links\":" + text(links) + "}";
    }

    private static List<Link> links(
            OgcCollection collection, Map<String, List<String>> given, FeaturePage page, Addresses addresses) {
        var links = new ArrayList<Link>();
        links.add(Link.toGeoJson(addresses.page(collection, given), "self", "These features"));
        links.add(new Link(
                addresses.pageAs("html", collection, given),
                "alternate",
                MediaType.TEXT_HTML,
                "These features as a page"));
        if (page.more() && page.last() != null) {
            links.add(Link.toGeoJson(addresses.pageAfter(collection, given, page.last()), "next", "The next page"));
        }
        links.add(Link.toJson(addresses.collection(collection), "collection", collection.title()));
        return links;
    }

    /** Parses our own JSON, to be rendered in another format. */
    JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(List<Link> links) {
        try {
            return json.writeValueAsString(links);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
