package io.fleetline.ingest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the pollers remember of devices is bounded in number and in time. */
class PollMemoriesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final Refusals refusals = new Refusals(clock);
    private final TrackGaps gaps = new TrackGaps(clock);

    @Test
    void aDeviceIsLeftOutForAnHour() {
        refusals.leaveOut(List.of("1"));
        clock.advance(Duration.ofMinutes(59));
        assertThat(refusals.without(List.of("1", "2"))).containsExactly("2");
        clock.advance(Duration.ofMinutes(2));
        assertThat(refusals.without(List.of("1", "2"))).containsExactly("1", "2");
        assertThat(refusals.remembered()).isZero();
    }

    @Test
    void manyRefusedDevicesDoNotFillTheMemory() {
        refusals.leaveOut(IntStream.range(0, 15_000).mapToObj(Integer::toString).toList());
        assertThat(refusals.remembered()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void manyBrokenTracksDoNotFillTheMemory() {
        IntStream.range(0, 15_000).forEach(device -> seeGap("invented " + device));
        assertThat(gaps.remembered()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void theGapOfADeviceThatIsNoLongerAskedAboutIsForgotten() {
        seeGap("1");
        assertThat(gaps.remembered()).isOne();
        clock.advance(Duration.ofHours(49));
        assertThat(gaps.remembered()).isZero();
    }

    private void seeGap(String imei) {
        var now = clock.instant();
        var before = fix(imei, now.minus(Duration.ofMinutes(30)), 1);
        var after = fix(imei, now.minus(Duration.ofMinutes(10)), 2);
        gaps.seen(imei, new TimeSpan(now.minus(Duration.ofHours(1)), now), List.of(before, after), now);
    }

    private static Fix fix(String imei, Instant time, double lat) {
        return new Fix(imei, time, lat, 2, null, null, null, null, null, null, null, FactSource.POLL, null);
    }
}
