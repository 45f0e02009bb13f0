package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.change.Change.Touched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TouchedTest {
    private static final Instant NOON = Instant.parse("2026-05-30T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void spansOfOneVehicleWithNoMoreThanAnHourBetweenAreOne() {
        var spans = List.of(
                span("van", 200, 210),
                span("car", 0, 5),
                span("van", 0, 90),
                span("van", 30, 40),
                span("van", 150, 150));
        assertThat(Touched.merged(spans, HOUR)).containsExactly(span("car", 0, 5), span("van", 0, 210));
        assertThat(Touched.merged(List.of(span("van", 0, 1), span("van", 62, 63)), HOUR))
                .containsExactly(span("van", 0, 1), span("van", 62, 63));
        assertThat(Touched.merged(List.of(), HOUR)).isEmpty();
    }

    /** The model looks at minutes: each that a span touches, and each within a gap that is short enough. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomSpansCoverTheSameMinutes(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++) {
            var spans = new ArrayList<Touched>();
            var touched = new TreeSet<Integer>();
            for (var n = random.nextInt(8); n >= 0; n--) {
                int from = random.nextInt(600);
                int to = from + random.nextInt(40);
                spans.add(span("van", from, to));
                for (var minute = from; minute <= to; minute++) {
                    touched.add(minute);
                }
            }
            assertThat(Touched.merged(spans, HOUR)).isEqualTo(runs(touched));
        }
    }

    private static List<Touched> runs(TreeSet<Integer> minutes) {
        var runs = new ArrayList<Touched>();
        int first = minutes.first();
        int last = first;
        for (int minute : minutes) {
            if (minute - last > 60) {
                runs.add(span("van", first, last));
                first = minute;
            }
            last = minute;
        }
        runs.add(span("van", first, last));
        return runs;
    }

    private static Touched span(String imei, int fromMin, int toMin) {
        return new Touched(imei, NOON.plusSeconds(60L * fromMin), NOON.plusSeconds(60L * toMin), "");
    }
}
