package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Refusals and garbage from the vendor at the start do not prevent reading and pushing, and are retried. */
class VendorTroubleAtStartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(200);

    @Test
    void theServiceComesUpAndPollsOnceTheVendorAnswers() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create()) {
            cloud.simulator().faults().on(Fault.GARBAGE);
            var environment = cloud.environment(database.url());
            environment.put("TRACKSOLID_TARGETS", "demo-nairobi,nobody");
            try (var service = ServiceProcess.start(environment, "serve")) {
                service.waitHealthy();
                service.waitUntil(
                        PATIENCE, POLL, () -> service.output().contains("account nobody cannot be polled yet"));
                cloud.simulator().faults().off(Fault.GARBAGE);
                var progress = new Progress(database.jdbi());
                service.waitUntil(PATIENCE, POLL, () -> progress.is("EXISTS (SELECT FROM tracksolid.live_positions)"));
                assertThat(service.stop().exitCode(PATIENCE)).isZero();
            }
        }
    }
}
