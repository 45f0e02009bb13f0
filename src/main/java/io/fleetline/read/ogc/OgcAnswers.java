package io.fleetline.read.ogc;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** Answers that exist in several formats. */
final class OgcAnswers {
    private OgcAnswers() {}

    static ResponseBuilder json(Object document, String mediaType) {
        return Response.ok(document, mediaType).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    /** An HTML page, which may have its own style. */
    static ResponseBuilder page(String html, HttpServerRequest request) {
        // Replaces the policy that every answer has; a second policy beside it could not allow more.
        request.response().putHeader("Content-Security-Policy", Html.POLICY);
        return Response.ok(html, MediaType.TEXT_HTML + ";charset=UTF-8").header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }
}
