package io.fleetline.ingest.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Logs the first refusal at once, and later ones once a minute: a flood of them must not flood the log. */
final class RefusalLog {
    private static final Logger LOG = Logger.getLogger(RefusalLog.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    RefusalLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param sender its address; the content is not logged, because it may include a token
     * @return how many refusals were logged now; 0 if none
     */
    long refused(String path, Reply reply, String sender) {
        untold.incrementAndGet();
        var now = clock.instant();
        var due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(EVERY))) {
            return 0;
        }
        var count = untold.getAndSet(0);
        LOG.warnf(
                "%s: a push was refused: %s, sent from %s; refusals since the last such line: %d",
                path, reply.words(), sender, count);
        return count;
    }
}
