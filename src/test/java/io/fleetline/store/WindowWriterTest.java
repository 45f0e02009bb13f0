package io.fleetline.store;

import static io.fleetline.store.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trips and stops begin this many seconds after noon. */
class WindowWriterTest {
    private static final TimeSpan HOUR = new TimeSpan(NOON, NOON.plusSeconds(3600));

    private static TestDatabase database;
    private static Store store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = new Store(
                database.dataSource(), StoreSettings.DEFAULT, InstantSource.fixed(NOON.plus(Duration.ofDays(3))));
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("""
                TRUNCATE tracksolid.trips, tracksolid.parking_events, infrastructure.poll_changes, infrastructure.dead_letters,
                         infrastructure.touched_days
                """));
    }

    private static Trip trip(String imei, int begin, int end, double km) {
        return new Trip(
                imei,
                NOON.plusSeconds(begin),
                NOON.plusSeconds(end),
                null,
                null,
                null,
                null,
                km,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL);
    }

    private static PolledWindow asked(String... imeis) {
        return new PolledWindow("trips", "fleet", Set.of(imeis), HOUR);
    }

    private static String trips() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT string_agg(concat_ws(' ', imei, extract(epoch FROM start_time)::bigint - 1772366400, distance_km), ', '
                                          ORDER BY imei, start_time)
                        FROM tracksolid.trips
                        """).mapTo(String.class).one());
    }

    @Test
    void whatLiesWithinAndIsNotInTheAnswerIsRemoved() {
        store.writer(TripTable.KIND)
                .write(Batch.of(List.of(trip("1", 600, 900, 1), trip("1", 1200, 1500, 2), trip("2", 600, 900, 3))));
        assertThat(store.tripWindows().write(asked("1"), Batch.of(List.of(trip("1", 600, 900, 1.5)))))
                .isEqualTo(new Stored(1, 0, 0));
        assertThat(trips()).isEqualTo("1 600 1.5, 2 600 3");
    }

    @Test
    void whatReachesToAnEdgeOrBeyondProvesNothing() {
        store.writer(TripTable.KIND)
                .write(Batch.of(List.of(
                        trip("1", -60, 60, 1),
                        trip("1", 0, 120, 2),
                        trip("1", 600, 3600, 3),
                        trip("1", 700, 4000, 4))));
        store.tripWindows().write(asked("1"), Batch.of(List.of()));
        assertThat(trips()).isEqualTo("1 -60 1, 1 0 2, 1 600 3, 1 700 4");
    }

    @Test
    void aRowThatTheDatabaseRefusesIsADeadLetterAndItsDeviceKeepsAll() {
        store.writer(TripTable.KIND).write(Batch.of(List.of(trip("1", 600, 900, 1), trip("2", 600, 900, 2))));
        var answer = List.of(trip("1", 1200, 1500, -1), trip("2", 1200, 1500, 7));
        assertThat(store.tripWindows().write(asked("1", "2"), Batch.of(answer))).isEqualTo(new Stored(1, 0, 1));
        assertThat(trips()).isEqualTo("1 600 1, 2 1200 7");
    }

    @Test
    void anAnswerThatWouldRemoveAllOfADeviceIsToldBeforehand() {
        store.writer(TripTable.KIND).write(Batch.of(List.of(trip("1", 600, 900, 1), trip("2", 600, 900, 2))));
        var answer = List.of(trip("2", 1200, 1500, 7));
        assertThat(store.tripWindows().silenced(asked("1", "2", "3"), answer)).containsExactly("1");
    }

    @Test
    void aStopMayBeShorterAndAnotherKindStays() {
        var standing =
                new Stop("1", Stop.Kind.PARKING, NOON.plusSeconds(60), NOON.plusSeconds(600), 540L, null, null, "A");
        var idling =
                new Stop("1", Stop.Kind.IDLING, NOON.plusSeconds(60), NOON.plusSeconds(600), 540L, null, null, "A");
        store.writer(StopTable.KIND).write(Batch.of(List.of(standing, idling)));
        var shorter =
                new Stop("1", Stop.Kind.PARKING, NOON.plusSeconds(60), NOON.plusSeconds(300), 240L, null, null, null);
        store.stopWindows()
                .write(
                        new PolledWindow("stops", "fleet", Set.of("1"), HOUR, Stop.Kind.PARKING),
                        Batch.of(List.of(shorter)));
        String stops = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT string_agg(concat_ws(' ', kind, duration_s, address), ', ' ORDER BY kind) FROM tracksolid.parking_events
                        """).mapTo(String.class).one());
        assertThat(stops).isEqualTo("idling 540 A, parking 240");
    }

    @Test
    void theSameAnswerChangesNothing() {
        var answer = List.of(trip("1", 600, 900, 1), trip("1", 1200, 1500, 2));
        store.tripWindows().write(asked("1"), Batch.of(answer));
        database.jdbi().useHandle(handle -> handle.execute("TRUNCATE infrastructure.touched_days"));
        assertThat(store.tripWindows().write(asked("1"), Batch.of(answer))).isEqualTo(new Stored(0, 2, 0));
        long noted = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT (SELECT count(*) FROM infrastructure.poll_changes) + (SELECT count(*) FROM infrastructure.touched_days)
                        """).mapTo(Long.class).one());
        assertThat(noted).isZero();
    }
}
