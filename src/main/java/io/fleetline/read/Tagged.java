package io.fleetline.read;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/**
 * An answer with a tag that stays as long as it says the same: who has it already is told so by 304. The tag is a weak one, because the
 * bytes may differ nevertheless, by compression or by the moment of the answer.
 *
 * @param tag hexadecimal digits and hyphens
 */
public record Tagged(String body, String tag) {
    /** The answer, or 304 when the request's If-None-Match names its tag. */
    public ResponseBuilder answer(Request request, String mediaType) {
        var entityTag = new EntityTag(tag, true);
        var unchanged = request.evaluatePreconditions(entityTag);
        var answer = unchanged == null ? Response.ok(body, mediaType) : unchanged;
        return answer.tag(entityTag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, "Accept, Authorization");
    }
}
