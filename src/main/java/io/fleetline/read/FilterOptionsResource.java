package io.fleetline.read;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The filter options of the analytics pages. */
@Path("/analytics/filters")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class FilterOptionsResource {
    private final FilterOptions options;
    private final CurrentCaller caller;

    FilterOptionsResource(FilterOptions options, CurrentCaller caller) {
        this.options = options;
        this.caller = caller;
    }

    /** Filters in the query string narrow the choice. */
    @GET
    @RunOnVirtualThread
    @Operation(summary = "Filter options", description = "Filters narrow the choice.")
    @APIResponse(
            responseCode = "200",
            description = "One list for each filter, with the number of vehicles for each value.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = FilterOptions.EXAMPLE))
    @APIResponse(responseCode = "304", description = "The answer still has the tag in If-None-Match.")
    public Response options(@Context UriInfo uri, @Context HttpHeaders request) {
        return options.json(uri.getQueryParameters(), caller.caller())
                .answer(request, MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
