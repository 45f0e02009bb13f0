package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a backup is due, and which ones are kept: the shell functions themselves, with given times. */
class BackupScheduleIT {

    @ParameterizedTest
    @CsvSource({
        // Nairobi has UTC+3 all year: 02:30 there is 23:30 the day before.
        "2026-11-21T10:00:00Z, 02:30, Africa/Nairobi, 2026-11-20T23:30:00Z",
        "2026-11-20T23:30:00Z, 02:30, Africa/Nairobi, 2026-11-20T23:30:00Z",
        "2026-11-20T23:29:59Z, 02:30, Africa/Nairobi, 2026-11-19T23:30:00Z",
        // Berlin, 29 March 2026: from 02:00 straight to 03:00. There is no 02:30, so it is 03:30 summer time.
        "2026-03-29T12:00:00Z, 02:30, Europe/Berlin, 2026-03-29T01:30:00Z",
        "2026-03-29T01:29:00Z, 02:30, Europe/Berlin, 2026-03-28T01:30:00Z",
        "2026-03-30T12:00:00Z, 02:30, Europe/Berlin, 2026-03-30T00:30:00Z",
        // Berlin, 25 October 2026: 02:30 occurs twice, the day before is 25 hours long.
        "2026-10-25T12:00:00Z, 04:00, Europe/Berlin, 2026-10-25T03:00:00Z",
        "2026-10-26T01:00:00Z, 02:30, Europe/Berlin, 2026-10-25T01:30:00Z",
        "2026-10-25T22:30:00Z, 23:45, Europe/Berlin, 2026-10-24T21:45:00Z"
    })
    void theLastTimeItWasDue(String now, String at, String zone, String due) {
        var said = bash(". backup/lib/clock.sh; last_due %d %s %s"
                .formatted(Instant.parse(now).getEpochSecond(), at, zone));
        assertThat(Instant.ofEpochSecond(Long.parseLong(said))).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing was ever done,             100000,      0,      0, yes",
        "done since it was due,             100000,  95000,  95000, no",
        "missed,                            100000,  80000,  80000, yes",
        "failed a moment ago,               100000,  80000,  99000, no",
        "failed half an hour ago,           100000,  80000,  98200, yes",
        "done by a clock that was ahead,    100000, 200000, 200000, yes",
        "tried by a clock that was ahead,   100000,      0, 200000, yes"
    })
    void whenItIsDue(String what, long now, long success, long lastTry, String due) {
        var said = bash(". backup/lib/clock.sh; if is_due %d 90000 %d %d 1800; then echo yes; else echo no; fi"
                .formatted(now, success, lastTry));
        assertThat(said).as(what).isEqualTo(due);
    }

    @Test
    void theNewestOfEachDayWeekAndMonthStay() {
        // One a day from 1 October to 21 November 2026 (a Saturday), two on the 20th.
        var days = IntStream.rangeClosed(1, 31)
                .mapToObj("2026/10/%02d/a"::formatted)
                .collect(Collectors.toList());
        IntStream.rangeClosed(1, 21).mapToObj("2026/11/%02d/a"::formatted).forEach(days::add);
        days.add("2026/11/20/b");
        assertThat(kept(days, 3, 0, 0)).containsExactly("2026/11/21/a", "2026/11/20/b", "2026/11/19/a");
        // Weeks end on Sundays.
        assertThat(kept(days, 1, 4, 0)).containsExactly("2026/11/21/a", "2026/11/15/a", "2026/11/08/a", "2026/11/01/a");
        assertThat(kept(days, 2, 2, 12))
                .containsExactly("2026/11/21/a", "2026/11/20/b", "2026/11/15/a", "2026/10/31/a");
    }

    @Test
    void aPauseDeletesNothing() {
        var old = List.of("2025/01/05/a", "2025/01/06/a", "2026/11/21/a");
        assertThat(kept(old, 14, 8, 12)).containsExactly("2026/11/21/a", "2025/01/06/a", "2025/01/05/a");
    }

    private static List<String> kept(List<String> keys, int days, int weeks, int months) {
        var given = String.join("\\n", keys);
        return bash(". backup/lib/retention.sh; printf '%s\\n' | keys_to_keep %d %d %d"
                        .formatted(given, days, weeks, months))
                .lines()
                .toList();
    }

    private static String bash(String script) {
        try {
            var process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            try (var words = process.inputReader()) {
                var output = words.readAllAsString().strip();
                assertThat(process.waitFor(Duration.ofSeconds(90))).isTrue();
                assertThat(process.exitValue()).as(output).isZero();
                return output;
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
