package io.fleetline.read.ogc;

import jakarta.ws.rs.core.MediaType;

/**
 * A link of a document.
 *
 * @param href absolute
 * @param rel the relation of the target: a registered one
 * @param type the media type of the target
 */
record Link(String href, String rel, String type, String title) {
    static final String GEO_JSON = "application/geo+json";

    static Link toJson(String href, String rel, String title) {
        return new Link(href, rel, MediaType.APPLICATION_JSON, title);
    }

    static Link toGeoJson(String href, String rel, String title) {
        return new Link(href, rel, GEO_JSON, title);
    }

    /** A link to the same resource as an HTML page. */
    static Link toHtml(String href, String title) {
        var page = href + (href.indexOf('?') < 0 ? "?" : "&") + "f=html";
        return new Link(page, "alternate", MediaType.TEXT_HTML, title);
    }
}
