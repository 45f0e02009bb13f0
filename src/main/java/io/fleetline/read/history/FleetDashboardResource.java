package io.fleetline.read.history;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.fleetline.read.AnswerFormat;
import io.fleetline.read.Csv;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.FilterOptions;
import io.fleetline.read.Filters;
import io.fleetline.read.Period;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The fleet's trips on a map, and their filter options. */
@Path("/webhook/fleet-dashboard")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class FleetDashboardResource {
    private static final Set<String> NAMES = Stream.of(Filters.NAMES, Period.NAMES, List.of(AnswerFormat.NAME, Csv.BOM))
            .flatMap(names -> names.stream())
            .collect(toUnmodifiableSet());

    private static final String TRIPS =
            "Each trip is a straight line from its start to its end; request a track for the route.";
    private static final String FORMAT = "json or csv; takes precedence over the Accept header.";
    private static final String TRIPS_JSON = """
            {"summary": {"from": "2026-05-24T21:00:00+00:00", "to": "2026-05-31T21:00:00+00:00", "trips": 0, "vehicles": 0, "drivers": 0,
                         "distance_km": 0, "driving_time_s": 0, "idle_time_s": 0, "max_speed_kmh": null, "fuel_estimated_l": null,
                         "by_cost_centre": [], "refreshed_at": "2026-05-31T20:58:00+00:00"},
             "geojson": {"type": "FeatureCollection", "features": []}}""";
    private static final String TRIPS_CSV = TripLists.COLUMNS + """
            \r
            860000000000001,KDA 001A,Van 1,van,delivery,Amina,North,Nairobi,2026-05-31,2026-05-31T06:00:00Z,2026-05-31T06:20:00Z,\
            12.5,1200,60,37.5,62,1.25,1234.5,1247,36.75,-1.25,36.5,-1.5,,,poll""";

    private final TripLists trips;
    private final FilterOptions options;
    private final CurrentCaller caller;

    FleetDashboardResource(TripLists trips, FilterOptions options, CurrentCaller caller) {
        this.trips = trips;
        this.options = options;
        this.caller = caller;
    }

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

    /**
     * Finished trips that match every filter; by default those of the last seven business days.
     *
     * @param body a form or JSON, by Content-Type; parameters in the query string count too
     */
    @POST
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(summary = "Finished trips for a map")
    @APIResponse(
            responseCode = "200",
            description = TRIPS,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, example = TRIPS_JSON),
                @Content(mediaType = "text/csv", example = TRIPS_CSV)
            })
    @RequestBody(
            description = "The same filters as in the query string; both are applied.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_FORM_URLENCODED, schema = @Schema(ref = "TripFilters")),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "TripFilters"))
            })
    @Parameter(name = "from", in = ParameterIn.QUERY)
    @Parameter(name = "to", in = ParameterIn.QUERY)
    @Parameter(name = "format", in = ParameterIn.QUERY, description = FORMAT, example = "csv")
    @Parameter(name = "bom", in = ParameterIn.QUERY, description = TrackDescription.BOM, example = "1")
    public Response trips(@Context HttpHeaders headers, @Context UriInfo uri, byte[] body) {
        var query = new DashboardQuery(NAMES);
        query.add(uri.getQueryParameters());
        query.addBody(headers.getMediaType(), body);
        return trips.answer(query.values(), headers.getAcceptableMediaTypes(), caller.caller());
    }

    /** The same for a link, which can only send GET. */
    @GET
    @Path("/trips")
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(summary = "Finished trips for a map or a spreadsheet")
    @APIResponse(
            responseCode = "200",
            description = TRIPS,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, example = TRIPS_JSON),
                @Content(mediaType = "text/csv", example = TRIPS_CSV)
            })
    @Parameter(name = "from", in = ParameterIn.QUERY)
    @Parameter(name = "to", in = ParameterIn.QUERY)
    @Parameter(name = "format", in = ParameterIn.QUERY, description = FORMAT, example = "csv")
    @Parameter(name = "bom", in = ParameterIn.QUERY, description = TrackDescription.BOM, example = "1")
    public Response trips(@Context HttpHeaders headers, @Context UriInfo uri) {
        return trips.answer(uri.getQueryParameters(), headers.getAcceptableMediaTypes(), caller.caller());
    }
}
