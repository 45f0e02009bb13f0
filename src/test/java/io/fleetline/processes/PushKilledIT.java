package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * The service dies during a load of pushes: everything it acknowledged is stored, once. Three times; as often as {@code
 * -Dfleetline.crashes} says.
 */
class PushKilledIT {
    private static final Logger LOG = Logger.getLogger(PushKilledIT.class);
    private static final int KILLS = Integer.getInteger("fleetline.crashes", 3);

    @Test
    void whatWasAcknowledgedBeforeAKillIsThereAndOnce() {
        var fixes = new PushedFixes();
        try (var database = TestDatabase.create();
                var load = new PushLoad(fixes).start()) {
            var random = new Random(20260114);
            for (var kill = 0; kill < KILLS; kill++) {
                killAfter(50 + random.nextInt(150), load, database);
            }
            var began = System.nanoTime();
            try (var service = serve(database, load)) {
                load.waitFor(1);
                load.finish();
                service.stop().exitCode(Duration.ofSeconds(90));
            }
            var books = new PushBooks(database.jdbi(), fixes, load);
            LOG.infof(
                    "%d kills, %d items, %d dead letters come again, %d items not in the ingestion log, refusals %s, last part %s",
                    KILLS,
                    books.items(),
                    books.repeatedLetters(),
                    books.items() - books.logged(),
                    load.refusals(),
                    Duration.ofNanos(System.nanoTime() - began));
            books.balance();
            // What the log had not yet written died with the process; what it had written, before an acknowledgement
            // was lost,
            // was received again.
            assertThat(books.logged()).isPositive().isLessThanOrEqualTo(books.sent());
            assertThat(load.refusals()).isSubsetOf("503, Retry-After 1");
        }
    }

    static ServiceProcess serve(TestDatabase database, PushLoad load) {
        return serve(database.url(), load);
    }

    static ServiceProcess serve(String databaseUrl, PushLoad load) {
        var service = ServiceProcess.start(
                Map.of(
                        "DATABASE_URL",
                        databaseUrl,
                        "FLEETLINE_ROLES",
                        "webhook",
                        "JIMI_WEBHOOK_TOKEN",
                        PushedFixes.TOKEN),
                "serve");
        load.at(service);
        return service;
    }

    private static void killAfter(int requests, PushLoad load, TestDatabase database) {
        try (var service = serve(database, load)) {
            load.waitFor(1);
            var began = System.nanoTime();
            load.waitFor(requests);
            var seconds = (System.nanoTime() - began) / 1e9;
            service.kill();
            LOG.infof(
                    "killed after %d requests in %.2f s, about %.0f items/s",
                    requests, seconds, requests * 125 / seconds);
        }
    }
}
