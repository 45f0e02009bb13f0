package io.fleetline.read;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.ForbiddenException;
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
    private static final String PIPELINE = """
            {"state": "bad", "as_of": "2026-05-31T06:00:00+00:00",
             "endpoints": {"state": "bad", "list": [
              {"endpoint": "jimi.user.device.location.list", "source": "poll", "status": "failing", "state": "bad", "optional": false,
               "expected_every_s": 60, "last_success": "2026-05-31T05:59:30+00:00", "age_s": 30, "runs_24h": 1440, "rows_24h": 115200,
               "failures_24h": 1, "last_error": "HTTP status 502", "last_error_at": "2026-05-31T05:59:58+00:00", "accounts_behind": []}]},
             "accounts": {"state": "bad", "list": [
              {"account": "north", "state": "bad", "last_success": "2026-05-31T05:59:30+00:00", "last_run": "2026-05-31T05:59:58+00:00",
               "failing": ["jimi.user.device.location.list"], "behind": [], "last_error": "HTTP status 502",
               "last_error_at": "2026-05-31T05:59:58+00:00"}]},
             "fixes": {"state": "good", "newest_at": "2026-05-31T05:59:20+00:00", "age_s": 40, "vehicles": 80, "reporting": 78},
             "dead_letters": {"state": "good", "counted": 1, "are_more": false, "reasons": [
              {"source": "push", "path": "/pushgps", "reason": "time too old", "state": "good", "count": 1, "count_1h": 0, "count_24h": 1,
               "last_at": "2026-05-30T20:11:00+00:00", "sample": {"id": 7, "imei": "860000000000001", "excerpt": "{\\"gpsTime\\":…"}}]},
             "change_log": {"state": "good", "is_on": true, "newest_tick_at": "2026-05-31T05:59:59+00:00", "has_ticker": true, "listeners": 1,
              "consumers": [{"name": "trips", "state": "good", "is_of_this_epoch": true, "lag_s": 0, "backlog_ticks": 0, "failures": 0,
               "failing_since": null, "last_error": null, "moved_at": "2026-05-31T05:59:59+00:00", "dead_letters": 0}]},
             "processes": {"state": "good", "pollers": [{"process": "1f0c6a52", "seen_at": "2026-05-31T05:59:55+00:00", "age_s": 5, "leases": 21}],
              "locks": ["ticker"], "sessions": [{"name": "fleetline listener", "sessions": 1}], "max_sessions": 100},
             "storage": {"state": "good", "size_bytes": 41943040, "bytes_per_day": 5242880, "of_days": 7, "overdue_chunks": 0, "failed_jobs": 0,
              "tables": [{"name": "tracksolid.position_history", "bytes": 20971520, "chunks": 7, "since": "2026-05-24T00:00:00+00:00"}]},
             "backup": {"state": "unknown", "last_success_at": null, "last_try_at": null, "last_outcome": null, "bytes": null, "detail": null},
             "drill": {"state": "unknown", "last_at": null}}""";

    private final Answers answers;
    private final PipelineStatus pipeline;
    private final CurrentCaller caller;

    HealthResource(Answers answers, PipelineStatus pipeline, CurrentCaller caller) {
        this.answers = answers;
        this.pipeline = pipeline;
        this.caller = caller;
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

    /** All parts of the pipeline, each with its state. It shows the errors of all accounts and what devices have sent, so it is for callers of all cost centres. */
    @GET
    @Path("/pipeline")
    @RunOnVirtualThread
    @Operation(
            summary = "The state of the whole pipeline",
            description =
                    "For operators: one entry for each part, with its state. At most two seconds old; storage one minute.")
    @APIResponse(
            responseCode = "200",
            description =
                    "state is good, warn, bad or unknown; that of the whole is the worst of its parts, of which unknown ones do not count.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = PIPELINE))
    @APIResponse(responseCode = "403", description = "The caller may see only some cost centres.")
    public String pipeline() {
        if (caller.caller().costCentres() != null) {
            throw new ForbiddenException("this answer concerns all accounts: it needs a token without cost centres");
        }
        return pipeline.json();
    }
}
