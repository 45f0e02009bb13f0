package io.fleetline.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.outbox.signature.WebhookSecret;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Subscriptions: who gets which events. For administrators. */
@Path("/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.outbox.off", stringValue = "true")
public class WebhooksResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final WebhookDesk desk;
    private final Sender sender;
    private final CurrentVertxRequest request;

    WebhooksResource(WebhookDesk desk, Sender sender, CurrentVertxRequest request) {
        this.desk = desk;
        this.sender = sender;
        this.request = request;
    }

    private String actor() {
        return Administrator.of(request.getCurrent()).name();
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "All webhooks",
            description = "With their place in the change log, what waits and since when they fail; without secrets.")
    @APIResponse(
            responseCode = "200",
            description = "The webhooks, the oldest first.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.ALL))
    public String all() {
        actor();
        return "{\"webhooks\":[%s]}".formatted(String.join(",", desk.all()));
    }

    @POST
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Adds a webhook",
            description =
                    "It gets what happens from now on. `url` and `kinds` are required. The secret is in this answer and in no other.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewWebhook"),
                            example = WebhookExamples.NEW))
    @APIResponse(
            responseCode = "200",
            description = "The webhook with its secret.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.CREATED))
    @APIResponse(responseCode = "422", description = "A field is wrong; the detail names it.")
    public ObjectNode create(String body) throws SQLException {
        var actor = actor();
        var secret = WebhookSecret.random();
        return object(desk.create(WebhookColumns.ofNew(body, sender), secret, actor))
                .put("secret", secret.text());
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "One webhook")
    @APIResponse(
            responseCode = "200",
            description = "The webhook.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.ONE))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    public String one(@RestPath String id) {
        actor();
        return desk.one(id(id)).orElseThrow(WebhooksResource::unknown);
    }

    @PATCH
    @Path("/{id}")
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Changes a webhook",
            description =
                    "Only the fields that are given; `filters` as a whole. `state`: `paused` or `active`, which also ends `disabled`.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewWebhook"),
                            example = WebhookExamples.CHANGE))
    @APIResponse(
            responseCode = "200",
            description = "The webhook.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.ONE))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    @APIResponse(responseCode = "422", description = "A field is wrong; the detail names it.")
    public String change(@RestPath String id, String body) {
        var actor = actor();
        return desk.change(id(id), WebhookColumns.ofChange(body, sender), actor).orElseThrow(WebhooksResource::unknown);
    }

    @DELETE
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "Deletes a webhook", description = "With its secrets, its log, and what waits for it.")
    @APIResponse(
            responseCode = "200",
            description = "It is deleted.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.DELETED))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    public ObjectNode delete(@RestPath String id) {
        if (!desk.delete(id(id), actor())) {
            throw unknown();
        }
        return JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true);
    }

    @POST
    @Path("/{id}/rotate")
    @RunOnVirtualThread
    @Operation(
            summary = "Gives a webhook a new secret",
            description =
                    "Messages are signed with the new one and with the one before for `overlap_s` seconds (86400; 0 to 604800), so that the receiver can change without a gap.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "RotationWish"),
                            example = WebhookExamples.OVERLAP))
    @APIResponse(
            responseCode = "200",
            description = "The new secret, which no other answer holds.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = WebhookExamples.ROTATED))
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    @APIResponse(responseCode = "422", description = "A field is wrong; the detail names it.")
    public ObjectNode rotate(@RestPath String id, String body) {
        var actor = actor();
        var form = WebhookForm.read(body, Set.of("overlap_s"));
        var overlap = form.has("overlap_s")
                ? Duration.ofSeconds(form.number("overlap_s", 0, (int) LONGEST_OVERLAP.toSeconds()))
                : USUAL_OVERLAP;
        var secret = WebhookSecret.random();
        if (!desk.rotate(id(id), secret, overlap, actor)) {
            throw unknown();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("secret", secret.text())
                .put("overlap_s", overlap.toSeconds());
    }

    /** @throws NotFoundException if it is no id */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static NotFoundException unknown() {
        return new NotFoundException("there is no such webhook");
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database has made a webhook that is no JSON", e);
        }
    }
}
