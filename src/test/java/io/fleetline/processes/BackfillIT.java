package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.CallCounts;
import io.fleetline.simulator.Fault;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code backfill}, killed half-way and run again. */
class BackfillIT {
    private static final String ACCOUNT = "demo-mombasa";
    private static final int ITS_VEHICLES = StandingFleet.VEHICLES / 3;
    private static final ZoneId ZONE = ZoneId.of("Africa/Nairobi");
    private static final LocalDate FROM =
            LocalDate.ofInstant(StandingFleet.NOW, ZONE).minusDays(4);
    private static final LocalDate TO = FROM.plusDays(1);
    private static final String TRACKS = "jimi.device.track.list";
    private static final List<String> OTHERS =
            List.of("jimi.device.track.mileage", "jimi.open.platform.report.parking", "jimi.device.alarm.list");

    @Test
    void killedHalfWayItGoesOnWhereItWas() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create()) {
            var counts = cloud.simulator().counts();
            var progress = new Progress(database.jdbi());
            cloud.simulator().faults().set(Fault.SLOW, TRACKS + "=PT0.2S");
            killAfterTracks(3, cloud, database, progress);
            long others = calls(counts, OTHERS);

            var second = backfill(cloud, database);
            assertThat(second.stdout()).containsPattern("fixes: [1-9][0-9,]* new");
            assertThat(second.stderr()).as("no bar where there is no terminal").doesNotContain("%");
            // One may have been in progress when the process was killed.
            assertThat(counts.calls(TRACKS)).isBetween((long) ITS_VEHICLES, ITS_VEHICLES + 1L);
            assertThat(calls(counts, OTHERS)).isEqualTo(others);
            assertThat(counts.tokenRequests()).isEqualTo(1);
            assertComplete(cloud, database);

            long all = counts.calls();
            assertThat(backfill(cloud, database).stdout()).contains("nothing left to fetch");
            assertThat(counts.calls()).isEqualTo(all);
        }
    }

    @Test
    void leavesNobodyOutAfterOneDeviceOfAGroup() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create()) {
            var first = cloud.imeis(ACCOUNT).getFirst();
            backfill(cloud, database, "--imei", first);
            backfill(cloud, database);
            assertComplete(cloud, database);
        }
    }

    private static void assertComplete(StandingFleet cloud, TestDatabase database) {
        var both = new TimeSpan(
                FROM.atStartOfDay(ZONE).toInstant(),
                TO.plusDays(1).atStartOfDay(ZONE).toInstant());
        Facts.of(database.jdbi(), both).isExactly(cloud.facts(List.of(ACCOUNT), both));
    }

    private static void killAfterTracks(int count, StandingFleet cloud, TestDatabase database, Progress progress) {
        try (var first = start(cloud, database)) {
            await().atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() ->
                            progress.is("(SELECT count(*) FROM infrastructure.cursors WHERE job LIKE '%%%s%%') >= %d"
                                    .formatted(TRACKS, count)));
            first.kill();
        }
    }

    private static ServiceProcess backfill(StandingFleet cloud, TestDatabase database, String... more) {
        try (var process = start(cloud, database, more)) {
            assertThat(process.exitCode(Duration.ofSeconds(180)))
                    .as(process.output())
                    .isZero();
            return process;
        }
    }

    private static ServiceProcess start(StandingFleet cloud, TestDatabase database, String... more) {
        var command = List.of("backfill", "--from", FROM.toString(), "--to", TO.toString(), "--account", ACCOUNT);
        return ServiceProcess.start(
                cloud.environment(database.url()),
                Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static long calls(CallCounts counts, List<String> methods) {
        return methods.stream().mapToLong(counts::calls).sum();
    }
}
