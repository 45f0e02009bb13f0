package io.fleetline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-15 08:29:38, 2026-01-15T08:29:38Z",
        "2024-05-09 1:27:23, 2024-05-09T01:27:23Z",
        "2024-5-9 1:7:3, 2024-05-09T01:07:03Z",
        "2026-01-14T06:41:55.000Z, 2026-01-14T06:41:55Z",
        "2026-01-14T06:41:55.25Z, 2026-01-14T06:41:55.250Z",
        "2026-01-14T06:41:55, 2026-01-14T06:41:55Z",
        "2026-01-14T09:41:55+03:00, 2026-01-14T06:41:55Z",
        // 1768465778 is 2026-01-15 08:29:38 UTC (date -d @1768465778).
        "1768465778, 2026-01-15T08:29:38Z",
        "1768465778123, 2026-01-15T08:29:38.123Z",
        "0, 1970-01-01T00:00:00Z"
    })
    void reads(String text, Instant expected) {
        assertThat(WireTime.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-13-01 00:00:00",
                "2026-02-30 00:00:00",
                "0000-00-00 00:00:00",
                "2026-01-15",
                "2026-01-15 25:00:00",
                "2026-01-15 08:29:38 ",
                "-5",
                "123456789012345",
                "2026-01-15T08:29:38+99:00"
            })
    void refuses(String text) {
        assertThat(WireTime.parse(text)).isEmpty();
    }

    @Test
    void writesWholeSecondsInUtc() {
        assertThat(WireTime.format(Instant.parse("2026-01-15T05:00:00.999Z"))).isEqualTo("2026-01-15 05:00:00");
    }
}
