package io.fleetline.outbox;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.SqlTrouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The thread of one endpoint: none waits for another one's receiver. */
final class EndpointLoop {
    private static final Logger LOG = Logger.getLogger(EndpointLoop.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final EndpointWork.Tools tools;
    private final EndpointRows.Share share;
    private final BooleanSupplier isLeased;
    private final OncePerMinute complaints;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private @Nullable EndpointLoop before;
    private CircuitBreaker breaker = CircuitBreaker.CLOSED;
    private volatile @Nullable EndpointWork work;
    private volatile boolean closed;

    /**
     * Starts once the loop before has ended.
     *
     * @param before the same endpoint's, which has been closed; null: there is none
     * @param isLeased nothing is sent while it says no
     */
    EndpointLoop(
            EndpointWork.Tools tools,
            EndpointRows.Share share,
            BooleanSupplier isLeased,
            OncePerMinute complaints,
            @Nullable EndpointLoop before) {
        this.tools = tools;
        this.share = share;
        this.isLeased = isLeased;
        this.complaints = complaints;
        this.before = before;
        this.thread = Thread.ofVirtual().name("delivering to " + share.id()).unstarted(this::run);
    }

    EndpointLoop start() {
        thread.start();
        return this;
    }

    /** Whether it works with these settings and this lease. */
    boolean isFor(EndpointRows.Share other) {
        return share.equals(other) && !closed;
    }

    boolean wants(List<OutboxEvent> events) {
        var present = work;
        return present == null || events.stream().anyMatch(present::wants);
    }

    int waiting() {
        var present = work;
        return present == null ? 0 : present.waiting();
    }

    void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /** Begins nothing more; what is being sent is sent, and written. */
    void close() {
        closed = true;
        wake();
    }

    /** Waits for its end. */
    void join(Duration atMost) throws InterruptedException {
        thread.join(atMost);
    }

    private void run() {
        try {
            waitForTheOneBefore();
            while (!closed) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
        }
    }

    /** What it has sent is then written, and the receiver is treated as it was. */
    private void waitForTheOneBefore() throws InterruptedException {
        var other = before;
        if (other != null) {
            other.thread.join();
            breaker = other.work == null ? other.breaker : other.work.breaker();
        }
        before = null;
    }

    private void turn() throws InterruptedException {
        try {
            if (!isLeased.getAsBoolean()) {
                pause(AFTER_FAILURE);
                return;
            }
            var present = work == null ? load() : work;
            if (present == null) {
                closed = true;
                return;
            }
            switch (present.turn()) {
                case BUSY -> {}
                case IDLE -> pause(present.rest());
                case OVER -> closed = true;
            }
        } catch (SQLException | JdbiException e) {
            if (complaints.count() > 0) {
                LOG.warnf("deliveries wait for the database: %s", SqlTrouble.inWords(e));
            }
            pause(AFTER_FAILURE);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the deliveries to %s failed, and are tried again", share.id());
            pause(LONGEST_PAUSE);
        }
    }

    /** Null: the endpoint has been deleted, or taken over, before this loop began. */
    private @Nullable EndpointWork load() {
        work = tools.rows().load(List.of(share.id())).stream()
                .filter(loaded -> loaded.fence() == share.fence())
                .findFirst()
                .map(loaded -> new EndpointWork(tools, loaded, breaker))
                .orElse(null);
        return work;
    }

    private void pause(Duration wished) throws InterruptedException {
        var pause = wished.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wished;
        if (!closed && wakeUps.tryAcquire(Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
        }
    }
}
