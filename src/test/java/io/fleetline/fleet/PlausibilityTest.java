package io.fleetline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlausibilityTest {
    private final Plausibility plausibility =
            new Plausibility(InstantSource.fixed(Instant.parse("2026-01-15T08:30:00Z")), Plausibility.DEFAULT_MAX_AGE);

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "2026-01-15T08:30:00Z, null",
                "2026-01-15T08:40:00Z, null",
                "2026-01-15T08:40:00.001Z, time in the future",
                "2026-01-16T08:30:00Z, time in the future",
                // 550 days before 15 January 2026 is 14 July 2024.
                "2024-07-14T08:30:00Z, null",
                "2024-07-14T08:29:59Z, time too old",
                "1970-01-01T00:00:00Z, time too old"
            })
    void time(Instant time, String reason) {
        assertThat(plausibility.reasonAgainst(time)).isEqualTo(reason);
    }

    @Test
    void maxAgeIsASetting() {
        var strict = new Plausibility(plausibility.clock(), Duration.ofDays(1));

        assertThat(strict.reasonAgainst(Instant.parse("2026-01-14T08:29:59Z"))).isEqualTo("time too old");
        assertThatThrownBy(() -> new Plausibility(plausibility.clock(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "48.1, 11.5, null",
                "0, 36.8, null",
                "-90, 180, null",
                "0, 0, no position",
                "-0.0, 0.0, no position",
                "90.001, 0, coordinates out of range",
                "48.1, -180.5, coordinates out of range",
                "NaN, 11.5, coordinates out of range",
                "48.1, Infinity, coordinates out of range"
            })
    void position(double lat, double lng, String reason) {
        assertThat(Plausibility.reasonAgainst(lat, lng)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"860000000000017", "x", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"})
    void usableImei(String imei) {
        assertThat(Plausibility.reasonAgainstImei(imei)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "86-17", "8600000000000170000000000000000000", "٣٤٥", "86\n"})
    void unusableImei(String imei) {
        assertThat(Plausibility.reasonAgainstImei(imei)).isEqualTo("unusable IMEI");
    }
}
