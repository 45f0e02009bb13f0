package io.fleetline.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    /** Of a machine whose counter is about to overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30));

    private final OncePerMinute events = new OncePerMinute(nanos::get);

    @Test
    void theFirstIsLoggedAtOnceAndAFloodOfThemOnceAMinute() {
        assertThat(events.count()).isEqualTo(1);
        assertThat(events.count()).isZero();
        pass(59);
        assertThat(events.count()).isZero();
        pass(1);
        assertThat(events.count()).isEqualTo(3);
        assertThat(events.count()).isZero();
    }

    @Test
    void ofManyThreadsOneLogsAndNoEventIsLost() throws Exception {
        var logged = new AtomicLong();
        var threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                    for (var i = 0; i < 1_000; i++) {
                        logged.addAndGet(events.count());
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        pass(60);
        assertThat(logged.get() + events.count()).isEqualTo(8_001);
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
