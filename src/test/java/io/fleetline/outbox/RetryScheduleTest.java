package io.fleetline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-10T06:00:00Z");

    @Test
    void theFirstAttemptIsFollowedByNine() {
        var pauses = IntStream.rangeClosed(1, 9)
                .mapToObj(attempts -> RetrySchedule.pause(attempts, Duration.ZERO, 0)
                        .orElseThrow()
                        .toString());
        assertThat(pauses).containsExactly("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H");
        assertThat(RetrySchedule.pause(10, Duration.ZERO, 0)).isEmpty();
    }

    @Test
    void chanceMakesAPauseUpToATenthLonger() {
        assertThat(RetrySchedule.pause(2, Duration.ZERO, 0.5)).contains(Duration.ofSeconds(315));
        assertThat(RetrySchedule.pause(2, Duration.ZERO, 0.999).orElseThrow()).isLessThan(Duration.ofSeconds(330));
    }

    @Test
    void theReceiverMayAskForALongerPauseAndNotForAShorterOne() {
        assertThat(RetrySchedule.pause(1, Duration.ofMinutes(1), 0)).contains(Duration.ofMinutes(1));
        assertThat(RetrySchedule.pause(1, Duration.ofMinutes(1), 0.5)).contains(Duration.ofSeconds(63));
        assertThat(RetrySchedule.pause(3, Duration.ofMinutes(1), 0)).contains(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            none,                              PT0S
            '',                                PT0S
            120,                               PT2M
            ' 7 ',                             PT7S
            0,                                 PT0S
            -5,                                PT0S
            86401,                             PT24H
            99999999999999999999999999,        PT24H
            'Tue, 10 Mar 2026 06:10:00 GMT',   PT10M
            'Tue, 10 Mar 2026 05:00:00 GMT',   PT0S
            'Tue, 10 Mar 2099 06:00:00 GMT',   PT24H
            soon,                              PT0S
            """)
    void retryAfterIsSecondsOrADate(String header, Duration asked) {
        assertThat(RetryAfter.of(header, NOW)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN",
        "201, TAKEN",
        "204, TAKEN",
        "299, TAKEN",
        "301, FAILED",
        "302, FAILED",
        "307, FAILED",
        "308, FAILED",
        "304, FAILED",
        "400, FAILED",
        "401, FAILED",
        "404, FAILED",
        "408, FAILED",
        "500, FAILED",
        "410, GONE",
        "429, OVERLOADED",
        "502, OVERLOADED",
        "503, OVERLOADED",
        "504, OVERLOADED"
    })
    void theStatusSaysWhatTheReceiverHasDone(int status, Reception reception) {
        assertThat(Reception.of(status)).isEqualTo(reception);
    }
}
