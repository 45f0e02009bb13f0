package io.fleetline.cli.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether this process can do its work at all; a restart is what helps when it cannot. No database is asked. */
@Liveness
@Singleton
final class LiveCheck implements HealthCheck {
    private final ServiceState state;

    LiveCheck(ServiceState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        var store = state.store();
        var writing = store == null || !state.isUp() || store.isWriting();
        return HealthCheckResponse.named("live").status(writing).build();
    }
}
