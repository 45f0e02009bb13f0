package io.fleetline.store.table;

import static io.fleetline.store.Facts.NOON;
import static io.fleetline.store.Facts.fix;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FrontierTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final Frontier frontier = new Frontier(nanoTime::get);

    @Test
    void onlyAFixBeyondTheNewestOfItsDeviceIsMostLikelyNew() {
        assertThat(frontier.isBehind(fix("1", 5), NOON)).isFalse();
        frontier.advance(List.of(fix("1", 4), fix("1", 5)), NOON);
        assertThat(frontier.isBehind(fix("1", 5), NOON)).isFalse();
        assertThat(frontier.isBehind(fix("1", 6), NOON)).isTrue();
        assertThat(frontier.isBehind(fix("2", 6), NOON)).isFalse();
    }

    @Test
    void whoeverInventsDevicesDoesNotFillTheMemory() {
        for (var device = 0; device < 150_000; device++) {
            frontier.advance(List.of(fix("invented " + device, 1)), NOON);
        }
        assertThat(frontier.remembered()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void aDeviceThatSendsNothingNewerForADayIsForgotten() {
        frontier.advance(List.of(fix("1", 1), fix("2", 1)), NOON);
        nanoTime.addAndGet(Duration.ofHours(23).toNanos());
        frontier.advance(List.of(fix("2", 2)), NOON);
        nanoTime.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(frontier.remembered()).isEqualTo(1);
        assertThat(frontier.isBehind(fix("2", 3), NOON)).isTrue();
    }
}
