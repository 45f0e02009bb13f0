package io.fleetline.service.watch;

import io.fleetline.read.live.LiveFleet;
import io.fleetline.settings.Role;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Whether the start is over: the schema is as it should be, all parts are there, and readers have a map. */
@Startup
@Singleton
final class StartedCheck implements HealthCheck {
    private final ServiceState state;
    private final LiveFleet live;

    StartedCheck(ServiceState state, LiveFleet live) {
        this.state = state;
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        var mapped = !state.roles().contains(Role.READ) || live.isLoaded();
        return HealthCheckResponse.named("started")
                .status(state.hasStarted() && mapped)
                .build();
    }
}
