package io.fleetline.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.clock.Workers;
import io.fleetline.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NightlyPurgeTest {
    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void anOldDeadLetterAndAYoungOne() {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.dead_letters (received_at, source, reason, payload) VALUES
                    (now() - interval '181 days', 'push', 'bad', 'old'), (now() - interval '179 days', 'push', 'bad', 'young')
                """));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String deadLetters() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT string_agg(payload, ' ' ORDER BY payload) FROM infrastructure.dead_letters")
                        .mapTo(String.class)
                        .one());
    }

    private static void purge(Map<String, String> environment) {
        var registry = new SimpleMeterRegistry();
        new NightlyPurge(new Settings(environment::get), new Workers(registry, null), InstantSource.system(), registry)
                .run();
    }

    @Test
    void everyNightWhatIsOldGoes() {
        purge(Map.of("DATABASE_URL", database.url()));
        assertThat(deadLetters()).isEqualTo("young");
    }

    @Test
    void unlessItIsToBeKept() {
        purge(Map.of("DATABASE_URL", database.url(), "DEAD_LETTER_RETENTION_DAYS", "0"));
        assertThat(deadLetters()).isEqualTo("old young");
    }

    @Test
    void aDatabaseThatIsAwayIsNoMoreThanALineInTheLog() {
        purge(Map.of("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"));
        assertThat(deadLetters()).isEqualTo("old young");
    }
}
