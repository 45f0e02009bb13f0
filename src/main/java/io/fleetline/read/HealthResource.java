package io.fleetline.read;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Whether the service is running, and whether facts arrive. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    private final Answers answers;

    HealthResource(Answers answers) {
        this.answers = answers;
    }

    @GET
    @Operation(
            summary = "Whether the service is running",
            description = "Needs no token, and does not query the database.")
    @APIResponse(
            responseCode = "200",
            description = "It is running.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = "{\"status\": \"ok\"}"))
    public Map<String, String> health() {
        return Map.of("status", "ok");
    }

    /** One entry per pipeline endpoint; the overall status is the worst of them. */
    @GET
    @Path("/ingest")
    @RunOnVirtualThread
    @Operation(
            summary = "Whether facts arrive",
            description = "One entry per endpoint of the pipeline; the overall status is the worst of them.")
    @APIResponse(
            responseCode = "200",
            description = "status is ok, stale, failing or never; ages are seconds, times UTC.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = """
                            {"status": "ok", "as_of": "2026-05-31T06:00:00+00:00", "endpoints": [
                             {"endpoint": "jimi.user.device.location.list", "source": "poll", "status": "ok",
                              "last_success": "2026-05-31T05:59:30+00:00", "age_s": 30, "runs_24h": 1440, "rows_24h": 115200,
                              "failures_24h": 1, "last_error": "HTTP status 502", "last_error_at": "2026-05-31T02:13:00+00:00",
                              "accounts_behind": []}]}"""))
    public String ingest() {
        return answers.json("SELECT reporting.fn_health_ingest()::text", Map.of());
    }
}
