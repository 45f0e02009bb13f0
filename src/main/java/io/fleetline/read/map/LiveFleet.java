package io.fleetline.read.map;

import jakarta.inject.Singleton;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The live map in memory: loaded while somebody asks, at most once a second, however many ask. Younger than a second it is given
 * as it is; younger than two it is given while the next one is loaded beside; otherwise the next one is waited for. When the
 * database is away, the last one goes on for a minute.
 */
@Singleton
public final class LiveFleet {
    private static final Logger LOG = Logger.getLogger(LiveFleet.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration GOOD_WHILE_LOADING = Duration.ofSeconds(2);
    private static final Duration LAST_RESORT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LiveLoader loader;
    private final InstantSource clock;
    private volatile @Nullable LiveSnapshot present;
    private @Nullable FutureTask<LiveSnapshot> loading;
    private Instant loadingSince = Instant.EPOCH;

    LiveFleet(LiveLoader loader, InstantSource clock) {
        this.loader = loader;
        this.clock = clock;
    }

    /** Begins to load the first one, for whoever asks first. */
    public void begin() {
        load();
    }

    /** Whether there has been a first one; if not, it is tried again. */
    public boolean isLoaded() {
        if (present == null) {
            load();
        }
        return present != null;
    }

    /** @throws ServiceUnavailableException when the database is away, and was for a minute */
    LiveSnapshot snapshot() {
        var known = present;
        if (known == null) {
            return next(PATIENCE.multipliedBy(5));
        }
        var age = Duration.between(known.loadedAt(), clock.instant());
        if (isWithin(FRESH, age)) {
            return known;
        } else if (isWithin(GOOD_WHILE_LOADING, age)) {
            load();
            return known;
        }
        try {
            return next(PATIENCE);
        } catch (ServiceUnavailableException e) {
            if (age.compareTo(LAST_RESORT) <= 0) {
                return known;
            }
            throw e;
        }
    }

    /** What comes from the future, because the clock was set back, is not within any span. */
    private static boolean isWithin(Duration span, Duration age) {
        return !age.isNegative() && age.compareTo(span) < 0;
    }

    private LiveSnapshot next(Duration patience) {
        try {
            return load().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ServiceUnavailableException("the database does not answer", FRESH.toSeconds(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("the service stops", FRESH.toSeconds(), e);
        }
    }

    /** The load that is under way, or was begun within the last second, or begins now. */
    private synchronized FutureTask<LiveSnapshot> load() {
        var known = loading;
        var now = clock.instant();
        if (known != null && (!known.isDone() || isWithin(FRESH, Duration.between(loadingSince, now)))) {
            return known;
        }
        var begun = new FutureTask<>(this::loaded);
        loading = begun;
        loadingSince = now;
        // The system shares the processor among platform threads: a large fleet's load holds up no virtual thread.
        Thread.ofPlatform().daemon().name("live-positions").start(begun);
        return begun;
    }

    private LiveSnapshot loaded() {
        try {
            var next = loader.load();
            present = next;
            return next;
        } catch (RuntimeException e) {
            LOG.warnf("the live positions were not loaded: %s", e.getMessage());
            throw e;
        }
    }
}
