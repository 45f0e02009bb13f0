package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Positions, epochs and what a reader may rely on. */
class ChangeLogTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private LogOf log;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void open() throws SQLException {
        log = new LogOf(DATABASE);
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    @Test
    void aTransactionThatIsOpenForLongDelaysNobodyAndIsNotForgotten() throws Exception {
        var start = log.newest();
        try (var stranger = log.direct().getConnection()) {
            stranger.setAutoCommit(false);
            append(stranger, "early");
            append("one");
            log.tick();
            append("two");
            log.tick();
            assertThat(kinds(start)).containsExactly("one", "two");
            var before = log.newest();

            stranger.commit();
            log.tick();

            assertThat(kinds(before)).containsExactly("early");
            assertThat(kinds(start)).containsExactly("one", "two", "early");
        }
    }

    @Test
    void aTickIsStoredOnlyWhenThereAreChanges() throws Exception {
        append("one");
        log.tick();
        var newest = log.newest();
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "CREATE TABLE IF NOT EXISTS public.other (n int); INSERT INTO public.other VALUES (1)"));
        log.tick();
        assertThat(log.newest()).isEqualTo(newest);
    }

    @Test
    void aPositionIsWithinATickAndCanBeWrittenDown() throws Exception {
        var start = log.newest();
        try (var writer = log.direct().getConnection()) {
            writer.setAutoCommit(false);
            append(writer, "one");
            append(writer, "two");
            append(writer, "three");
            writer.commit();
        }
        log.tick();

        var second = LogPosition.parse(log.after(start).get(1).position().toString());

        assertThat(second.tick()).isEqualTo(start.tick() + 1);
        assertThat(second.ordinal()).isEqualTo(2);
        assertThat(kinds(second)).containsExactly("three");
        assertThat(log.newest().ordinal()).isEqualTo(3);
        assertThat(log.newest()).isGreaterThan(second);
    }

    @Test
    void aPositionOfAnotherFormIsRefused() {
        for (var text : List.of(
                "",
                "1",
                "0af3b21c.1",
                "0af3b21c.x.1",
                "0af3b21c.1.1.1",
                "0AF3B21C.1.1",
                "0af3b21c.-1.1",
                "0af3b21c.9999999999999999999.1")) {
            assertThatThrownBy(() -> LogPosition.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("epoch.tick.ordinal");
        }
    }

    @Test
    void aPositionThatTheLogNoLongerReachesIsLost() throws Exception {
        var start = log.newest();
        append("one");
        log.tick();
        append("two");
        log.tick();
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute("DELETE FROM infrastructure.ticks WHERE tick = ?", start.tick()));

        assertThatThrownBy(() -> log.after(start)).isInstanceOf(PositionLostException.class);
        assertThatThrownBy(() -> log.after(new LogPosition("00000000", start.tick() + 1, 1)))
                .isInstanceOf(PositionLostException.class);
        assertThatThrownBy(() -> log.after(new LogPosition(start.epoch(), start.tick() + 1_000, 0)))
                .isInstanceOf(PositionLostException.class);
        assertThat(kinds(log.newest())).isEmpty();
    }

    @Test
    void switchedOffItTakesNothingAndSwitchedOnItBeginsANewEpoch() throws Exception {
        var start = log.newest();
        LogSwitch.close(log.direct());
        DATABASE.jdbi()
                .useHandle(
                        handle -> handle.execute("INSERT INTO tracksolid.devices (imei) VALUES ('860000000000001')"));
        assertThat(count("infrastructure.changes WHERE kind = 'devices'")).isZero();
        assertThat(log.newestIfAny()).isEmpty();

        LogSwitch.open(log.direct());
        log.close();
        log = new LogOf(DATABASE);

        assertThat(log.newest().epoch()).isNotEqualTo(start.epoch());
        assertThatThrownBy(() -> log.after(start)).isInstanceOf(PositionLostException.class);
    }

    @Test
    void aRestoredDatabaseBeginsANewEpoch() throws Exception {
        var start = log.newest();
        append("one");
        DATABASE.jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE infrastructure.change_log SET server = '7000000000000000000/1/5'"));

        LogSwitch.open(log.direct());
        log.close();
        log = new LogOf(DATABASE);

        assertThat(log.newest().epoch()).isNotEqualTo(start.epoch());
        assertThat(count("infrastructure.changes")).isZero();
        LogSwitch.open(log.direct());
        assertThat(log.newest().epoch())
                .as("opened twice")
                .isEqualTo(LogPosition.parse(log.newest().toString()).epoch());
    }

    /** What it has written may be missing in the log, so no state can be read together with a position yet. */
    @Test
    void theFirstTickWaitsForTransactionsThatBeganBeforeTheEpoch() throws Exception {
        LogSwitch.close(log.direct());
        try (var early = log.direct().getConnection()) {
            early.setAutoCommit(false);
            early.createStatement().execute("INSERT INTO tracksolid.devices (imei) VALUES ('860000000000002')");
            LogSwitch.open(log.direct());
            log.close();
            log = new LogOf(DATABASE);
            assertThat(log.newestIfAny()).isEmpty();
            early.commit();
        }
        log.tick();
        // The check of the epoch is made once a second.
        log.close();
        log = new LogOf(DATABASE);
        assertThat(log.newest().tick()).isOne();
    }

    private void append(String kind) throws SQLException {
        try (var connection = log.direct().getConnection()) {
            append(connection, kind);
        }
    }

    private static void append(Connection connection, String kind) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO infrastructure.changes (kind) VALUES (?)")) {
            insert.setString(1, kind);
            insert.executeUpdate();
        }
    }

    private List<String> kinds(LogPosition after) throws Exception {
        return log.after(after).stream().map(Change::kind).toList();
    }

    private static long count(String from) {
        return DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + from)
                        .mapTo(long.class)
                        .one());
    }
}
