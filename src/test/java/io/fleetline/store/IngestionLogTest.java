package io.fleetline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestionLogTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123Z");

    private TestDatabase database;
    private IngestionLog log;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        log = new IngestionLog(database.dataSource());
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void everyFieldIsKept() {
        log.record(new CallRecord(
                START,
                "jimi.device.alarm.list",
                "fleet",
                Channel.POLL,
                9,
                7,
                1,
                Duration.ofMillis(1234),
                Outcome.LIMITED,
                "1006"));
        log.record(new CallRecord(START, "/pushgps", "", Channel.PUSH, 1, 1, 0, Duration.ZERO, Outcome.OK, null));
        log.flush();
        assertThat(row("""
                SELECT string_agg(concat_ws(' ', extract(epoch FROM started_at), endpoint, coalesce(account, '-'), source,
                                  rows_received, rows_inserted, rows_rejected, duration_ms, outcome, coalesce(error, '-')),
                                  ', ' ORDER BY endpoint DESC)
                FROM tracksolid.ingestion_log
                """))
                .isEqualTo("1772366400.123000 jimi.device.alarm.list fleet poll 9 7 1 1234 limited 1006,"
                        + " 1772366400.123000 /pushgps - push 1 1 0 0 ok -");
    }

    @Test
    void manyThreadsRecordAndNothingIsLost() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 5_000; i++) {
                var number = i;
                threads.submit(() -> log.record(call(number)));
            }
        }
        log.flush();
        assertThat(row("SELECT count(DISTINCT rows_received) || ' of ' || count(*) FROM tracksolid.ingestion_log"))
                .isEqualTo("5000 of 5000");
    }

    @Test
    void aRecordThatTheTableRefusesIsLeftOutAndTheOthersAreWritten() {
        log.record(call(1));
        log.record(call(-1));
        log.record(call(2));
        log.flush();
        assertThat(
                        row(
                                "SELECT string_agg(rows_received::text, ',' ORDER BY rows_received) FROM tracksolid.ingestion_log"))
                .isEqualTo("1,2");
    }

    @Test
    void whileTheDatabaseIsAwayTheNewestTenThousandAreKept() {
        log.flush();
        database.setReachable(false);
        for (var i = 0; i < 10_005; i++) {
            log.record(call(i));
        }
        log.flush();
        database.setReachable(true);
        // Some of the pool's connections may still be the closed ones.
        await().until(() -> {
            log.flush();
            return database.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT count(*) > 0 FROM tracksolid.ingestion_log")
                            .mapTo(boolean.class)
                            .one());
        });
        assertThat(row("SELECT count(*) || ' from ' || min(rows_received) FROM tracksolid.ingestion_log"))
                .isEqualTo("10000 from 5");
    }

    @Test
    void recordingAfterTheEndIsHarmless() {
        log.close();
        assertThatCode(() -> log.record(call(1))).doesNotThrowAnyException();
    }

    private static CallRecord call(int rows) {
        return new CallRecord(START, "/pushgps", "", Channel.PUSH, rows, 0, 0, Duration.ZERO, Outcome.OK, null);
    }

    private String row(String query) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
