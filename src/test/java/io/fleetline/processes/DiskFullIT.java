package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.processes.SmallDisk.Holds;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database's disk fills up during a load of pushes, in one case its data, in the other its write-ahead log, where PostgreSQL
 * stops and is restarted by its supervisor: senders are asked to retry, the log gives the reason in a few lines, and once there is
 * space everything continues.
 */
class DiskFullIT {
    private static final Logger LOG = Logger.getLogger(DiskFullIT.class);
    private static final int MEGABYTES = 200;
    /** A line at once and one a minute, for fixes and the ingestion log each, one for the refusals; connections that die may log one. */
    private static final int FEW = 20;

    @ParameterizedTest
    @EnumSource(Holds.class)
    void nothingAcknowledgedIsLostWhenTheDiskIsFull(Holds what) {
        var fixes = new PushedFixes();
        try (var disk = SmallDisk.of(MEGABYTES, what);
                var load = new PushLoad(fixes).start();
                var service = PushKilledIT.serve(disk.url(), load)) {
            load.waitFor(50);
            load.forgetRefusals();
            var told = warnings(service);
            disk.fill();
            load.waitForRefusals(50);
            var lines = warnings(service) - told;
            disk.free();
            load.acknowledgedAfter(System.nanoTime());
            load.finish();
            assertThat(service.stop().exitCode(Duration.ofSeconds(90))).isIn(0, 143);
            var books = new PushBooks(disk.jdbi(), fixes, load);
            LOG.infof(
                    "%s: %d items, %d refusals %s, %d lines while the disk was full",
                    what, books.items(), load.refused(), load.refusals(), lines);
            books.balance();
            assertThat(load.refusals()).containsExactly("503, Retry-After 1");
            assertThat(service.output())
                    .contains(what == Holds.DATA ? "the database's disk is full" : "could not be written");
            assertThat(service.output()).contains("position_history is written again");
            assertThat(lines).isBetween(1L, (long) FEW);
        }
    }

    private static long warnings(ServiceProcess service) {
        return service.output()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .count();
    }
}
