package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.read.analytics.RolledUp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollupTurnsTest {
    private final TestDatabase database = TestDatabase.create();
    private final AtomicLong nanos = new AtomicLong(-5);
    private long runTakesNanos;
    private final RollupTurns turns = new RollupTurns(
            new Rollup(database.dataSource()), Duration.ofSeconds(10), () -> nanos.getAndAdd(runTakesNanos));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstTurnRollsUpAndThenOneAfterEachInterval() {
        turns.turn();
        assertThat(logged()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        turns.turn();
        assertThat(logged()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        turns.turn();
        assertThat(logged()).isEqualTo(2);
    }

    @Test
    void whatHasChangedDoesNotWaitForTheInterval() {
        turns.turn();
        trip();
        turns.turn();
        assertThat(days()).isZero();
        turns.touch();
        turns.turn();
        assertThat(days()).isEqualTo(1);
        assertThat(logged()).as("runs in between are not logged").isEqualTo(1);
        new RolledUp(database.jdbi()).assertUpToDate();
    }

    @Test
    void afterALongRunItRests() {
        turns.turn();
        turns.touch();
        runTakesNanos = Duration.ofMillis(100).toNanos();
        turns.turn();
        runTakesNanos = 0;
        trip();
        turns.touch();
        turns.turn();
        assertThat(days()).isZero();
        nanos.addAndGet(Duration.ofMillis(3_000).toNanos());
        turns.turn();
        assertThat(days()).isEqualTo(1);
    }

    @Test
    void aFailureInBetweenIsLogged() {
        turns.turn();
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("ALTER FUNCTION infrastructure.fn_add_fixes(text, integer) RENAME TO fn_gone"));
        turns.touch();
        turns.turn();
        assertThat(new RolledUp(database.jdbi()).logged())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("failed");
    }

    private void trip() {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.devices (imei) VALUES ('1');
                SET fleetline.marks_touched = '';
                INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, driving_time_s)
                VALUES ('1', '2026-02-02 09:00Z', '2026-02-02 10:00Z', 5, 600);
                SET fleetline.marks_touched = 'on'
                """));
    }

    private int days() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM reporting.vehicle_days")
                        .mapTo(int.class)
                        .one());
    }

    private int logged() {
        return new RolledUp(database.jdbi()).logged().size();
    }
}
