package io.fleetline.read.analytics;

import io.fleetline.read.AnswerFormat;
import io.fleetline.read.Attachment;
import io.fleetline.read.Csv;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.FilterNames;
import io.fleetline.read.Tagged;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** KPIs of the fleet over business days. {@link DescribedParameters} describes the parameters, which all reports share. */
@Path("/analytics")
@Produces({MediaType.APPLICATION_JSON, AnalyticsResource.CSV})
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class AnalyticsResource {
    static final String CSV = "text/csv";

    private final Reports reports;
    private final FilterNames names;
    private final CurrentCaller caller;

    AnalyticsResource(Reports reports, FilterNames names, CurrentCaller caller) {
        this.reports = reports;
        this.names = names;
        this.caller = caller;
    }

    @GET
    @Path("/fleet-summary")
    @RunOnVirtualThread
    @Operation(summary = "Fleet summary: totals, by vehicle, by cost centre")
    @APIResponse(
            responseCode = "200",
            description = "Kilometres and seconds; a trip counts on the day it begins.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.FLEET_SUMMARY))
    public Response fleetSummary(@Context UriInfo uri, @Context HttpHeaders request) {
        return answer(Report.FLEET_SUMMARY, uri, request);
    }

    @GET
    @Path("/utilisation")
    @RunOnVirtualThread
    @Operation(summary = "Share of the shift that was driven: in total, by day, by vehicle")
    @APIResponse(
            responseCode = "200",
            description =
                    "utilisation_pct: driving within the shift, as a percentage of the shift time of the period's shift days up to today.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.UTILISATION))
    public Response utilisation(@Context UriInfo uri, @Context HttpHeaders request) {
        return answer(Report.UTILISATION, uri, request);
    }

    @GET
    @Path("/driver-behaviour")
    @RunOnVirtualThread
    @Operation(summary = "Driving behaviour by driver")
    @APIResponse(
            responseCode = "200",
            description = "Events by kind, and their weighted sum per 100 km.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.DRIVER_BEHAVIOUR))
    public Response driverBehaviour(@Context UriInfo uri, @Context HttpHeaders request) {
        return answer(Report.DRIVER_BEHAVIOUR, uri, request);
    }

    @GET
    @Path("/fuel")
    @RunOnVirtualThread
    @Operation(summary = "Estimated and measured litres, by vehicle")
    @APIResponse(
            responseCode = "200",
            description = "Estimated: distance_km × fuel_100km / 100. A missing figure is null, and flagged.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.FUEL))
    public Response fuel(@Context UriInfo uri, @Context HttpHeaders request) {
        return answer(Report.FUEL, uri, request);
    }

    private Response answer(Report report, UriInfo uri, HttpHeaders request) {
        var asked = names.read(uri.getQueryParameters(), caller.caller());
        var question = ReportQuestion.of(report, asked, caller.caller());
        return switch (AnswerFormat.of(asked, request.getAcceptableMediaTypes())) {
            case JSON ->
                reports.json(report, question)
                        .answer(request, MediaType.APPLICATION_JSON_TYPE)
                        .build();
            case CSV -> table(report, question, Csv.start(asked), uri, request);
        };
    }

    /** @param start the beginning of the text */
    private Response table(Report report, ReportQuestion question, String start, UriInfo uri, HttpHeaders request) {
        var rows = question.rows().name();
        var table = reports.table(report, question);
        var tag = table.csv().tag() + "-" + rows + (start.isEmpty() ? "" : "-" + Csv.BOM);
        var name = Stream.concat(Stream.of(report.label(), rows), table.days());
        var answer = new Tagged(start + table.csv().body(), tag)
                .answer(request, Csv.TYPE)
                .header(Attachment.HEADER, Attachment.named("csv", name));
        if (table.next() != null) {
            answer.header("Link", "<%s>; rel=\"next\"".formatted(next(uri, table.next())));
        }
        return answer.build();
    }

    /** The same request for the rows after the cursor; relative, because a proxy may have given us another name. */
    private static String next(UriInfo uri, String cursor) {
        var query = uri.getRequestUri().getRawQuery();
        return Stream.concat(
                        Stream.of((query == null ? "" : query).split("&"))
                                .filter(pair -> !pair.isEmpty() && !pair.startsWith("after=")),
                        Stream.of("after=" + cursor))
                .collect(Collectors.joining("&", "?", ""));
    }
}
