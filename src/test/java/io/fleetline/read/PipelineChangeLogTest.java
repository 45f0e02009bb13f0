package io.fleetline.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.database.AdvisoryLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineChangeLogTest {
    private static final PipelineBed BED = new PipelineBed();

    @AfterAll
    static void close() {
        BED.close();
    }

    @BeforeEach
    void clear() {
        BED.clear();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 seconds     | 12 | 0 | good
            4 seconds     |  8 | 0 | good
            2 minutes     |  8 | 0 | bad
            0 seconds     | 12 | 1 | bad
            """)
    void aConsumerIsJudgedByItsLagAndItsFailures(String behind, int tick, int failures, String state) {
        openChangeLog();
        BED.sql("""
            INSERT INTO infrastructure.ticks (epoch, tick, snapshot, at)
            SELECT 'e', n, '10:20:', now() - INTERVAL '%s' FROM generate_series(1, 12) n
            """.formatted(behind));
        BED.sql("""
            INSERT INTO infrastructure.change_consumers (name, epoch, tick, failures, last_error)
            VALUES ('trips', 'e', %d, %d, 'why')""".formatted(tick, failures));
        try (var handle = BED.jdbi.open()) {
            handle.execute("SELECT pg_advisory_lock(%s)".formatted(AdvisoryLock.TICKER.key()));
            handle.execute("SET application_name = 'fleetline listener'");
            var log = BED.status().path("change_log");
            assertThat(log.path("has_ticker").asBoolean()).isTrue();
            assertThat(log.path("listeners").asInt()).isEqualTo(1);
            assertThat(log.at("/consumers/0/state").asText()).isEqualTo(state);
            assertThat(log.at("/consumers/0/backlog_ticks").asInt()).isEqualTo(12 - tick);
            assertThat(log.path("state").asText()).isEqualTo(state);
            handle.execute("SET application_name = 'fleetline listener gone'");
            handle.execute("SELECT pg_advisory_unlock(%s)".formatted(AdvisoryLock.TICKER.key()));
        }
    }

    @ParameterizedTest
    @CsvSource({"e, 1, false", "before the restore, 0, true"})
    void whatIsPutAsideAndWhatIsComputedAnewIsToBeLookedAt(String epoch, int deadLetters, boolean anew) {
        openChangeLog();
        BED.sql("INSERT INTO infrastructure.change_consumers (name, epoch) VALUES ('trips', '%s')".formatted(epoch));
        BED.sql("""
            INSERT INTO infrastructure.change_dead_letters (consumer, kind, gone, reason)
            SELECT 'trips', 'trips', false, 'why' FROM generate_series(1, %d)""".formatted(deadLetters));
        var consumer = BED.status().at("/change_log/consumers/0");
        assertThat(consumer.path("state").asText()).isEqualTo("warn");
        assertThat(consumer.path("dead_letters").asInt()).isEqualTo(deadLetters);
        assertThat(consumer.path("is_of_this_epoch").asBoolean()).isEqualTo(!anew);
    }

    @Test
    void withoutATickerTheChangeLogStandsStill() {
        openChangeLog();
        var log = BED.status().path("change_log");
        assertThat(log.path("state").asText()).isEqualTo("bad");
        assertThat(log.path("has_ticker").asBoolean()).isFalse();
        assertThat(log.path("listeners").asInt()).isZero();
    }

    private static void openChangeLog() {
        BED.sql("UPDATE infrastructure.change_log SET epoch = 'e'");
    }
}
