package io.fleetline.read.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.read.access.Admission;
import io.fleetline.read.access.LiveTickets;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Tickets for live connections of browsers. */
@Path("/live/ticket")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class LiveTicketResource {
    private static final String TICKET = """
            {"ticket": "Zm9yLW9uZS1saXZlLWNvbm5lY3Rpb24tb25seS1vbmNl", "expires_in_s": 30}""";

    private final LiveTickets tickets;
    private final CurrentVertxRequest request;

    LiveTicketResource(LiveTickets tickets, CurrentVertxRequest request) {
        this.tickets = tickets;
        this.request = request;
    }

    @POST
    @RunOnVirtualThread
    @Operation(
            summary = "A ticket for one live connection",
            description =
                    "For browsers, which cannot send a token with a WebSocket or an EventSource: append `?ticket=…` to `/live` or `/live/stream`. A ticket is good once, at the process that made it.")
    @APIResponse(
            responseCode = "200",
            description = "The ticket, and the seconds within which it must be used.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = TICKET))
    public ObjectNode ticket() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ticket", tickets.issue(Admission.of(request.getCurrent())))
                .put("expires_in_s", LiveTickets.GOOD_FOR.toSeconds());
    }
}
