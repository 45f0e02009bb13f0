package io.fleetline.database;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Logs at once that something cannot be written, then at most once a minute that it still or again cannot, and its recovery:
 * neither an outage nor an intermittent one must flood the log.
 */
public final class OutageLog {
    private static final Logger LOG = Logger.getLogger(OutageLog.class);
    private static final long EVERY = TimeUnit.MINUTES.toNanos(1);

    private final String what;
    private final LongSupplier nanoTime;
    private boolean away;
    private boolean awayIsTold;
    private boolean everTold;
    private long since;
    private long told;
    private long failures;

    public OutageLog(String what) {
        this(what, System::nanoTime);
    }

    public OutageLog(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
    }

    /** @return whether something was logged */
    public synchronized boolean failed(String reason) {
        var now = nanoTime.getAsLong();
        failures++;
        since = away ? since : now;
        away = true;
        if (everTold && now - told < EVERY) {
            return false;
        }
        LOG.warnf("%s (failed %d times since the last such line)", reason, failures);
        everTold = true;
        awayIsTold = true;
        told = now;
        failures = 0;
        return true;
    }

    /** @return whether something was logged */
    public synchronized boolean worked() {
        var worthTelling = awayIsTold;
        if (worthTelling) {
            LOG.infof("%s is written again, after %d s", what, seconds(nanoTime.getAsLong()));
        }
        away = false;
        awayIsTold = false;
        return worthTelling;
    }

    private long seconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - since);
    }
}
