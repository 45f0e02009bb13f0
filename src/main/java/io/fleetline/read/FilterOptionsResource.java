package io.fleetline.read;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What the filters of the analytics pages offer. */
@Path("/analytics/filters")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class FilterOptionsResource {
    private final FilterOptions options;

    FilterOptionsResource(FilterOptions options) {
        this.options = options;
    }

    @GET
    @RunOnVirtualThread
    public String options() {
        return options.json();
    }
}
