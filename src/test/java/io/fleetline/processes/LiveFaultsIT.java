package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Under a load of trips and alarms the connections that listen are terminated, the database goes away, both processes are killed: a client that goes on with
 * its cursor has every trip and every alarm once. Ten terminations and one fault of each other kind; as many as {@code -Dfleetline.live.terminations} and
 * {@code -Dfleetline.live.faults} say. With {@code -Dfleetline.crash-database} the server itself is restarted ({@link DatabaseOutage}).
 */
class LiveFaultsIT {
    private static final Logger LOG = Logger.getLogger(LiveFaultsIT.class);
    private static final int TERMINATIONS = Integer.getInteger("fleetline.live.terminations", 10);
    private static final int FAULTS = Integer.getInteger("fleetline.live.faults", 1);
    private static final int EVENTS_BETWEEN = 20;

    private static final String TERMINATE = """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE application_name = 'fleetline listener' AND datname = current_database()
            """;

    private final AtomicReference<ServiceProcess> hub = new AtomicReference<>();
    private final AtomicReference<ServiceProcess> reader = new AtomicReference<>();

    @Test
    void everyClientThatGoesOnHasEveryTripAndAlarmOnce() {
        try (var database = TestDatabase.create()) {
            startHub(database);
            startReader(database);
            try (var load = new EventLoad(hub::get).start();
                    var socket = ResumingClient.atSocket(reader::get);
                    var stream = ResumingClient.atStream(reader::get)) {
                var clients = List.of(socket, stream);
                clients.forEach(client -> await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                client.connections() > 0 && !client.events().isEmpty()));
                disturb(database, load);
                var sent = load.finish();
                clients.forEach(client -> check(client, load, sent));
            } finally {
                hub.get().close();
                reader.get().close();
            }
        }
    }

    private void disturb(TestDatabase database, EventLoad load) {
        for (int number = 0; number < TERMINATIONS; number++) {
            await().atMost(Duration.ofSeconds(30)).until(() -> terminateListeners(database) > 0);
            waitForEvents(load);
        }
        var outage = new DatabaseOutage(database);
        for (int number = 0; number < FAULTS; number++) {
            outage.begin();
            outage.end();
            waitForEvents(load);
            reader.get().kill();
            waitForEvents(load);
            startReader(database);
            hub.get().kill();
            startHub(database);
            waitForEvents(load);
        }
    }

    private static int terminateListeners(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(TERMINATE).mapTo(int.class).one());
    }

    private static void waitForEvents(EventLoad load) {
        int enough = load.acknowledged() + EVENTS_BETWEEN;
        await().atMost(Duration.ofSeconds(120)).until(() -> load.acknowledged() >= enough);
    }

    /** What came before the client had its first cursor is not its own. */
    private static void check(ResumingClient client, EventLoad load, List<Integer> sent) {
        var first = numbers(client, load).mapToInt(number -> number).min().orElseThrow();
        var own = sent.subList(first, sent.size());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var missing = new TreeSet<>(own);
            numbers(client, load).forEach(missing::remove);
            assertThat(missing)
                    .as("what %s has not got of %d events", client, own.size())
                    .isEmpty();
        });
        LOG.infof(
                "%d terminations, %d faults of each other kind (database: %s): %d events, %s",
                TERMINATIONS, FAULTS, DatabaseOutage.kind(), client.events().size(), client);
        assertThat(numbers(client, load).sorted().toList()).isEqualTo(own);
        assertThat(client.resets()).isZero();
        assertThat(client.connections()).isGreaterThan(FAULTS);
    }

    private static Stream<Integer> numbers(ResumingClient client, EventLoad load) {
        return client.events().stream().map(load::numberOf);
    }

    private void startHub(TestDatabase database) {
        hub.set(serve(database, "webhook"));
        hub.get().waitHealthy();
    }

    private void startReader(TestDatabase database) {
        reader.set(serve(database, "read"));
        reader.get().waitHealthy();
    }

    private static ServiceProcess serve(TestDatabase database, String roles) {
        return ServiceProcess.start(
                Map.of(
                        "DATABASE_URL",
                        database.url(),
                        "FLEETLINE_ROLES",
                        roles,
                        "READ_LIVE_CONNECTIONS",
                        "0",
                        "JIMI_WEBHOOK_TOKEN",
                        EventLoad.TOKEN),
                "serve");
    }
}
