package io.fleetline.read.console;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.fleetline.read.access.AccessSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the console must know before it asks for anything. */
@Path("/console/settings")
@Produces(MediaType.APPLICATION_JSON)
public class ConsoleResource {
    private final Told told;

    ConsoleResource(
            ConsoleSettings settings,
            AccessSettings access,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        told = new Told(
                "Fleetline",
                version,
                settings.zone().getId(),
                access.tokenRequired(),
                settings.tileUrl(),
                settings.tileAttribution());
    }

    /** Needs no token, and shows no vehicle data. */
    @GET
    @Operation(hidden = true)
    public Told settings() {
        return told;
    }

    /** The answer. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Told(
            String title,
            String version,
            String timeZone,
            boolean tokenRequired,
            String tileUrl,
            String tileAttribution) {}
}
