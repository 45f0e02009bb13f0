package io.fleetline.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does something now, and again and again after a pause, never twice at once. The pause is measured by time that cannot be moved: a scheduler that goes by
 * the machine's clock stands still for an hour when that is put back by an hour.
 */
final class Repeating implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Repeating.class);

    private final CountDownLatch closed = new CountDownLatch(1);

    private Repeating() {}

    /** @param pause zero: never */
    static Repeating every(Duration pause, String name, Runnable work) {
        var repeating = new Repeating();
        if (pause.isZero()) {
            return repeating;
        }
        Thread.ofVirtual().name(name).start(() -> repeating.repeat(pause, name, work));
        return repeating;
    }

    private void repeat(Duration pause, String name, Runnable work) {
        try {
            do {
                runSafely(name, work);
            } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runSafely(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed, and will be tried again", name);
        }
    }

    /** What is under way goes on to its end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
