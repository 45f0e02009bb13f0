package io.fleetline.ingest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.ingest.poll.Windows.Slices;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");
    private static final Windows WINDOWS = new Windows(
            Duration.ofDays(1),
            Duration.ofMinutes(35),
            new Slices(Duration.ofDays(7), Duration.ofSeconds(2)),
            Duration.ofDays(89));

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void theFirstQuestionLooksBackAndEndsBeforeNow() {
        assertThat(WINDOWS.due(null, NOW))
                .containsExactly(new TimeSpan(at("2026-03-10T12:00:00Z"), at("2026-03-11T11:59:59Z")));
    }

    @Test
    void theNextOneOverlapsWhatWasAsked() {
        assertThat(WINDOWS.due(at("2026-03-11T11:30:00Z"), NOW))
                .containsExactly(new TimeSpan(at("2026-03-11T10:55:00Z"), at("2026-03-11T11:59:59Z")));
    }

    @Test
    void anOutageOfTenDaysIsAskedInSlicesOfSevenOldestFirst() {
        assertThat(WINDOWS.due(at("2026-03-01T12:35:00Z"), NOW))
                .containsExactly(
                        new TimeSpan(at("2026-03-01T12:00:00Z"), at("2026-03-08T12:00:00Z")),
                        new TimeSpan(at("2026-03-08T11:59:58Z"), at("2026-03-11T11:59:59Z")));
    }

    @Test
    void nothingIsAskedForThatTheVendorNoLongerKeeps() {
        var slices = WINDOWS.due(at("2025-01-01T00:00:00Z"), NOW);
        assertThat(slices.getFirst().from()).isEqualTo(NOW.minus(Duration.ofDays(89)));
        assertThat(slices).hasSize(13);
    }

    @Test
    void aCursorOfAClockThatWasAheadCountsAsNow() {
        assertThat(WINDOWS.due(at("2027-03-11T13:00:00Z"), NOW))
                .containsExactly(new TimeSpan(at("2026-03-11T11:25:00Z"), at("2026-03-11T11:59:59Z")));
    }

    /** A trip of up to four days lies entirely within one of them, whatever edge it crosses. */
    @Test
    void slicesOfWhatLastsOverlapByTheLongest() {
        var slices = new Slices(Duration.ofDays(8), Duration.ofDays(4));
        assertThat(slices.of(at("2026-03-01T00:00:00.7Z"), at("2026-03-14T00:00:00Z")))
                .containsExactly(
                        new TimeSpan(at("2026-03-01T00:00:00Z"), at("2026-03-09T00:00:00Z")),
                        new TimeSpan(at("2026-03-05T00:00:00Z"), at("2026-03-13T00:00:00Z")),
                        new TimeSpan(at("2026-03-09T00:00:00Z"), at("2026-03-14T00:00:00Z")));
    }
}
