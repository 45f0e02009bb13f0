package io.fleetline.clock;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one background task, on a thread of its own: a turn, a pause, the next turn. Turns never overlap. The pause is measured by steady
 * time: a scheduler that reads the machine's clock stands still for an hour when that clock is set back by an hour. No failure ends the loop, not even an
 * {@link Error}, because nothing would restart it.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Semaphore wakeUps = new Semaphore(0);
    private final String name;
    private final Runnable work;
    private final Runnable onFailure;
    private final LongSupplier nanoTime;
    private volatile boolean closed;
    private volatile boolean dead;
    private volatile @Nullable Long turnBeganNanos;

    private Worker(String name, Runnable work, Runnable onFailure, LongSupplier nanoTime) {
        this.name = name;
        this.work = work;
        this.onFailure = onFailure;
        this.nanoTime = nanoTime;
    }

    /**
     * Starts with the first turn.
     *
     * @param pause between two turns, unless {@link #wake} ends it earlier
     * @param onFailure runs after each failed turn, on the same thread
     */
    static Worker every(Duration pause, String name, Runnable work, Runnable onFailure) {
        return every(pause, name, work, onFailure, System::nanoTime);
    }

    /** @param nanoTime measures how long a turn takes */
    static Worker every(Duration pause, String name, Runnable work, Runnable onFailure, LongSupplier nanoTime) {
        return new Worker(name, work, onFailure, nanoTime).start(Thread.ofVirtual(), Duration.ZERO, pause);
    }

    /** The same on a thread that the system schedules: it does not queue behind all virtual threads that have something to do. */
    static Worker prompt(Duration pause, String name, Runnable work, Runnable onFailure) {
        return new Worker(name, work, onFailure, System::nanoTime)
                .start(Thread.ofPlatform().daemon(), Duration.ZERO, pause);
    }

    /** Takes a turn after {@link #wake} only. Several calls during one turn lead to one more. */
    static Worker onDemand(String name, Runnable work, Runnable onFailure) {
        return new Worker(name, work, onFailure, System::nanoTime).start(Thread.ofVirtual(), FOREVER, FOREVER);
    }

    private Worker start(Thread.Builder thread, Duration firstPause, Duration pause) {
        thread.name(name).start(() -> loop(firstPause, pause));
        return this;
    }

    String name() {
        return name;
    }

    /** Ends the present pause, or leaves out the next one. */
    public void wake() {
        wakeUps.release();
    }

    boolean hasEnded() {
        return dead;
    }

    /** False when the thread has died, or when the present turn takes longer than this. True once it is closed. */
    boolean turns(Duration longestTurn) {
        var began = turnBeganNanos;
        var hangs = began != null && nanoTime.getAsLong() - began > longestTurn.toNanos();
        return closed || !(dead || hangs);
    }

    private void loop(Duration firstPause, Duration pause) {
        try {
            for (var goesOn = waitFor(firstPause); goesOn; goesOn = waitFor(pause)) {
                turn();
            }
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
            onFailure.run();
            LOG.errorf(problem, "%s failed, and will be tried again", name);
        } catch (Throwable e) {
            // There may be no memory for a line in the log; the next turn is what matters.
        }
    }

    /** Whether there is to be another turn. */
    private boolean waitFor(Duration pause) {
        try {
            if (!closed && wakeUps.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                wakeUps.drainPermits();
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts no further turn; the present one goes on to its end. */
    @Override
    public void close() {
        closed = true;
        wake();
    }
}
