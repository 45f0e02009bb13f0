package io.fleetline.clock;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does something now, and again and again after a pause, never twice at once. The pause is measured by time that cannot be moved: a scheduler that goes by
 * the machine's clock stands still for an hour when that is put back by an hour. No failure ends it, not even an {@link Error}: who would start it again?
 */
public final class Repeating implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Repeating.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final String name;
    private final Runnable work;
    private final Runnable failed;
    private final LongSupplier nanoTime;
    private volatile boolean dead;
    private volatile @Nullable Long turnBeganNanos;

    private Repeating(String name, Runnable work, Runnable failed, LongSupplier nanoTime) {
        this.name = name;
        this.work = work;
        this.failed = failed;
        this.nanoTime = nanoTime;
    }

    /**
     * From now on, on a thread of its own.
     *
     * @param pause zero: never
     * @param failed is run after each failure, on the same thread
     */
    static Repeating every(Duration pause, String name, Runnable work, Runnable failed) {
        return every(pause, name, work, failed, System::nanoTime);
    }

    /** @param nanoTime by which a turn is measured */
    static Repeating every(Duration pause, String name, Runnable work, Runnable failed, LongSupplier nanoTime) {
        var repeating = new Repeating(name, work, failed, nanoTime);
        if (pause.isZero()) {
            repeating.close();
        } else {
            Thread.ofVirtual().name(name).start(() -> repeating.repeat(pause));
        }
        return repeating;
    }

    String name() {
        return name;
    }

    /** Whether there will be a next turn: false when the thread has died, or when the present turn takes longer than that. True once it is closed. */
    boolean turns(Duration longestTurn) {
        var began = turnBeganNanos;
        var hangs = began != null && nanoTime.getAsLong() - began > longestTurn.toNanos();
        return closed.getCount() == 0 || !(dead || hangs);
    }

    private void repeat(Duration pause) {
        try {
            do {
                turn();
            } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dead = true;
        }
    }

    private void turn() {
        turnBeganNanos = nanoTime.getAsLong();
        try {
            work.run();
        } catch (Throwable e) {
            report(e);
        } finally {
            turnBeganNanos = null;
        }
    }

    private void report(Throwable problem) {
        try {
            failed.run();
            LOG.errorf(problem, "%s failed, and will be tried again", name);
        } catch (Throwable e) {
            // There may be no memory for a line in the log; the next turn is what matters.
        }
    }

    /** What is under way goes on to its end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
