package io.fleetline.read.history;

import io.fleetline.read.Answers;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.FilterNames;
import io.fleetline.read.Filters;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Where the fleet has driven lately: the ground of a map that has no other. */
@Path("/roads")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class RoadsResource {
    private static final Duration LOOKED_BACK = Duration.ofDays(30);

    private final Answers answers;
    private final FilterNames names;
    private final CurrentCaller caller;
    private final InstantSource clock;

    RoadsResource(Answers answers, FilterNames names, CurrentCaller caller, InstantSource clock) {
        this.answers = answers;
        this.names = names;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "The roads of the fleet",
            description = "The paths of the latest 500 trips of the last 30 days.")
    @APIResponse(
            responseCode = "200",
            description = "One GeoJSON feature, simplified to some 20 m; its geometry is null if there is no path.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = """
                    {"type": "Feature", "properties": {"trips": 1},
                     "geometry": {"type": "MultiLineString", "coordinates": [[[36.8, -1.3], [36.81, -1.29]]]}}"""))
    public String roads(@Context UriInfo uri) {
        var parameters = new HashMap<String, @Nullable Object>(
                Filters.parameters(names.read(uri.getQueryParameters(), caller.caller()), caller.caller()));
        parameters.put("from", clock.instant().minus(LOOKED_BACK));
        return answers.json("SELECT reporting.fn_roads(%s, :from)::text".formatted(Filters.SQL), parameters);
    }
}
