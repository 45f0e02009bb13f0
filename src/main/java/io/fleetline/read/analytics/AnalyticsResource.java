package io.fleetline.read.analytics;

import io.fleetline.read.CurrentCaller;
import io.fleetline.read.Tagged;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the fleet did, over business days. The parameters, which all have in common, are described by {@link DescribedParameters}. */
@Path("/analytics")
@Produces({MediaType.APPLICATION_JSON, AnalyticsResource.CSV})
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class AnalyticsResource {
    static final String CSV = "text/csv";
    private static final List<Variant> VARIANTS = Variant.mediaTypes(
                    MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(CSV))
            .build();

    private final Reports reports;
    private final CurrentCaller caller;

    AnalyticsResource(Reports reports, CurrentCaller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @Path("/fleet-summary")
    @RunOnVirtualThread
    @Operation(summary = "What the fleet did: in all, by vehicle, by cost centre")
    @APIResponse(
            responseCode = "200",
            description = "Kilometres and seconds; a trip counts on the day it begins.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.FLEET_SUMMARY))
    public Response fleetSummary(@Context UriInfo uri, @Context Request request) {
        return answer(Report.FLEET_SUMMARY, uri, request);
    }

    @GET
    @Path("/utilisation")
    @RunOnVirtualThread
    @Operation(summary = "How much of the shift was driven: in all, day by day, by vehicle")
    @APIResponse(
            responseCode = "200",
            description =
                    "utilisation_pct: driving within the shift, per cent of the shift time of the period's shift days up to today.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.UTILISATION))
    public Response utilisation(@Context UriInfo uri, @Context Request request) {
        return answer(Report.UTILISATION, uri, request);
    }

    @GET
    @Path("/driver-behaviour")
    @RunOnVirtualThread
    @Operation(summary = "How each driver drove")
    @APIResponse(
            responseCode = "200",
            description = "Events by kind, and their weighted sum per 100 km.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.DRIVER_BEHAVIOUR))
    public Response driverBehaviour(@Context UriInfo uri, @Context Request request) {
        return answer(Report.DRIVER_BEHAVIOUR, uri, request);
    }

    @GET
    @Path("/fuel")
    @RunOnVirtualThread
    @Operation(summary = "Litres estimated beside litres measured, by vehicle")
    @APIResponse(
            responseCode = "200",
            description = "Estimated: distance_km × fuel_100km / 100. A figure that is missing is null, and flagged.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.FUEL))
    public Response fuel(@Context UriInfo uri, @Context Request request) {
        return answer(Report.FUEL, uri, request);
    }

    private Response answer(Report report, UriInfo uri, Request request) {
        var question = Question.of(report, uri.getQueryParameters(), caller.caller());
        var json = reports.json(report, question);
        if (isJsonWanted(request)) {
            return json.answer(request, MediaType.APPLICATION_JSON).build();
        }
        var table = Table.of(json.body(), question.rows());
        var csv = new Tagged(table.csv(), json.tag() + "-" + question.rows().name());
        var answer = csv.answer(request, CSV + ";charset=UTF-8");
        if (table.next() != null) {
            answer.header("Link", "<%s>; rel=\"next\"".formatted(next(uri, table.next())));
        }
        return answer.build();
    }

    private static boolean isJsonWanted(Request request) {
        var variant = request.selectVariant(VARIANTS);
        return variant == null || variant.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE);
    }

    /** The same question for the rows after the cursor; relative, because a proxy may have given us another name. */
    private static String next(UriInfo uri, String cursor) {
        var query = uri.getRequestUri().getRawQuery();
        return Stream.concat(
                        Stream.of((query == null ? "" : query).split("&"))
                                .filter(pair -> !pair.isEmpty() && !pair.startsWith("after=")),
                        Stream.of("after=" + cursor))
                .collect(Collectors.joining("&", "?", ""));
    }
}
