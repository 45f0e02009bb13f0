package io.fleetline.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Workers workers = new Workers(registry, null);

    @Test
    void anErrorDoesNotEndItAndIsCounted() {
        var turns = new AtomicInteger();
        try (var _ = workers.every(A_MOMENT, A_MINUTE, "working", () -> {
            if (turns.incrementAndGet() < 3) {
                throw new StackOverflowError("of this test");
            }
        })) {
            await().until(() -> turns.get() > 5);
            assertThat(registry.get("fleetline.worker.failures")
                            .tag("worker", "working")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(workers.stuck()).isEmpty();
        }
    }

    /** Reporting a failure may fail too, for lack of memory. */
    @Test
    void aFailureThatCannotBeReportedDoesNotEndIt() {
        var turns = new AtomicInteger();
        try (var _ = Worker.every(A_MOMENT, "working", () -> fail(turns), () -> fail(turns))) {
            await().until(() -> turns.get() > 5);
        }
    }

    private static void fail(AtomicInteger turns) {
        turns.incrementAndGet();
        throw new OutOfMemoryError("of this test");
    }

    @Test
    void oneThatHangsIsKnown() {
        var now = new AtomicLong();
        var goOn = new CountDownLatch(1);
        try (var hanging = Worker.every(A_MOMENT, "hanging", () -> waitFor(goOn), () -> {}, now::get)) {
            await().until(() -> hanging.turns(A_MINUTE));
            await().untilAsserted(() -> {
                now.addAndGet(A_MINUTE.toNanos() + 1);
                assertThat(hanging.turns(A_MINUTE)).isFalse();
            });
            goOn.countDown();
            await().until(() -> hanging.turns(A_MINUTE));
        }
    }

    @Test
    @SuppressWarnings("try") // closed early, which is what is tried
    void oneThatHasDiedIsKnown() {
        try (var _ = workers.every(A_MOMENT, A_MINUTE, "living", () -> {});
                var dying = workers.every(A_MOMENT, A_MINUTE, "dying", WorkerTest::interruptItself)) {
            await().until(() -> workers.stuck().equals(List.of("dying")));
            dying.close();
            assertThat(workers.stuck()).as("closed, it need not turn").isEmpty();
        }
    }

    @Test
    void aWakeUpEndsThePause() {
        var turns = new AtomicInteger();
        try (var worker = Worker.every(Duration.ofDays(1), "sleeping", turns::incrementAndGet, () -> {})) {
            await().until(() -> turns.get() == 1);
            worker.wake();
            await().until(() -> turns.get() == 2);
        }
    }

    /** Of the calls during a turn, none is lost and none is counted. */
    @Test
    void onDemandThereIsATurnAfterEachRunOfWakeUps() {
        var turns = new AtomicInteger();
        var goOn = new CountDownLatch(1);
        try (var worker = Worker.onDemand("waiting", () -> takeTurn(turns, goOn), () -> {})) {
            worker.wake();
            await().until(() -> turns.get() == 1);
            worker.wake();
            worker.wake();
            goOn.countDown();
            await().until(() -> turns.get() == 2);
            worker.wake();
            await().until(() -> turns.get() == 3);
        }
    }

    private static void takeTurn(AtomicInteger turns, CountDownLatch goOn) {
        turns.incrementAndGet();
        waitFor(goOn);
    }

    @Test
    void aClosedOneTakesNoFurtherTurn() {
        var turns = new AtomicInteger();
        var worker = Worker.onDemand("waiting", turns::incrementAndGet, () -> {});
        worker.close();
        worker.wake();
        assertThat(worker.turns(A_MINUTE)).isTrue();
        await().until(worker::hasEnded);
        assertThat(turns).hasValue(0);
    }

    private static void interruptItself() {
        Thread.currentThread().interrupt();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
