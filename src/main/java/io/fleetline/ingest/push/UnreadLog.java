package io.fleetline.ingest.push;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Warns of requests in which nothing was understood: the first at once, later ones once a minute. */
final class UnreadLog {
    private static final Logger LOG = Logger.getLogger(UnreadLog.class);
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong unlogged = new AtomicLong();
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    /** The whole request is in the dead letters. */
    void happened(String path) {
        unlogged.incrementAndGet();
        var now = System.nanoTime();
        var due = nextNanos.get();
        if (now - due >= 0 && nextNanos.compareAndSet(due, now + EVERY_NANOS)) {
            LOG.warnf(
                    "%s: nothing in a push was understood, so all of it is in infrastructure.dead_letters; such pushes since the last such"
                            + " line: %d",
                    path, unlogged.getAndSet(0));
        }
    }
}
