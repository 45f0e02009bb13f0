package io.fleetline.service.watch;

import io.fleetline.service.Part;
import io.fleetline.service.Parts;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether every role of this process can do its work now. The vendor's health is not ours. */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {
    private final ServiceState state;
    private final Parts parts;

    ReadyCheck(ServiceState state, Parts parts) {
        this.state = state;
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("ready").status(state.isUp());
        if (!state.isUp()) {
            return answer.withData("service", state.hasStarted() ? "stops" : "starts")
                    .build();
        }
        for (var part : parts.running()) {
            var role = part.role();
            if (role != null) {
                var readiness = part.readiness();
                answer.withData(role.name().toLowerCase(Locale.ROOT), readiness);
                if (!readiness.equals(Part.OK)) {
                    answer.down();
                }
            }
        }
        return answer.build();
    }
}
