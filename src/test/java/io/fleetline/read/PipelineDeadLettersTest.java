package io.fleetline.read;

import static io.fleetline.read.PipelineBed.state;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineDeadLettersTest {
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
            time too old  | 2 minutes | 100 | good
            time too old  | 2 minutes | 101 | warn
            time too old  | 2 hours   | 101 | good
            mapper failed | 2 hours   | 1   | bad
            mapper failed | 2 days    | 1   | good
            """)
    void deadLettersAreJudgedByReasonAndNumber(String reason, String ago, int letters, String state) {
        BED.letters(reason, ago, letters, "{}");
        var status = BED.status();
        assertThat(state(status, "dead_letters")).isEqualTo(state);
        var group = status.at("/dead_letters/reasons/0");
        assertThat(group.path("reason").asText()).isEqualTo(reason);
        assertThat(group.path("count").asInt()).isEqualTo(letters);
        assertThat(group.path("count_1h").asInt()).isEqualTo(ago.equals("2 minutes") ? letters : 0);
        assertThat(group.path("count_24h").asInt()).isEqualTo(ago.equals("2 days") ? 0 : letters);
    }

    @Test
    void theSampleIsTheNewestAndShowsNoSecret() {
        BED.letters("no time", "2 hours", 3, "old");
        BED.letters(
                "no time",
                "1 hour",
                1,
                "{\"token\": \"pssst\",\n\"imei\":\"86\",\"userPwdMd5\":\"fe01ce2a7fbac8fafaed7c982a04e229\"}&secret=pssst&app_key=pssst"
                        + "x".repeat(500));
        var sample = BED.status().at("/dead_letters/reasons/0/sample");
        assertThat(sample.path("excerpt").asText())
                .doesNotContain("pssst", "fe01ce2a", "\n", "old")
                .contains("\"imei\":\"86\"")
                .hasSizeLessThanOrEqualTo(160);
        assertThat(sample.path("id").asLong()).isEqualTo(newestId());
        assertThat(sample.path("imei").asText()).isEqualTo("86");
    }

    @Test
    void ofManyDeadLettersOnlyTheNewestAreCounted() {
        BED.letters("no time", "1 day", 5000, "{}");
        BED.letters("no imei", "1 hour", 7, "{}");
        var letters = BED.status().path("dead_letters");
        assertThat(letters.path("counted").asInt()).isEqualTo(5000);
        assertThat(letters.path("are_more").asBoolean()).isTrue();
        assertThat(letters.path("reasons").findValuesAsText("count")).containsExactly("7", "4993");
    }

    private static long newestId() {
        return BED.jdbi.withHandle(handle -> handle.createQuery("SELECT max(id) FROM infrastructure.dead_letters")
                .mapTo(Long.class)
                .one());
    }
}
