package io.fleetline.ingest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.Testbed;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The past against the simulated cloud, which refuses tracks older than three months like the vendor. */
class BackfillTest {
    private static final Instant NOW = Instant.parse("2026-03-11T05:00:00Z");
    private static final SyntheticFleet FLEET = new SyntheticFleet(2, List.of("one"), 3);
    private static final String IMEI = FLEET.devices("one").getFirst().imei();
    private static final Testbed BED = new Testbed(FLEET, NOW);

    @AfterAll
    static void close() {
        BED.close();
    }

    @Test
    void whatTheVendorNoLongerKeepsIsNamedAndTheRestIsFetched() {
        var backfill = new Backfill(BED.client, BED.store, BED.clock, Duration.ofDays(4));
        var span = new TimeSpan(NOW.minus(Duration.ofDays(92)), NOW.minus(Duration.ofDays(85)));

        var plan = backfill.plan(List.of("one"), IMEI, span);
        plan.steps().forEach(step -> step.work().run());

        assertThat(plan.outOfReach())
                .containsExactly(
                        "fixes before 2025-12-12T05:00:00Z are not available: jimi.device.track.list goes back 89 days");
        assertThat(backfill.refusals()).isEmpty();
        var kept = new TimeSpan(NOW.minus(Duration.ofDays(89)), span.to());
        assertThat(backfill.stored().get("fixes").inserted())
                .isEqualTo(FLEET.track(IMEI, kept, NOW).size());
        assertThat(backfill.stored().get("trips").inserted())
                .isEqualTo(FLEET.trips(IMEI, span, NOW).size());
        assertThat(backfill.plan(List.of("one"), IMEI, span).steps()).isEmpty();
    }

    @Test
    void aDeviceThatNoAccountListsHasNoPlan() {
        var span = new TimeSpan(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
        var plan = new Backfill(BED.client, BED.store, BED.clock, Duration.ofDays(4)).plan(List.of("one"), "123", span);
        assertThat(plan.devices()).isZero();
        assertThat(plan.steps()).isEmpty();
    }
}
