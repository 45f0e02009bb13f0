package io.fleetline.read;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;

/**
 * An answer with an entity tag that changes only with its content: a client that already has it gets 304. The tag is weak, because the
 * bytes may differ nevertheless, through compression or the time of the answer.
 *
 * @param tag hexadecimal digits and hyphens
 */
public record Tagged(String body, String tag) {
    /** The answer, or 304 if the request's If-None-Match contains its tag. */
    public ResponseBuilder answer(HttpHeaders request, MediaType type) {
        var asked = request.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        var answer = EntityTags.isKnown(tag, asked == null ? List.of() : asked)
                ? Response.notModified()
                : Response.ok(body, type);
        return answer.tag(new EntityTag(tag, true));
    }
}
