package io.fleetline.read.ogc;

import jakarta.ws.rs.core.MediaType;

/**
 * A link of a document.
 *
 * @param href absolute
 * @param rel what it leads to: a registered relation
 * @param type the media type of what is there
 */
record Link(String href, String rel, String type, String title) {
    static final String GEO_JSON = "application/geo+json";

    static Link toJson(String href, String rel, String title) {
        return new Link(href, rel, MediaType.APPLICATION_JSON, title);
    }

    static Link toGeoJson(String href, String rel, String title) {
        return new Link(href, rel, GEO_JSON, title);
    }

    /** To the same as a page for people. */
    static Link toHtml(String href, String title) {
        var page = href + (href.indexOf('?') < 0 ? "?" : "&") + "f=html";
        return new Link(page, "alternate", MediaType.TEXT_HTML, title);
    }
}
