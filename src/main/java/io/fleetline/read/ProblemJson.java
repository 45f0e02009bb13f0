package io.fleetline.read;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A problem document as defined by RFC 9457. */
public final class ProblemJson {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** @param detail what is wrong, for the client; never internals */
    public static ObjectNode of(int status, String title, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("title", title)
                .put("detail", detail);
    }
}
