package io.fleetline.read.history;

import io.fleetline.read.CurrentCaller;
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
import java.util.HashMap;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** The track of one vehicle, by its IMEI. */
@Path("/vehicles/{imei}/track")
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class VehicleTrackResource {
    private final Tracks tracks;
    private final CurrentCaller caller;

    VehicleTrackResource(Tracks tracks, CurrentCaller caller) {
        this.tracks = tracks;
        this.caller = caller;
    }

    /** The same as {@code /webhook/live-positions/track} with this imei. */
    @GET
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, "application/gpx+xml", "text/csv"})
    @Operation(summary = "The track of one vehicle", description = TrackDescription.TEXT)
    @Parameter(
            name = "imei",
            in = ParameterIn.PATH,
            description = "The IMEI of its tracker.",
            example = "860000000000001")
    @Parameter(name = "from", in = ParameterIn.QUERY)
    @Parameter(name = "to", in = ParameterIn.QUERY)
    @Parameter(name = "date", in = ParameterIn.QUERY, description = TrackDescription.DATE, example = "2026-05-31")
    @Parameter(name = "hours", in = ParameterIn.QUERY, description = TrackDescription.HOURS, example = "2.5")
    @Parameter(name = "simplify", in = ParameterIn.QUERY, description = TrackDescription.SIMPLIFY, example = "10")
    @Parameter(name = "format", in = ParameterIn.QUERY, description = TrackDescription.FORMAT, example = "gpx")
    @Parameter(name = "bom", in = ParameterIn.QUERY, description = TrackDescription.BOM, example = "1")
    @APIResponse(
            responseCode = "200",
            description = TrackDescription.ANSWER,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, example = TrackDescription.JSON),
                @Content(mediaType = "application/gpx+xml", example = TrackDescription.GPX),
                @Content(mediaType = "text/csv", example = TrackDescription.CSV)
            })
    @APIResponse(responseCode = "404", description = "The vehicle does not exist, or the caller may not see it.")
    public Response track(@RestPath String imei, @Context UriInfo uri, @Context HttpHeaders headers) {
        var given = new HashMap<String, List<String>>(uri.getQueryParameters());
        given.put("imei", List.of(imei));
        return tracks.answer(given, headers.getAcceptableMediaTypes(), caller.caller());
    }
}
