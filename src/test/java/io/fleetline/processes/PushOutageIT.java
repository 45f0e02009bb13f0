package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The database goes down during a load of pushes and comes back: senders are asked to retry, everything acknowledged is stored, once, and
 * the service needs no recovery time of its own. Three times; as often as {@code -Dfleetline.crashes} says.
 */
@Isolated("two seconds are not much beside others")
class PushOutageIT {
    private static final Logger LOG = Logger.getLogger(PushOutageIT.class);
    private static final int OUTAGES = Integer.getInteger("fleetline.crashes", 3);
    private static final Duration SOON = Duration.ofSeconds(2);
    /** No request has waited for the pool, whose timeout is 10 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Test
    void whatWasAcknowledgedBeforeAnOutageIsThereAndTheServiceComesRoundAtOnce() {
        var fixes = new PushedFixes();
        try (var database = TestDatabase.create();
                var load = new PushLoad(fixes).start();
                var service = PushKilledIT.serve(database, load)) {
            load.waitFor(50);
            load.forgetRefusals();
            var took = outages(database, load);
            load.finish();
            renewConnections(database);
            service.stop().exitCode(Duration.ofSeconds(90));
            var books = new PushBooks(database.jdbi(), fixes, load);
            LOG.infof(
                    "%d outages (%s), %d items, %d refusals %s, the longest took %d ms, %d dead letters come again, %d items logged twice, accepting after %s",
                    OUTAGES,
                    DatabaseOutage.kind(),
                    books.items(),
                    load.refused(),
                    load.refusals(),
                    load.longestRefusal().toMillis(),
                    books.repeatedLetters(),
                    books.logged() - books.items(),
                    took);
            books.balance();
            // A log record whose commit was interrupted is written again; none is missing.
            assertThat(books.logged()).isGreaterThanOrEqualTo(books.items());
            assertThat(load.refusals()).containsExactly("503, Retry-After 1");
            assertThat(load.longestRefusal()).isLessThan(AT_ONCE);
            assertThat(took).allSatisfy(time -> assertThat(time).isLessThanOrEqualTo(SOON));
        }
    }

    /** The test's own connection, which did not survive the outage. */
    private static void renewConnections(TestDatabase database) {
        await().ignoreExceptions()
                .until(() -> database.jdbi()
                                .withHandle(handle -> handle.createQuery("SELECT 1")
                                        .mapTo(int.class)
                                        .one())
                        == 1);
    }

    /** @return each time from the database's first answer to the next acknowledgement */
    private static List<Duration> outages(TestDatabase database, PushLoad load) {
        var random = new Random(20260115);
        var outage = new DatabaseOutage(database);
        var took = new ArrayList<Duration>();
        for (var i = 0; i < OUTAGES; i++) {
            load.waitFor(50 + random.nextInt(150));
            outage.begin();
            load.waitForRefusals(50);
            var answered = outage.end();
            took.add(Duration.ofNanos(load.acknowledgedAfter(answered) - answered));
        }
        return took;
    }
}
