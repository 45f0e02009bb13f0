package io.fleetline.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.read.ProblemJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a sender of events.
 *
 * @param body JSON text
 * @param retryAfterS seconds after which to try again; 0: there is no such hint
 */
record EventAnswer(int status, String type, String body, int retryAfterS) {

    static EventAnswer kept(IngestOutcome.Kept kept) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("stored_event_id", kept.id().toString());
        var derived = body.putArray("derived_events");
        kept.derived().forEach(id -> derived.add(id.toString()));
        return new EventAnswer(200, "application/json", body.toString(), 0);
    }

    static EventAnswer problem(int status, String detail) {
        return of(status, ProblemJson.of(status, title(status), detail));
    }

    /** @param field the name of what is wrong in the payload */
    static EventAnswer wrongField(String field, String detail) {
        return of(422, ProblemJson.of(422, title(422), detail).put("field", field));
    }

    /** @param services those that there are */
    static EventAnswer unknownService(String name, List<String> services) {
        var detail = "there is no service '%s'; there are: %s".formatted(name, String.join(", ", services));
        ObjectNode problem = ProblemJson.of(404, title(404), detail);
        ArrayNode list = problem.putArray("services");
        services.forEach(list::add);
        return of(404, problem);
    }

    private static EventAnswer of(int status, ObjectNode problem) {
        return new EventAnswer(
                status, ProblemJson.MEDIA_TYPE, problem.toString(), status == 429 || status == 503 ? 1 : 0);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }

    static String shown(@Nullable String text) {
        var printable = String.valueOf(text).replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }
}
