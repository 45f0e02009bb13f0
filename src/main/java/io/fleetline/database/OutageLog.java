package io.fleetline.database;

import io.fleetline.clock.OncePerMinute;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Logs at once that something cannot be written, then at most once a minute that it still or again cannot, and its recovery:
 * neither an outage nor an intermittent one must flood the log.
 */
public final class OutageLog {
    private static final Logger LOG = Logger.getLogger(OutageLog.class);

    private final String what;
    private final LongSupplier nanoTime;
    private final OncePerMinute failures;
    private boolean away;
    private boolean awayIsTold;
    private long since;

    public OutageLog(String what) {
        this(what, System::nanoTime);
    }

    public OutageLog(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
        this.failures = new OncePerMinute(nanoTime);
    }

    /** @return whether something was logged */
    public synchronized boolean failed(String reason) {
        since = away ? since : nanoTime.getAsLong();
        away = true;
        var count = failures.count();
        if (count == 0) {
            return false;
        }
        LOG.warnf("%s (failed %d times since the last such line)", reason, count);
        awayIsTold = true;
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
