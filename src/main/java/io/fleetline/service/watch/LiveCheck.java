package io.fleetline.service.watch;

import io.fleetline.clock.Workers;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether this process can do its work at all; a restart is what helps when it cannot. No database is asked. */
@Liveness
@Singleton
final class LiveCheck implements HealthCheck {
    private final ServiceState state;
    private final Workers workers;

    LiveCheck(ServiceState state, Workers workers) {
        this.state = state;
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        var store = state.store();
        var writing = store == null || !state.isUp() || store.isWriting();
        var stuck = workers.stuck();
        var answer = HealthCheckResponse.named("live").status(writing && stuck.isEmpty());
        if (!stuck.isEmpty()) {
            answer.withData("stuck", String.join(", ", stuck));
        }
        return answer.build();
    }
}
