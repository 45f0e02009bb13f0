package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the service leaves behind in a run without faults. */
class ServeIT {
    private final UndisturbedRun run = UndisturbedRun.get();

    @Test
    void storesExactlyWhatTheFleetHasLivedThrough() {
        try (var cloud = new StandingFleet()) {
            run.facts().isExactly(cloud.facts(cloud.accounts(), StandingFleet.COMPARED));
        }
        assertThat(run.tokenRequests()).isEqualTo(1);
    }

    @Test
    void stopsWhenToldToAndLeavesItsWorkToOthers() {
        assertThat(run.tookToStop()).isLessThan(Duration.ofSeconds(10));
        assertThat(run.exitCode()).isZero();
        assertThat(run.leasesLeft()).isZero();
    }

    @Test
    void tellsNoSecretEvenWhenItSaysAll() {
        assertThat(run.said()).contains("DEBUG");
        assertThat(run.secrets())
                .hasSize(4)
                .allSatisfy(secret -> assertThat(run.said()).doesNotContain(secret));
    }
}
