package io.fleetline.store;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fleetline.TestDatabase;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Transactions;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.FactTable;
import io.fleetline.store.table.FixTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that the database refuses for its values is a dead letter; one refused for another reason stays with its sender. */
class RefusalTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:34:56.789Z"));

    private TestDatabase database;
    private Store store;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void halfASurrogateInTheTypeOfAnAlarmStopsNothing() {
        var odd = alarm("1", "4\uD83D", "{\"alarm\":\"4\\ud83d\"}");
        assertThat(store.writer(AlarmTable.KIND).write(Batch.of(List.of(alarm("1", "3", null), odd))))
                .isEqualTo(new Stored(2, 0, 0));
        assertThat(store.writer(AlarmTable.KIND).write(Batch.of(List.of(odd, alarm("1", "4", null)))))
                .isEqualTo(new Stored(1, 1, 0));
        assertThat(text(
                        "SELECT string_agg(alarm_type || coalesce(raw ->> 'alarm', ''), ' ' ORDER BY alarm_type COLLATE \"C\")"
                                + " FROM tracksolid.alarms"))
                .isEqualTo("3 4 4\uFFFD4\uFFFD");
    }

    @Test
    void aValueThatIsTooLongForTheIndexIsADeadLetter() {
        var random = new Random(3);
        var type = IntStream.range(0, 20_000)
                .mapToObj(_ -> String.valueOf((char) random.nextInt(32, 50_000)))
                .collect(Collectors.joining());
        assertThat(store.writer(AlarmTable.KIND)
                        .write(Batch.of(List.of(alarm("1", type, null), alarm("1", "3", null)))))
                .isEqualTo(new Stored(1, 0, 1));
    }

    /** The trigger changes a key, so the store gets back one that it has not sent: a fault without an SQL state. */
    @Test
    void anUnexpectedFaultOfOneRowIsFoundAmongThirtyOthers() {
        execute("""
                CREATE FUNCTION pg_temp_change() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF NEW.alarm_type = 'odd' THEN NEW.alarm_type := 'changed'; END IF; RETURN NEW; END $$
                """);
        execute(
                "CREATE TRIGGER change BEFORE INSERT ON tracksolid.alarms FOR EACH ROW EXECUTE FUNCTION pg_temp_change()");
        var group = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> pending(Batch.of(List.of(alarm("imei-" + i, "3", null)))))
                .toList());
        group.add(17, pending(Batch.of(List.of(alarm("1", "3", null), alarm("1", "odd", null)))));
        committer(new AlarmTable()).commit(group);
        for (var place = 0; place < group.size(); place++) {
            assertThat(group.get(place).await()).isEqualTo(place == 17 ? new Stored(1, 0, 1) : new Stored(1, 0, 0));
        }
        assertThat(text("SELECT string_agg(imei || ' ' || reason, ' ') FROM infrastructure.dead_letters"))
                .isEqualTo("1 not written: IllegalStateException");
    }

    @Test
    void anUnknownTimeZoneIsNoFaultOfTheRows() {
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 60))));
        var zone = text("SELECT pg_get_functiondef('reporting.fn_fleet_time_zone()'::regprocedure)");
        execute("""
                CREATE OR REPLACE FUNCTION reporting.fn_fleet_time_zone() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'Nowhere/Zone' $$
                """);
        var alarms = Batch.of(List.of(alarm("1", "3", null)));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store.writer(AlarmTable.KIND).write(alarms))
                .withMessageContaining("Nowhere/Zone");
        // A fix marks an hour, which is the same in every zone.
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 30), fix("1", 61)))))
                .isEqualTo(new Stored(2, 0, 0));
        assertThat(count("infrastructure.dead_letters")).isZero();
        execute(zone);
        assertThat(store.writer(AlarmTable.KIND).write(alarms)).isEqualTo(new Stored(1, 0, 0));
    }

    @Test
    void aConstraintThatRefusesWhatItTookBeforeIsNoFaultOfTheRows() {
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1))));
        execute("ALTER TABLE tracksolid.position_history ADD CONSTRAINT nothing CHECK (imei = '') NOT VALID");
        assertUnavailable(Batch.of(List.of(fix("1", 2), fix("2", 2))), "refuses a row that it accepted before");
        assertUnavailable(Batch.of(List.of(fix("1", 2))), "violates");
        assertThat(count("infrastructure.dead_letters")).isZero();
        execute("ALTER TABLE tracksolid.position_history DROP CONSTRAINT nothing");
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 2)))))
                .isEqualTo(new Stored(1, 0, 0));
    }

    @Test
    void oneDeviceThatSendsOnlyBadRowsHasDeadLettersStill() {
        store.writer(FixTable.KIND).write(Batch.of(List.of(fix("1", 1))));
        assertThat(store.writer(FixTable.KIND).write(Batch.of(List.of(fix("2", 1, 91, null), fix("2", 2, 91, null)))))
                .isEqualTo(new Stored(0, 0, 2));
    }

    @Test
    void whatIsForbiddenOrMissingForOneStopsOnlyThatOne() {
        execute("""
                CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF NEW.imei = '7' THEN RAISE EXCEPTION 'permission denied' USING ERRCODE = '42501'; END IF; RETURN NEW; END $$
                """);
        execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON tracksolid.position_history FOR EACH ROW EXECUTE FUNCTION refuse_late()");
        var group = IntStream.range(0, 16)
                .mapToObj(i -> RefusalTest.<Fix>pending(Batch.of(List.of(fix("" + i, 1)))))
                .toList();
        committer(new FixTable()).commit(group);
        for (var i = 0; i < 16; i++) {
            var answer = group.get(i);
            if (i == 7) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(answer::await)
                        .withMessageContaining("permission denied");
            } else {
                assertThat(answer.await()).isEqualTo(new Stored(1, 0, 0));
            }
        }
        assertThat(count("infrastructure.dead_letters")).isZero();
    }

    /** Too much for one transaction: more than ten rows, as the trigger counts them. */
    @Test
    void whatIsTooMuchForOneTransactionGoesInParts() {
        execute("""
                CREATE FUNCTION limit_rows() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE n integer := coalesce(nullif(current_setting('test.rows', true), ''), '0')::integer + 1;
                BEGIN
                    PERFORM set_config('test.rows', n::text, true);
                    IF n > 10 THEN RAISE EXCEPTION 'tuple decompression limit exceeded by operation' USING ERRCODE = '53400'; END IF;
                    RETURN NEW;
                END $$
                """);
        execute(
                "CREATE TRIGGER limit_rows BEFORE INSERT ON tracksolid.position_history FOR EACH ROW EXECUTE FUNCTION limit_rows()");
        var move = new CursorMove("job", "fleet", "", NOON, NOON);
        var group = List.of(
                RefusalTest.<Fix>pending(new Batch<>(Facts.fixes("1", 95), List.of(), List.of(move))),
                RefusalTest.<Fix>pending(Batch.of(Facts.fixes("2", 3))));
        committer(new FixTable()).commit(group);
        assertThat(group.getFirst().await()).isEqualTo(new Stored(95, 0, 0));
        assertThat(group.getLast().await()).isEqualTo(new Stored(3, 0, 0));
        assertThat(count("infrastructure.cursors")).isEqualTo(1);
    }

    private void assertUnavailable(Batch<Fix> batch, String why) {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store.writer(FixTable.KIND).write(batch))
                .withMessageContaining(why);
    }

    private static <T> Pending<Submission<T>, Stored> pending(Batch<T> batch) {
        FactTable<?> table = batch.facts().getFirst() instanceof Fix ? new FixTable() : new AlarmTable();
        @SuppressWarnings("unchecked")
        var submission = Submission.of(batch, (FactTable<T>) table);
        return new Pending<>(submission, batch.facts().size());
    }

    private <T> FactCommitter<T> committer(FactTable<T> table) {
        return new FactCommitter<>(new GroupTransaction<>(
                new Transactions(database.dataSource()),
                table,
                new KnownDevices(),
                CLOCK,
                new CommitMetrics(new SimpleMeterRegistry(), table.name())));
    }

    private static Alarm alarm(String imei, String type, String raw) {
        return new Alarm(imei, type, null, NOON, null, null, null, null, FactSource.POLL, null, raw);
    }

    private void execute(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long count(String from) {
        return Long.parseLong(text("SELECT count(*) FROM " + from));
    }

    private String text(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
