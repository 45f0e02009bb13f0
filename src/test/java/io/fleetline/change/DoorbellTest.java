package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tick of another process wakes the readers of this one, also after the connection was lost. */
class DoorbellTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final AtomicInteger rings = new AtomicInteger();
    private LogOf log;
    private Doorbell doorbell;
    private volatile boolean ends;
    private Thread listening;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void listen() throws SQLException {
        log = new LogOf(DATABASE);
        doorbell = new Doorbell(log.direct());
        doorbell.wakes(rings::incrementAndGet);
        listening = Thread.ofVirtual().start(() -> {
            while (!ends) {
                doorbell.turn();
            }
        });
        await().until(doorbell::isListening);
    }

    @AfterEach
    void close() throws Exception {
        ends = true;
        doorbell.close();
        listening.join();
        log.close();
    }

    @Test
    void aTickRings() {
        var before = rings.get();
        change();
        log.tick();
        await().until(() -> rings.get() > before);
    }

    @Test
    void aTickOfThisProcessRingsOnce() {
        doorbell.ring(pidOfTicker());
        var before = rings.get();
        change();
        log.tick();
        // The session that notifies next is another one's: its ring shows that the ticker's has been heard.
        DATABASE.jdbi().useHandle(handle -> handle.execute("SELECT pg_notify('fleetline_ticks', '')"));
        await().until(() -> rings.get() > before);
        assertThat(rings.get()).isEqualTo(before + 1);
    }

    private static int pidOfTicker() {
        return DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT pid FROM pg_stat_activity WHERE application_name = 'fleetline ticker' AND datname = current_database()")
                        .mapTo(int.class)
                        .one());
    }

    @Test
    void aLostConnectionIsMadeAnewAndRingsForWhatItMissed() {
        for (var time = 1; time <= 3; time++) {
            var before = rings.get();
            var connections = doorbell.connections();
            DATABASE.jdbi()
                    .useHandle(handle -> handle.execute(
                            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = ? AND datname = current_database()",
                            Doorbell.APPLICATION_NAME));
            change();
            log.tick();
            await().until(() -> doorbell.connections() > connections && rings.get() > before);
        }
        assertThat(doorbell.connections()).isEqualTo(4);
    }

    private static void change() {
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute("INSERT INTO infrastructure.changes (kind) VALUES ('test')"));
    }
}
