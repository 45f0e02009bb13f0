package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.change.Change.Touched;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer that fails, that is new, or that several processes run. */
class ConsumerWorkTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final Copy copy = new Copy();
    private LogOf log;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void open() throws SQLException {
        DATABASE.jdbi().useHandle(handle -> {
            handle.execute("DROP TABLE IF EXISTS public.copied");
            handle.execute("CREATE TABLE public.copied (imei text PRIMARY KEY)");
            handle.execute("DELETE FROM infrastructure.change_consumers");
            handle.execute("DELETE FROM infrastructure.change_dead_letters");
            handle.execute("DELETE FROM tracksolid.devices");
        });
        log = new LogOf(DATABASE);
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    @Test
    void aNewConsumerComputesEverythingThenFollows() {
        register("1", "2");
        log.tick();
        work().turn();
        assertThat(copied()).containsExactly("1", "2");
        assertThat(copy.rebuilt).isOne();

        register("3");
        log.tick();
        work().turn();
        assertThat(copied()).containsExactly("1", "2", "3");
        assertThat(copy.rebuilt).isOne();
    }

    @Test
    void aNewEpochMeansEverythingAnew() throws SQLException {
        work().turn();
        LogSwitch.close(log.direct());
        register("1");
        LogSwitch.open(log.direct());
        log.close();
        log = new LogOf(DATABASE);

        work().turn();

        assertThat(copied()).containsExactly("1");
        assertThat(copy.rebuilt).isEqualTo(2);
    }

    @Test
    void oneBadChangeDoesNotStopTheOthers() throws SQLException {
        work().turn();
        register("1", "bad", "2");
        register("3");
        log.tick();
        copy.refused.add("bad");

        for (var attempt = 0; attempt < ConsumerWork.ATTEMPTS; attempt++) {
            work().turn();
            assertThat(copied()).isEmpty();
            assertThat(status().failures()).isEqualTo(attempt + 1);
        }
        assertThat(status().lastError()).contains("is refused");
        assertThat(status().isInTrouble()).isTrue();
        work().turn();

        assertThat(copied()).containsExactly("1", "2", "3");
        assertThat(deadLetters()).containsExactly("copy devices bad: java.lang.IllegalStateException: bad is refused");
        assertThat(status().isInTrouble()).isFalse();
    }

    /** A missing table is nobody's fault but ours: nothing is given up. */
    @Test
    void whatFailsForAllIsNotGivenUp() {
        work().turn();
        register("1", "2");
        log.tick();
        DATABASE.jdbi().useHandle(handle -> handle.execute("ALTER TABLE public.copied RENAME TO elsewhere"));
        for (var attempt = 0; attempt < ConsumerWork.ATTEMPTS + 3; attempt++) {
            work().turn();
        }
        assertThat(deadLetters()).isEmpty();

        DATABASE.jdbi().useHandle(handle -> handle.execute("ALTER TABLE public.elsewhere RENAME TO copied"));
        work().turn();
        assertThat(copied()).containsExactly("1", "2");
    }

    @Test
    void afterAFailureItWaits() {
        var worker = work();
        worker.turn();
        register("1");
        log.tick();
        copy.refused.add("1");
        worker.turn();
        copy.refused.clear();
        worker.turn();
        assertThat(copied()).as("it waits").isEmpty();
        work().turn();
        assertThat(copied()).containsExactly("1");
    }

    @Test
    void whileOneProcessWorksAnotherLeavesItAlone() throws SQLException {
        work().turn();
        register("1");
        log.tick();
        try (var other = log.direct().getConnection()) {
            other.setAutoCommit(false);
            assertThat(new ConsumerBooks("copy").lock(other)).isPresent();
            work().turn();
            assertThat(copied()).isEmpty();
            other.rollback();
        }
        work().turn();
        assertThat(copied()).containsExactly("1");
    }

    private ConsumerWork work() {
        return new ConsumerWork(
                DATABASE.dataSource(),
                copy,
                100,
                new ConsumerMetrics("copy", new SimpleMeterRegistry(), InstantSource.system()));
    }

    private static void register(String... imeis) {
        DATABASE.jdbi()
                .useHandle(handle -> handle.createUpdate("INSERT INTO tracksolid.devices (imei) SELECT unnest(:imeis)")
                        .bind("imeis", imeis)
                        .execute());
    }

    private static List<String> copied() {
        return list("SELECT imei FROM public.copied ORDER BY imei");
    }

    private static List<String> deadLetters() {
        return list(
                "SELECT format('%s %s %s: %s', consumer, kind, imei, reason) FROM infrastructure.change_dead_letters ORDER BY id");
    }

    private static ChangeLogStatus.Consumer status() throws SQLException {
        return DATABASE.jdbi().withHandle(ChangeLogStatus::read).consumers().getFirst();
    }

    private static List<String> list(String sql) {
        return DATABASE.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** Copies the register. */
    private static final class Copy implements ChangeConsumer {
        private final Set<String> refused = new HashSet<>();
        private int rebuilt;

        @Override
        public String name() {
            return "copy";
        }

        @Override
        public void apply(Connection connection, List<Change> changes) throws SQLException {
            var imeis = new ArrayList<String>();
            changes.stream()
                    .flatMap(change -> change.touched().stream())
                    .map(Touched::imei)
                    .forEach(imeis::add);
            write(connection, imeis);
            imeis.stream().filter(refused::contains).findFirst().ifPresent(imei -> {
                throw new IllegalStateException(imei + " is refused");
            });
        }

        private static void write(Connection connection, List<String> imeis) throws SQLException {
            try (var write = connection.prepareStatement(
                    "INSERT INTO public.copied SELECT unnest(?::text[]) ON CONFLICT DO NOTHING")) {
                write.setArray(1, connection.createArrayOf("text", imeis.toArray()));
                write.executeUpdate();
            }
        }

        @Override
        public void rebuild(Connection connection) throws SQLException {
            rebuilt++;
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "DELETE FROM public.copied; INSERT INTO public.copied SELECT imei FROM tracksolid.devices");
            }
        }
    }
}
