package io.fleetline.service.watch;

import io.fleetline.clock.Workers;
import io.fleetline.service.Part;
import io.fleetline.service.Parts;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether this process can do its work at all; a restart is what helps when it cannot. No database is asked. */
@Liveness
@Singleton
final class LiveCheck implements HealthCheck {
    private final ServiceState state;
    private final Parts parts;
    private final Workers workers;

    LiveCheck(ServiceState state, Parts parts, Workers workers) {
        this.state = state;
        this.parts = parts;
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        var alive = !state.isUp() || parts.running().stream().allMatch(Part::isAlive);
        var stuck = workers.stuck();
        var answer = HealthCheckResponse.named("live").status(alive && stuck.isEmpty());
        if (!stuck.isEmpty()) {
            answer.withData("stuck", String.join(", ", stuck));
        }
        return answer.build();
    }
}
