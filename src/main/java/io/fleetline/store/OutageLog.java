package io.fleetline.store;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Tells at once that something cannot be written, once a minute that it still cannot, and when it can again: an outage must not become a flood of lines. */
final class OutageLog {
    private static final Logger LOG = Logger.getLogger(OutageLog.class);
    private static final long EVERY = TimeUnit.MINUTES.toNanos(1);

    private final String what;
    private final LongSupplier nanoTime;
    private boolean away;
    private long since;
    private long told;
    private long failures;

    OutageLog(String what) {
        this(what, System::nanoTime);
    }

    OutageLog(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
    }

    /** @return whether the log was told */
    synchronized boolean failed(String reason) {
        var now = nanoTime.getAsLong();
        failures++;
        if (away && now - told < EVERY) {
            return false;
        }
        since = away ? since : now;
        away = true;
        told = now;
        LOG.warnf("%s (tried %d times in %d s)", reason, failures, seconds(now));
        return true;
    }

    /** @return whether the log was told */
    synchronized boolean worked() {
        if (!away) {
            return false;
        }
        LOG.infof("%s is written again, after %d s", what, seconds(nanoTime.getAsLong()));
        away = false;
        failures = 0;
        return true;
    }

    private long seconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - since);
    }
}
