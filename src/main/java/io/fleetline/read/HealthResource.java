package io.fleetline.read;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Whether the service is up, and whether facts come in. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    private final Answers answers;

    HealthResource(Answers answers) {
        this.answers = answers;
    }

    @GET
    public Map<String, String> health() {
        return Map.of("status", "ok");
    }

    /** One entry per pipeline endpoint; the whole is as bad as its worst part. */
    @GET
    @Path("/ingest")
    @RunOnVirtualThread
    public String ingest() {
        return answers.json("SELECT reporting.fn_health_ingest()::text", Map.of());
    }
}
