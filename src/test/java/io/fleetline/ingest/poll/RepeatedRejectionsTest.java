package io.fleetline.ingest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.tracksolid.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedRejectionsTest {
    private static final Rejection TOO_OLD = new Rejection("860000000000017", "time too old", "{}");
    private static final Rejection NO_POSITION = new Rejection("860000000000017", "no position", "{}");
    private static final Rejection NAMELESS = new Rejection(null, "unusable IMEI", "{}");

    private final AtomicLong nanoTime = new AtomicLong();
    private final RepeatedRejections rejections = new RepeatedRejections(nanoTime::get);

    private Answer<Fix> sweep(List<Fix> facts, Rejection... rejected) {
        return rejections.onceOnly(
                new Answer<>(facts, List.of(rejected), List.of(), facts.size() + rejected.length, null));
    }

    private static Fix fix() {
        return new Fix(
                "860000000000017",
                Instant.EPOCH,
                1,
                2,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL,
                null);
    }

    @Test
    void theSameReasonIsKeptOnceUntilTheDeviceWasWell() {
        assertThat(sweep(List.of(), TOO_OLD).rejections()).containsExactly(TOO_OLD);
        var repeated = sweep(List.of(), TOO_OLD);
        assertThat(repeated.rejections()).isEmpty();
        assertThat(repeated.silentImeis()).containsExactly("860000000000017");
        assertThat(repeated.rows()).isOne();
        assertThat(sweep(List.of(), NO_POSITION).rejections()).containsExactly(NO_POSITION);
        sweep(List.of(fix()));
        assertThat(sweep(List.of(), NO_POSITION).rejections()).containsExactly(NO_POSITION);
    }

    @Test
    void inventedDevicesDoNotFillTheMemory() {
        for (var device = 0; device < 15_000; device++) {
            sweep(List.of(), new Rejection("invented " + device, "no position", "{}"));
        }
        assertThat(rejections.remembered()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void aDeviceThatIsInNoSweepForADayIsForgotten() {
        sweep(List.of(), TOO_OLD);
        nanoTime.addAndGet(Duration.ofHours(23).toNanos());
        assertThat(sweep(List.of(), TOO_OLD).rejections()).isEmpty();
        nanoTime.addAndGet(Duration.ofHours(25).toNanos());
        assertThat(rejections.remembered()).isZero();
        assertThat(sweep(List.of(), TOO_OLD).rejections()).containsExactly(TOO_OLD);
    }

    @Test
    void whatNamesNoDeviceIsAlwaysKept() {
        sweep(List.of(), NAMELESS);
        assertThat(sweep(List.of(), NAMELESS).rejections()).containsExactly(NAMELESS);
    }
}
