package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has been done for an endpoint and is not written yet, as {@code outbox.fn_settle} takes it. */
final class Settlement {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private long delivered;
    private long failed;

    Settlement(UUID endpoint, long fence) {
        json.put("endpoint", endpoint.toString()).put("fence", fence);
        json.putObject("sequences");
        json.putArray("retries");
        json.putArray("done");
        json.putArray("log");
    }

    /** @param next null: no further attempt */
    void add(SendAttempt attempt, @Nullable Instant next) {
        if (attempt.isTaken()) {
            delivered++;
            json.put("delivered_at", attempt.at().toString());
        } else {
            failed++;
            keep(attempt.message(), attempt.number(), next, attempt.status(), attempt.detail());
        }
        if (attempt.isTaken() && attempt.message().isRow()) {
            json.withArray("done").add(attempt.message().id());
        }
        if (!attempt.isTaken() || attempt.message().isRow()) {
            json.withArray("log").add(logEntry(attempt, next));
        }
    }

    /** Keeps a message that has not been attempted now. */
    void keep(Message message, Instant due) {
        keep(message, message.failedBefore(), due, null, "");
    }

    private void keep(Message message, int attempts, @Nullable Instant due, @Nullable Integer status, String detail) {
        json.withArray("retries")
                .addObject()
                .put("event_id", message.id())
                .put("body", message.body())
                .put("attempts", attempts)
                .put("due_at", text(due))
                .put("status", status)
                .put("detail", detail);
    }

    /** As a row of the delivery log. */
    static ObjectNode logEntry(SendAttempt attempt, @Nullable Instant next) {
        return entry(
                        attempt.at(),
                        attempt.message().id(),
                        attempt.number(),
                        attempt.reception().name().toLowerCase(Locale.ROOT),
                        attempt.detail())
                .put("status", attempt.status())
                .put("took_ms", attempt.tookMs())
                .put("next_at", text(next));
    }

    /** Notes something else than an attempt. */
    void log(Instant at, String eventId, String outcome, String detail) {
        json.withArray("log").add(entry(at, eventId, 0, outcome, detail));
    }

    private static ObjectNode entry(Instant at, String eventId, int attempt, String outcome, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", at.toString())
                .put("event_id", eventId)
                .put("attempt", attempt)
                .put("outcome", outcome)
                .put("detail", detail);
    }

    /** @param reason for people */
    void disable(String reason) {
        json.put("disable", reason);
        tell("disabled");
    }

    /** Has the change log tell of the endpoint. */
    void tell(String state) {
        json.put("tell", state);
    }

    void sequences(Map<String, Long> last) {
        var numbers = json.withObject("/sequences");
        last.forEach((subject, number) -> numbers.put(subject, number));
    }

    /** The place and the health that are then reached. */
    ObjectNode at(EventCursor cursor, WebhookHealth health) {
        return json.put("epoch", cursor.change().epoch())
                .put("tick", cursor.change().tick())
                .put("ordinal", cursor.change().ordinal())
                .put("row_in_change", cursor.row())
                .put("delivered", delivered)
                .put("failed", failed)
                .put("failing_since", text(health.failingSince()))
                .put("failed_at", text(health.lastFailure()))
                .put("warnings", health.warnings());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
