package io.fleetline.service.watch;

import io.fleetline.read.live.LiveFleet;
import io.fleetline.service.Launch;
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
    private final Launch launch;
    private final LiveFleet live;

    StartedCheck(ServiceState state, Launch launch, LiveFleet live) {
        this.state = state;
        this.launch = launch;
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        var mapped = !launch.has(Role.READ) || live.isLoaded();
        return HealthCheckResponse.named("started")
                .status(state.hasStarted() && mapped)
                .build();
    }
}
