package io.fleetline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.change.PositionLostException;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a webhook has got and missed. For administrators. */
@Path("/webhooks/{id}")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.outbox.off", stringValue = "true")
public class WebhookDeliveriesResource {
    private static final String LOST = "the change log no longer holds what follows this place: it is kept for a day";
    private static final int MOST_DELIVERIES = 200;

    private final WebhookHistory history;
    private final Sender sender;
    private final InstantSource clock;
    private final CurrentVertxRequest request;

    WebhookDeliveriesResource(WebhookHistory history, Sender sender, InstantSource clock, CurrentVertxRequest request) {
        this.history = history;
        this.sender = sender;
        this.clock = clock;
        this.request = request;
    }

    private String actor() {
        return Administrator.of(request.getCurrent()).name();
    }

    private EndpointRows.Loaded webhook(String id) {
        return history.webhook(WebhooksResource.id(id)).orElseThrow(WebhooksResource::unknown);
    }

    @POST
    @Path("/test")
    @RunOnVirtualThread
    @Operation(
            summary = "Sends a test message",
            description = "At once, and once; its type is `io.fleetline.webhook.test`.")
    @APIResponse(
            responseCode = "200",
            description = "What the receiver has answered: its status, not its body.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.TESTED))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    public ObjectNode test(@RestPath String id) throws InterruptedException {
        actor();
        var webhook = webhook(id).webhook();
        var messageId = "test_" + UUID.randomUUID().toString().replace("-", "");
        var body = CloudEvent.ofService(
                messageId,
                "test",
                id,
                clock.instant(),
                JsonNodeFactory.instance.objectNode().put("webhook", id));
        var attempt = sender.send(webhook, Message.first(messageId, body.toString()));
        history.log(webhook.id(), attempt);
        return JsonNodeFactory.instance
                .objectNode()
                .put("taken", attempt.isTaken())
                .put("status", attempt.status())
                .put("took_ms", attempt.tookMs())
                .put("detail", attempt.detail());
    }

    @GET
    @Path("/deliveries")
    @RunOnVirtualThread
    @Operation(
            summary = "The delivery log",
            description =
                    "The last 200 attempts that failed, or succeeded after failures, and test messages. What succeeds at once is only counted.")
    @APIResponse(
            responseCode = "200",
            description = "The attempts, newest first.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.DELIVERIES))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    public String deliveries(@RestPath String id) {
        actor();
        return "{\"deliveries\":%s}"
                .formatted(history.deliveries(webhook(id).webhook().id(), MOST_DELIVERIES));
    }

    @POST
    @Path("/replay")
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sends events again",
            description =
                    "`from`: a time, or a cursor such as `0af3b21c.1042.7`, in the last day: all events after it are sent, with their ids of before. `failed: true`: what waits or was given up is sent now.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "ReplayWish"),
                            example = WebhookExamples.REPLAY))
    @APIResponse(
            responseCode = "200",
            description = "Where it goes on, or how many messages are sent.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.REPLAYED))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    @APIResponse(responseCode = "422", description = "A field is wrong, or the change log does not reach back so far.")
    public ObjectNode replay(@RestPath String id, String body) throws SQLException {
        var actor = actor();
        var webhook = webhook(id).webhook();
        var form = WebhookForm.read(body, Set.of("from", "failed"));
        var answer = JsonNodeFactory.instance.objectNode().put("id", id);
        if (form.has("failed") == form.has("from") || (form.has("failed") && !form.flag("failed"))) {
            throw WebhookForm.problem("from", "must be given, or failed as true, not both");
        }
        if (form.has("failed")) {
            return answer.putNull("cursor").put("messages", history.tryAgain(webhook.id(), actor));
        }
        var from = place(form.text("from"));
        try {
            history.replay(webhook.id(), from, actor);
            return answer.put("cursor", from.toString()).putNull("messages");
        } catch (PositionLostException e) {
            throw WebhookForm.problem("from", "is too long ago: " + LOST);
        }
    }

    private EventCursor place(String text) throws SQLException {
        try {
            return EventCursor.parse(text);
        } catch (IllegalArgumentException e) {
            var place = history.at(time(text));
            if (place == null) {
                throw new ClientErrorException(
                        "the change log is off, so there is nothing to send again", Status.CONFLICT);
            }
            return place;
        }
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw WebhookForm.problem(
                    "from", "must be a time such as 2026-03-10T06:00:00Z, or a cursor such as 0af3b21c.1042.7");
        }
    }

    @GET
    @Path("/events")
    @RunOnVirtualThread
    @Operation(
            summary = "The events of a webhook",
            description =
                    "For a receiver that has missed some: what the webhook wants of the last day, whether it was sent or not. Without sequence numbers, which belong to messages.")
    @APIResponse(
            responseCode = "200",
            description = "The events, oldest first. Ask again with `after` = `cursor` while there are `more`.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.EVENTS))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    @APIResponse(responseCode = "410", description = "The change log no longer holds what follows.")
    public ObjectNode events(
            @Parameter(
                            description = "A cursor, or the id of an event; by default the place of the webhook.",
                            example = "0af3b21c.1042.7")
                    @RestQuery
                    @Nullable String after,
            @RestPath String id)
            throws SQLException, InterruptedException {
        actor();
        var loaded = webhook(id);
        var cursor = after == null || after.isBlank() ? loaded.cursor() : cursor(after);
        var answer = JsonNodeFactory.instance.objectNode();
        var events = answer.putArray("events");
        if (cursor == null) {
            return answer.putNull("cursor").put("more", false);
        }
        try {
            var found = history.events(cursor);
            found.events().stream()
                    .filter(loaded.webhook()::wants)
                    .forEach(event -> events.add(CloudEvent.of(event, null)));
            return answer.put("cursor", found.reached().toString()).put("more", !found.isEnd());
        } catch (PositionLostException e) {
            throw new ClientErrorException(LOST, Status.GONE);
        }
    }

    private static EventCursor cursor(String text) {
        try {
            return EventCursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("after must be a cursor such as 0af3b21c.1042.7, or the id of an event");
        }
    }
}
