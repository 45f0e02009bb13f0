package io.fleetline.read.map;

import io.fleetline.read.Answers;
import io.fleetline.read.CurrentCaller;
import io.fleetline.read.Filters;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Where every vehicle is now. */
@Path("/webhook/live-positions")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class LivePositionsResource {
    private final Answers answers;
    private final CurrentCaller caller;

    LivePositionsResource(Answers answers, CurrentCaller caller) {
        this.answers = answers;
        this.caller = caller;
    }

    /**
     * @param costCentres only vehicles of these
     * @param accStatus only vehicles whose ignition is {@code on}, or {@code off}
     */
    @GET
    @RunOnVirtualThread
    @Operation(summary = "Where every vehicle is now")
    @APIResponse(
            responseCode = "200",
            description = "status is moving, idle, parked or offline.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = """
                            {"summary": {"as_of": "2026-05-31T06:00:00+00:00", "total": 1, "moving": 1, "idle": 0, "parked": 0, "offline": 0},
                             "geojson": {"type": "FeatureCollection", "features": [{"type": "Feature",
                              "geometry": {"type": "Point", "coordinates": [36.75, -1.25]},
                              "properties": {"imei": "860000000000001", "vehicle_number": "KDA 001A", "status": "moving", "speed": 42}}]}}"""))
    public String livePositions(
            @RestQuery("cost_centre") List<String> costCentres, @RestQuery("acc_status") List<String> accStatus) {
        var parameters = new HashMap<String, @Nullable Object>();
        var filters = Filters.parameters(Map.of("cost_centre", costCentres), caller.caller());
        parameters.put("cost_centres", filters.get("cost_centre"));
        parameters.put("ignition", Filters.ignition(accStatus));
        return answers.json(
                "SELECT reporting.fn_live_positions(:cost_centres::text[], :ignition::text)::text", parameters);
    }
}
