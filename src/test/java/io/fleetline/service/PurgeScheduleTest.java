package io.fleetline.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurgeScheduleTest {
    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void anOldDeadLetterAndAYoungOne() {
        System.setProperty("DATABASE_URL", database.url());
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.dead_letters (received_at, source, reason, payload) VALUES
                    (now() - interval '181 days', 'push', 'bad', 'old'), (now() - interval '179 days', 'push', 'bad', 'young')
                """));
    }

    @AfterEach
    void close() {
        System.clearProperty("DATABASE_URL");
        System.clearProperty("DEAD_LETTER_RETENTION_DAYS");
        database.close();
    }

    private String deadLetters() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT string_agg(payload, ' ' ORDER BY payload) FROM infrastructure.dead_letters")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void everyNightWhatIsOldGoes() {
        new PurgeSchedule(InstantSource.system(), new SimpleMeterRegistry()).run();
        assertThat(deadLetters()).isEqualTo("young");
    }

    @Test
    void unlessItIsToBeKept() {
        System.setProperty("DEAD_LETTER_RETENTION_DAYS", "0");
        new PurgeSchedule(InstantSource.system(), new SimpleMeterRegistry()).run();
        assertThat(deadLetters()).isEqualTo("old young");
    }

    @Test
    void aDatabaseThatIsAwayIsNoMoreThanALineInTheLog() {
        System.setProperty("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
        new PurgeSchedule(InstantSource.system(), new SimpleMeterRegistry()).run();
        assertThat(deadLetters()).isEqualTo("old young");
    }
}
