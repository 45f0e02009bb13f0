package io.fleetline.events;

import io.fleetline.read.Answers;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Events as they were received or derived. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.events.off", stringValue = "true")
public class EventsResource {
    static final String ID = "01978d3f-2a80-7c11-9d5e-3f0b6c1a2d4e";

    private static final String EVENT = """
            {"id": "01978d3f-2a80-8b3c-a1f0-5d2e7c9b8a61", "service": "transport", "timestamp": "2026-05-31T06:00:00+00:00",
             "payload": {"action": "dispatch_nearest_vehicle", "reason": "health_emergency", "location": "-1.2921,36.8219", "patient_id": 7},
             "normalized_payload": {"action": "dispatch_nearest_vehicle", "reason": "health_emergency", "location": "-1.2921,36.8219", "patient_id": 7},
             "deduplication_key": "health_emergency_7", "source_event_id": "01978d3f-2a80-7c11-9d5e-3f0b6c1a2d4e",
             "created_at": "2026-05-31T06:00:00+00:00\"""";

    private static final String LIST = "[" + EVENT + "}]";
    private static final String ONE = EVENT + """
            , "cause_chain": [
               {"id": "01978d3f-2a80-7c11-9d5e-3f0b6c1a2d4e", "service": "health", "timestamp": "2026-05-31T06:00:00+00:00",
                "payload": {"patient_id": 7, "alert": "emergency", "location": "-1.2921,36.8219"},
                "normalized_payload": {"patient_id": 7, "alert": "emergency", "location": "-1.2921,36.8219"},
                "deduplication_key": null, "source_event_id": null, "created_at": "2026-05-31T06:00:00+00:00"}],
             "derived_events": [],
             "explain": {"rule": "health_emergency", "version": 1,
                         "inputs": {"alert": "emergency", "location": "-1.2921,36.8219", "patient_id": 7}}}""";

    private final Answers answers;
    private final EventReaders readers;

    EventsResource(Answers answers, EventReaders readers) {
        this.answers = answers;
        this.readers = readers;
    }

    private record Page(String body, @Nullable Long next) {}

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "City events, those stored last first",
            description =
                    "Needs a token with the right `events` or `dispatch`; where readers need a token, also one that sees all cost centres. The header `Link` has the address of the next page.")
    @Parameter(
            name = "service",
            in = ParameterIn.QUERY,
            description = "Only events of this service.",
            example = "health")
    @Parameter(
            name = "source_event_id",
            in = ParameterIn.QUERY,
            description = "Only events that were derived from this one.",
            example = ID)
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Only events of this instant and later.",
            example = "2026-05-31T00:00:00Z")
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Only events before this instant.",
            example = "2026-06-01T00:00:00Z")
    @Parameter(
            name = "key",
            in = ParameterIn.QUERY,
            description = "Only the events with this deduplication key.",
            example = "health_emergency_7")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "Where the page before ended, as the header `Link` says.",
            schema = @Schema(type = SchemaType.INTEGER),
            example = "1042")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The most events, 1 to 1,000.",
            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "100"),
            example = "100")
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description =
                    "Events to leave out first, at most 10,000. With new events coming in, use the cursor instead.",
            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "0"),
            example = "0")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = LIST))
    @APIResponse(responseCode = "403", description = "The token may not see events.")
    public Response events(@Context UriInfo uri) {
        readers.check();
        var query = EventsQuery.of(uri.getQueryParameters(), readers.seeTheFleet());
        var page = answers.one(
                EventsQuery.SQL,
                query.parameters(),
                (row, _) -> new Page(row.getString("body"), row.getObject("next", Long.class)));
        var answer = Response.ok(page.body());
        if (page.next() != null) {
            answer.header("Link", "<?%s>; rel=\"next\"".formatted(query.next(page.next())));
        }
        return answer.build();
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(
            summary = "An event, with why it is there",
            description = "With the chain of its causes, the first one first, and the rule that derived it.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "Of the event.", example = ID)
    @APIResponse(
            responseCode = "200",
            description = "The event.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = ONE))
    @APIResponse(responseCode = "403", description = "The token may not see events.")
    @APIResponse(responseCode = "404", description = "There is no such event.")
    public String event(@PathParam("id") String id) {
        readers.check();
        var asked = EventIds.parse(id);
        return Optional.ofNullable(asked)
                .flatMap(known -> answers.one(
                        "SELECT reporting.fn_event(:id, :fleet) AS event",
                        Map.of("id", known, "fleet", readers.seeTheFleet()),
                        (row, _) -> Optional.ofNullable(row.getString("event"))))
                .orElseThrow(() -> new NotFoundException("there is no event of this id"));
    }
}
