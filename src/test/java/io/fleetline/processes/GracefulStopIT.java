package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The service is stopped during a load of pushes, five times: every accepted request is answered, and no connection breaks. */
class GracefulStopIT {
    private static final Logger LOG = Logger.getLogger(GracefulStopIT.class);
    private static final int STOPS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Test
    void everyRequestThatWasSentBeforeTheSignalIsAnswered() {
        var fixes = new PushedFixes();
        try (var database = TestDatabase.create();
                var load = new PushLoad(fixes).start()) {
            var random = new Random(20260116);
            var took = new ArrayList<Duration>();
            for (var stop = 0; stop < STOPS; stop++) {
                took.add(stopUnderLoad(50 + random.nextInt(100), load, database));
            }
            try (var service = PushKilledIT.serve(database, load)) {
                load.waitFor(1);
                load.finish();
                service.stop().exitCode(LONGEST);
            }
            var books = new PushBooks(database.jdbi(), fixes, load);
            LOG.infof(
                    "%d stops, %d items, %d in the ingestion log, %d refusals %s, %d connections broke off before the signal's answers, stopped within %s",
                    STOPS, books.items(), books.logged(), load.refused(), load.refusals(), load.brokenOff(), took);
            books.balance();
            assertThat(load.brokenOff())
                    .as("requests sent before a signal and never answered")
                    .isZero();
            assertThat(books.repeatedLetters())
                    .as("acknowledgements that were lost")
                    .isZero();
            assertThat(books.logged()).isEqualTo(books.items());
            assertThat(load.refusals()).isSubsetOf("503, Retry-After 1");
        }
    }

    private static Duration stopUnderLoad(int requests, PushLoad load, TestDatabase database) {
        try (var service = PushKilledIT.serve(database, load)) {
            load.waitFor(requests);
            load.signalFollows();
            var told = System.nanoTime();
            var exitCode = service.stop().exitCode(LONGEST);
            assertThat(exitCode).as("it said: %s", service.output()).isZero();
            return Duration.ofNanos(System.nanoTime() - told);
        }
    }
}
