package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The body of a message: a CloudEvent 1.0 in JSON. */
final class CloudEvent {
    static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final String SOURCE = "/fleetline/changes";
    private static final String TYPE = "io.fleetline.%s.%s";

    private CloudEvent() {}

    /** @param sequence of the messages of this subject to this receiver, from 1; null: the event is pulled, not sent */
    static ObjectNode of(OutboxEvent event, @Nullable Long sequence) {
        var body = head(event.cursor().eventId(), event.kind().word(), event.state(), event.subject(), event.time());
        if (sequence != null) {
            body.put("sequence", sequence.toString());
        }
        return body.putRawValue("data", new RawValue(event.document()));
    }

    /** What concerns the subscription itself. */
    static ObjectNode ofService(String id, String state, String webhook, Instant now, ObjectNode data) {
        return head(id, "webhook", state, webhook, now).set("data", data);
    }

    private static ObjectNode head(String id, String kind, String state, String subject, Instant time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", SOURCE)
                .put("type", TYPE.formatted(kind, state))
                .put("subject", subject)
                .put("time", time.toString())
                .put("datacontenttype", "application/json");
    }
}
