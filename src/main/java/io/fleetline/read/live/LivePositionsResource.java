package io.fleetline.read.live;

import io.fleetline.read.CurrentCaller;
import io.fleetline.read.EntityTags;
import io.fleetline.read.history.Conditions;
import io.fleetline.read.history.TrackDescription;
import io.fleetline.read.history.Tracks;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** The current position of every vehicle. */
@Path("/webhook/live-positions")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class LivePositionsResource {
    private static final String LIVE = """
            {"summary": {"as_of": "2026-05-31T06:00:00.5+00:00", "total": 1, "moving": 1, "idle": 0, "parked": 0, "offline": 0,
              "without_position": 0, "by_cost_centre": [{"cost_centre": "North", "total": 1, "moving": 1, "idle": 0, "parked": 0,
               "offline": 0, "without_position": 0}]},
             "geojson": {"type": "FeatureCollection", "features": [{"type": "Feature",
              "geometry": {"type": "Point", "coordinates": [36.75, -1.25]},
              "properties": {"imei": "860000000000001", "vehicle_number": "KDA 001A", "vehicle_name": "Van 1", "vehicle_type": "van",
               "fleet_segment": "delivery", "driver_name": "Amina", "cost_centre": "North", "assigned_city": "Nairobi",
               "acc_status": true, "speed": 42, "direction": 90, "gps_time": "2026-05-31T05:59:00+00:00", "age_s": 60,
               "odometer_km": 1234.5, "status": "moving"}}]}}""";

    private final LiveFleet fleet;
    private final Tracks tracks;
    private final CurrentCaller caller;

    LivePositionsResource(LiveFleet fleet, Tracks tracks, CurrentCaller caller) {
        this.fleet = fleet;
        this.tracks = tracks;
        this.caller = caller;
    }

    /**
     * From memory; older than the database by at most a second plus the time of a load.
     */
    @GET
    @RunOnVirtualThread
    @Uncompressed // by Quarkus: a compressed form is already cached
    @Operation(summary = "The current position of every vehicle")
    @Parameter(name = "acc_status", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description =
                    "A point for each vehicle that has ever had a fix. status is moving, idle, parked or offline; age_s is in seconds.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = LIVE))
    @APIResponse(responseCode = "304", description = "The answer still has the tag in If-None-Match.")
    public RestResponse<Buffer> livePositions(@Context UriInfo uri, @Context HttpServerRequest request) {
        var given = request.query() == null ? Map.<String, List<String>>of() : uri.getQueryParameters();
        var snapshot = fleet.snapshot();
        var answer = snapshot.answer(snapshot.question(given, caller.caller()));
        // Directly on the response: building a JAX-RS response with them costs more than everything else.
        var headers = request.response().headers();
        headers.set(HttpHeaders.ETAG, "W/\"" + answer.tag() + "\"").set(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (EntityTags.isKnown(answer.tag(), request.headers().getAll(HttpHeaders.IF_NONE_MATCH))) {
            return RestResponse.notModified();
        } else if (isCompressedByUs(request)) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
            return RestResponse.ok(answer.compressed());
        }
        headers.remove(HttpHeaders.CONTENT_ENCODING); // Quarkus' mark for answers that it must not compress
        return RestResponse.ok(answer.plain());
    }

    /** Over HTTP/2, Netty compresses answers that are declared as gzip, so it would be done twice. */
    private static boolean isCompressedByUs(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && Conditions.acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    }

    /** The track of a vehicle, streamed; {@code imei} or {@code vehicle_number} names it. */
    @GET
    @Path("/track")
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, "application/gpx+xml", "text/csv"})
    @Operation(summary = "The track of a vehicle", description = TrackDescription.TEXT)
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
    public Response track(@Context UriInfo uri, @Context HttpHeaders headers) {
        return tracks.answer(uri.getQueryParameters(), headers.getAcceptableMediaTypes(), caller.caller());
    }
}
