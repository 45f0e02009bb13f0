package io.fleetline.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageLogTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final OutageLog log = new OutageLog("not written", nanos::get);

    @Test
    void tellsTheFirstFailureThenOneAMinute() {
        assertThat(log.failed("no room")).isTrue();
        pass(59);
        assertThat(log.failed("no room")).isFalse();
        pass(1);
        assertThat(log.failed("no room")).isTrue();
        assertThat(log.failed("no room")).isFalse();
    }

    @Test
    void tellsOnceThatItIsOver() {
        assertThat(log.worked()).isFalse();
        log.failed("no room");
        assertThat(log.worked()).isTrue();
        assertThat(log.worked()).isFalse();
    }

    @Test
    void isSilentAboutWhatComesAndGoesWithinAMinute() {
        log.failed("no room");
        log.worked();
        pass(59);
        assertThat(log.failed("no room")).isFalse();
        assertThat(log.worked()).isFalse();
        pass(1);
        assertThat(log.failed("no room")).isTrue();
        assertThat(log.worked()).isTrue();
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
