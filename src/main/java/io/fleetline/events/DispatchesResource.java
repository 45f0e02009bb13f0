package io.fleetline.events;

import io.agroal.api.AgroalDataSource;
import io.fleetline.database.Times;
import io.fleetline.read.Answers;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.Filters;
import io.fleetline.read.Right;
import io.fleetline.read.Single;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which vehicles were sent for which events, and how that goes on: assigned, acknowledged, done or cancelled. */
@Path("/dispatches")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.events.off", stringValue = "true")
public class DispatchesResource {
    private static final String SQL =
            "SELECT reporting.fn_dispatches(%s, :id::uuid, :state::text, :limit)".formatted(Filters.SQL);
    private static final String ONE = "SELECT (%s)::jsonb -> 0".formatted(SQL);
    private static final String ASSIGNED = "assigned";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final List<String> STATES = List.of(ASSIGNED, ACKNOWLEDGED, "done", "cancelled");

    private static final String EXAMPLE = """
            {"id": "01978d3f-2a80-8f00-b0c1-9a8d7e6f5a4b", "event_id": "01978d3f-2a80-8b3c-a1f0-5d2e7c9b8a61", "imei": "860000000000001",
             "vehicle_number": "KDA 001A", "driver_name": "Amina", "state": "assigned", "lng": 36.8219, "lat": -1.2921,
             "distance_m": 1240, "fix_age_s": 12, "assigned_at": "2026-05-31T06:00:00+00:00", "acknowledged_at": null, "ended_at": null}""";

    private static final String DISPATCH_ID = "01978d3f-2a80-8f00-b0c1-9a8d7e6f5a4b";

    private final Answers answers;
    private final AgroalDataSource database;
    private final EventReaders readers;
    private final CurrentCaller caller;
    private final InstantSource clock;

    DispatchesResource(
            Answers answers,
            AgroalDataSource database,
            EventReaders readers,
            CurrentCaller caller,
            InstantSource clock) {
        this.answers = answers;
        this.database = database;
        this.readers = readers;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Dispatches, the latest first", description = "Only of vehicles that the token shows.")
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Only those in this state: assigned, acknowledged, done or cancelled.",
            example = "assigned")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The most dispatches, 1 to 1,000.",
            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "100"),
            example = "100")
    @APIResponse(
            responseCode = "200",
            description = "The dispatches. distance_m: metres; fix_age_s: seconds.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = "[" + EXAMPLE + "]"))
    @APIResponse(responseCode = "403", description = "The token may not see dispatches.")
    public String dispatches(@Context UriInfo uri) {
        readers.check();
        var given = uri.getQueryParameters();
        var state = Single.value("state", given);
        if (!state.isEmpty() && !STATES.contains(state)) {
            throw new BadRequestException("state must be one of " + String.join(", ", STATES));
        }
        var limit = Math.toIntExact(EventsQuery.positive("limit", given, 100));
        return answers.json(SQL, parameters(null, state.isEmpty() ? null : state, limit));
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(summary = "A dispatch", description = "If the token shows its vehicle.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "Of the dispatch.", example = DISPATCH_ID)
    @APIResponse(
            responseCode = "200",
            description = "The dispatch.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = EXAMPLE))
    @APIResponse(responseCode = "403", description = "The token may not see dispatches.")
    @APIResponse(responseCode = "404", description = "There is no such dispatch.")
    public String dispatch(@PathParam("id") String id) {
        readers.check();
        return one(known(id));
    }

    @POST
    @Path("/{id}/{step}")
    @RunOnVirtualThread
    @Operation(
            summary = "Moves a dispatch on",
            description =
                    "acknowledge: from assigned; done: from assigned or acknowledged; cancel: the same. Needs a token with the right `dispatch`. A step that was taken before changes nothing.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "Of the dispatch.", example = DISPATCH_ID)
    @Parameter(
            name = "step",
            in = ParameterIn.PATH,
            description = "acknowledge, done or cancel.",
            example = "acknowledge")
    @APIResponse(
            responseCode = "200",
            description = "The dispatch as it is now.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = EXAMPLE))
    @APIResponse(responseCode = "403", description = "The token has no right to it.")
    @APIResponse(responseCode = "404", description = "There is no such dispatch, or no such step.")
    @APIResponse(responseCode = "409", description = "It is in a state from which this step does not lead.")
    public String move(@PathParam("id") String id, @PathParam("step") String step) {
        if (!caller.caller().has(Right.DISPATCH)) {
            throw new ForbiddenException("this token may not move dispatches: it needs the right 'dispatch'");
        }
        var known = known(id);
        one(known);
        switch (step) {
            case "acknowledge" -> move(known, ACKNOWLEDGED, ASSIGNED);
            case "done" -> move(known, "done", ASSIGNED, ACKNOWLEDGED);
            case "cancel" -> move(known, "cancelled", ASSIGNED, ACKNOWLEDGED);
            default -> throw new NotFoundException("there is no such step: acknowledge, done or cancel");
        }
        return one(known);
    }

    private void move(UUID id, String to, String... from) {
        var before = Jdbi.create(database).inTransaction(handle -> {
            handle.createQuery("SELECT set_config('fleetline.actor', :actor, true)")
                    .bind("actor", caller.caller().name())
                    .mapTo(String.class)
                    .one();
            return handle.createQuery("SELECT events.fn_move_dispatch(:id, :to, :from, :now)")
                    .bind("id", id)
                    .bind("to", to)
                    .bind("from", from)
                    .bind("now", Times.utc(clock.instant()))
                    .mapTo(String.class)
                    .one();
        });
        if (!to.equals(before) && !List.of(from).contains(before)) {
            throw new ClientErrorException(
                    "the dispatch is %s, and cannot become %s".formatted(before, to), Status.CONFLICT);
        }
    }

    private String one(UUID id) {
        var dispatch = answers.one(ONE, parameters(id, null, 1), (row, _) -> Optional.ofNullable(row.getString(1)));
        return dispatch.orElseThrow(() -> new NotFoundException("there is no dispatch of this id"));
    }

    private static UUID known(String text) {
        var id = EventIds.parse(text);
        if (id == null) {
            throw new NotFoundException("there is no dispatch of this id");
        }
        return id;
    }

    private Map<String, @Nullable Object> parameters(@Nullable UUID id, @Nullable String state, int limit) {
        var parameters = new HashMap<String, @Nullable Object>(Filters.parameters(Map.of(), caller.caller()));
        parameters.put("id", id);
        parameters.put("state", state);
        parameters.put("limit", limit);
        return parameters;
    }
}
