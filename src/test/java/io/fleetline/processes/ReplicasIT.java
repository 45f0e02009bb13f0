package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two processes on one database share the work, and take it over from each other. */
class ReplicasIT {
    private static final String SWEEPS = "tracksolid.ingestion_log WHERE endpoint = 'jimi.user.device.location.list'";

    @Test
    void twoStartedAtOnceOnAnEmptyDatabaseShareTheWorkUntilOneIsKilled() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.empty();
                var one = ServiceProcess.start(cloud.environment(database.url()), "serve");
                var other = ServiceProcess.start(cloud.environment(database.url()), "serve")) {
            one.waitHealthy();
            other.waitHealthy();
            var progress = new Progress(database.jdbi());
            progress.waitForAll(cloud.accounts().size(), one);
            var expected = cloud.facts(cloud.accounts(), StandingFleet.COMPARED);
            Facts.of(database.jdbi(), StandingFleet.COMPARED).isExactly(expected);

            await().atMost(Duration.ofSeconds(40)).until(() -> owners(progress) == 2);
            long pairs = progress.one("SELECT count(*) FROM infrastructure.leases", Long.class);
            assertEachAccountIsSweptByOne(progress);

            one.kill();
            await().atMost(Duration.ofSeconds(180)).until(() -> owners(progress) == 1 && held(progress) == pairs);
            assertThat(cloud.simulator().counts().tokenRequests()).isEqualTo(1);
            Facts.of(database.jdbi(), StandingFleet.COMPARED).isExactly(expected);
        }
    }

    private static long owners(Progress progress) {
        return progress.one("SELECT count(DISTINCT owner) FROM infrastructure.leases", Long.class);
    }

    private static long held(Progress progress) {
        return progress.one("SELECT count(*) FROM infrastructure.leases WHERE expires_at > now()", Long.class);
    }

    /** A poll is due a second after the previous one: with two owners, some would come sooner. */
    private static void assertEachAccountIsSweptByOne(Progress progress) {
        var shared = progress.one("SELECT (max(started_at) + interval '1 second')::text FROM " + SWEEPS, String.class);
        var since = SWEEPS + " AND started_at > '%s'".formatted(shared);
        await().atMost(Duration.ofSeconds(20)).until(() -> progress.is("""
                (SELECT min(n) >= 4 AND count(*) = 3 FROM (SELECT count(*) AS n FROM %s GROUP BY account) AS a)
                """.formatted(since)));
        assertThat(progress.is("""
                (SELECT min(gap) > interval '0.7 second' FROM
                    (SELECT started_at - lag(started_at) OVER (PARTITION BY account ORDER BY started_at) AS gap FROM %s) AS g)
                """.formatted(since))).isTrue();
    }
}
