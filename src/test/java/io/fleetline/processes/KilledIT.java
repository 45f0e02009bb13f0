package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.simulator.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A process that is killed while it works loses nothing and stores nothing twice. */
class KilledIT {
    private static final int KILLS = 4;

    @Test
    void killedAgainAndAgainItEndsWhereAnUndisturbedRunEnds() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create()) {
            // Slow enough to be caught between two vehicles.
            cloud.simulator().faults().set(Fault.SLOW, "jimi.device.track.list=PT0.6S");
            var expected = cloud.facts(cloud.accounts(), StandingFleet.COMPARED);
            var progress = new Progress(database.jdbi());
            var tracksStored = new Random(20260114)
                    .ints(KILLS, 1, expected.fixes().size() / (2 * KILLS))
                    .mapToLong(fixes -> killAfter(fixes, cloud, database, progress))
                    .toArray();
            assertThat(tracksStored[0]).isLessThan(StandingFleet.VEHICLES);
            try (var service = ServiceProcess.start(cloud.environment(database.url()), "serve")) {
                progress.waitForAll(cloud.accounts().size(), service);
                service.waitHealthy();
            }
            Facts.of(database.jdbi(), StandingFleet.COMPARED).isExactly(expected);
            Dump.of(database.jdbi()).isTheSameAs(UndisturbedRun.get().dump());
            assertThat(cloud.simulator().counts().tokenRequests()).isEqualTo(1);
        }
    }

    /**
     * @param fixes how many the process may add before it is killed
     * @return how many vehicles' tracks are stored then
     */
    private static long killAfter(int fixes, StandingFleet cloud, TestDatabase database, Progress progress) {
        long before = progress.fixes();
        try (var service = ServiceProcess.start(cloud.environment(database.url()), "serve")) {
            progress.waitForFixes(before + fixes, service);
            service.kill();
        }
        progress.letLeasesEnd();
        return progress.tracks();
    }
}
