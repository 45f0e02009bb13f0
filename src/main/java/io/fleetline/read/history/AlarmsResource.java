package io.fleetline.read.history;

import io.fleetline.read.AnswerFormat;
import io.fleetline.read.Answers;
import io.fleetline.read.Attachment;
import io.fleetline.read.Csv;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.FilterNames;
import io.fleetline.read.Period;
import io.fleetline.read.Single;
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
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The alarms of the last hours or of a period, the newest first. */
@Path("/alarms")
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class AlarmsResource {
    private static final String COLUMNS =
            "imei,vehicle_number,driver_name,cost_centre,alarm_time,alarm_type,alarm_name,severity,lng,lat,speed,acc_status,fence_id,source";

    private static final String JSON = "SELECT (%s)::text".formatted(AlarmsQuery.SQL);
    private static final String TABLE =
            "SELECT reporting.fn_csv_table(%s -> 'alarms', :columns::text[])".formatted(AlarmsQuery.SQL);

    private static final String JSON_EXAMPLE = """
            {"as_of": "2026-05-31T06:00:00+00:00", "alarms": [
              {"imei": "860000000000001", "vehicle_number": "KDA 001A", "driver_name": "Amina", "cost_centre": "North",
               "alarm_time": "2026-05-31T05:58:12+00:00", "alarm_type": "1", "alarm_name": "SOS", "severity": "critical",
               "lng": 36.75, "lat": -1.25, "speed": 42, "acc_status": true, "fence_id": null, "source": "push"}],
             "truncated": false}""";
    private static final String CSV_EXAMPLE = COLUMNS + """
            \r
            860000000000001,KDA 001A,Amina,North,2026-05-31T05:58:12+00:00,1,SOS,critical,36.75,-1.25,42,true,,push""";

    private final Answers answers;
    private final FilterNames names;
    private final CurrentCaller caller;
    private final InstantSource clock;

    AlarmsResource(Answers answers, FilterNames names, CurrentCaller caller, InstantSource clock) {
        this.answers = answers;
        this.names = names;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(
            summary = "Alarms, the newest first",
            description = "Without a period: those of the last 24 hours. A period has 400 days at most.")
    @Parameter(name = "from", in = ParameterIn.QUERY)
    @Parameter(name = "to", in = ParameterIn.QUERY)
    @Parameter(name = "date", in = ParameterIn.QUERY, description = TrackDescription.DATE, example = "2026-05-31")
    @Parameter(name = "hours", in = ParameterIn.QUERY, description = TrackDescription.HOURS, example = "24")
    @Parameter(
            name = "severity",
            in = ParameterIn.QUERY,
            description = "Only alarms of these severities: critical, warning, info.",
            example = "critical")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The most alarms, 1 to 1,000; if there are more, truncated is true.",
            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "200"),
            example = "200")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "json or csv; takes precedence over the Accept header.",
            example = "csv")
    @Parameter(name = "bom", in = ParameterIn.QUERY, description = TrackDescription.BOM, example = "1")
    @APIResponse(
            responseCode = "200",
            description = "speed: km/h; severity: null for an alarm type that is not known.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, example = JSON_EXAMPLE),
                @Content(mediaType = "text/csv", example = CSV_EXAMPLE)
            })
    public Response alarms(@Context UriInfo uri, @Context HttpHeaders headers) {
        var asked = names.read(uri.getQueryParameters(), caller.caller());
        var question = AlarmsQuery.of(asked, caller.caller(), clock.instant());
        return switch (AnswerFormat.of(asked, headers.getAcceptableMediaTypes())) {
            case JSON ->
                Response.ok(answers.json(JSON, question.parameters()), MediaType.APPLICATION_JSON_TYPE)
                        .build();
            case CSV -> table(question, asked);
        };
    }

    private Response table(AlarmsQuery question, Map<String, List<String>> asked) {
        var parameters = new HashMap<>(question.parameters());
        parameters.put("columns", COLUMNS.split(","));
        var periods = Stream.of(Period.NAMES, TrackPeriod.NAMES)
                .flatMap(List::stream)
                .flatMap(name -> Single.values(name, asked).stream());
        return Response.ok(Csv.start(asked) + answers.json(TABLE, parameters), Csv.TYPE)
                .header(Attachment.HEADER, Attachment.named("csv", Stream.concat(Stream.of("alarms"), periods)))
                .build();
    }
}
