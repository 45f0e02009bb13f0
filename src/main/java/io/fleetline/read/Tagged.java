package io.fleetline.read;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;

/**
 * An answer with a tag that stays as long as it says the same: who has it already is told so by 304. The tag is a weak one, because the
 * bytes may differ nevertheless, by compression or by the moment of the answer.
 *
 * @param tag hexadecimal digits and hyphens
 */
public record Tagged(String body, String tag) {
    /** The answer, or 304 when the request's If-None-Match names its tag. */
    public ResponseBuilder answer(HttpHeaders request, MediaType type) {
        var asked = request.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        var answer = EntityTags.isKnown(tag, asked == null ? List.of() : asked)
                ? Response.notModified()
                : Response.ok(body, type);
        return answer.tag(new EntityTag(tag, true));
    }
}
