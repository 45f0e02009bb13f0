package io.fleetline.read.live;

import static java.util.Objects.requireNonNullElse;

import io.fleetline.database.SqlTrouble;
import io.fleetline.read.DatabaseTrouble;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of the live map, at most one a second, however many requests there are. Where the change log keeps the map in memory, they are made from that.
 * Otherwise they are loaded on demand: a snapshot younger than a second is returned as it is; one younger than two is returned while the next is loaded in the background; otherwise the request waits for the
 * next one. If that cannot be loaded, the last one is used for up to a minute.
 */
@Singleton
public final class LiveFleet {
    private static final Logger LOG = Logger.getLogger(LiveFleet.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration GOOD_WHILE_LOADING = Duration.ofSeconds(2);
    private static final Duration LAST_RESORT = Duration.ofSeconds(60);
    /** As the database writes it. */
    private static final DateTimeFormatter AS_OF = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter(Locale.ROOT);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A reader of the change log that has not looked for so long has lost the database. */
    private static final Duration KEPT_FOR = Duration.ofSeconds(3);

    private final LiveLoader loader;
    private final LiveBoard board;
    private final InstantSource clock;
    private final InstantSource steady;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile @Nullable LiveSnapshot present;
    private @Nullable LiveSnapshot fromBoard;
    private @Nullable FutureTask<LiveSnapshot> loading;
    private Instant loadingSince = Instant.EPOCH;

    /** @param steady measures ages, independent of the clocks */
    LiveFleet(LiveLoader loader, LiveBoard board, InstantSource clock, @Identifier("steady") InstantSource steady) {
        this.loader = loader;
        this.board = board;
        this.clock = clock;
        this.steady = steady;
    }

    /** Begins to load the first snapshot ahead of the first request. */
    public void begin() {
        var _ = load();
    }

    /** Whether there is a snapshot; if not, loading is tried again. */
    public boolean isLoaded() {
        if (present == null) {
            var _ = load();
        }
        return present != null;
    }

    /**
     * The current snapshot.
     *
     * @throws ServiceUnavailableException if the database has been unavailable for a minute
     * @throws RuntimeException for any other fault that has lasted for a minute
     */
    LiveSnapshot snapshot() {
        return isKept() ? kept() : loadedSnapshot();
    }

    private boolean isKept() {
        var currentAt = board.currentAt();
        return currentAt != null && isWithin(KEPT_FOR, Duration.between(currentAt, steady.instant()));
    }

    /** Ages and statuses are those of now. */
    private synchronized LiveSnapshot kept() {
        var known = fromBoard;
        var now = steady.instant();
        if (known != null && isWithin(FRESH, Duration.between(known.loadedAt(), now))) {
            return known;
        }
        var asOf = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var vehicles =
                board.vehicles().stream().map(vehicle -> vehicle.at(asOf)).toList();
        var next = new LiveSnapshot(now, AS_OF.format(asOf.atOffset(ZoneOffset.UTC)), vehicles);
        fromBoard = next;
        present = next;
        return next;
    }

    private LiveSnapshot loadedSnapshot() {
        var known = present;
        if (known == null) {
            return next(PATIENCE.multipliedBy(5));
        }
        var age = Duration.between(known.loadedAt(), steady.instant());
        if (isWithin(FRESH, age)) {
            return known;
        } else if (isWithin(GOOD_WHILE_LOADING, age)) {
            var _ = load();
            return known;
        }
        try {
            return next(PATIENCE);
        } catch (RuntimeException | Error e) {
            if (age.compareTo(LAST_RESORT) <= 0) {
                return known;
            }
            throw e;
        }
    }

    private static boolean isWithin(Duration span, Duration age) {
        return age.compareTo(span) < 0;
    }

    private LiveSnapshot next(Duration patience) {
        try {
            return load().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("the service is stopping", FRESH.toSeconds(), e);
        }
    }

    /** Only an unavailable database is reported as such: everything else is a fault, logged with its stack trace. */
    private static RuntimeException failure(Throwable problem) {
        return switch (problem) {
            case Throwable away when DatabaseTrouble.isAway(away) -> away(away);
            case RuntimeException fault -> fault;
            default -> new IllegalStateException("the live positions were not loaded", problem);
        };
    }

    private static ServiceUnavailableException away(Throwable problem) {
        return new ServiceUnavailableException("the database does not answer", FRESH.toSeconds(), problem);
    }

    /** The load that is running, or was begun within the last second, or begins now. */
    private synchronized FutureTask<LiveSnapshot> load() {
        var known = loading;
        var now = steady.instant();
        if (known != null && (!known.isDone() || isWithin(FRESH, Duration.between(loadingSince, now)))) {
            return known;
        }
        var begun = new FutureTask<>(this::loaded);
        loading = begun;
        loadingSince = now;
        // A platform thread, which the system preempts: the load of a large fleet delays no virtual thread.
        try {
            Thread.ofPlatform().daemon().name("live-positions").start(begun);
        } catch (Throwable e) {
            loading = null; // requests would wait forever for a load without a thread
            throw e;
        }
        return begun;
    }

    private LiveSnapshot loaded() {
        try {
            var next = loader.load();
            present = next;
            failing.set(false);
            return next;
        } catch (Throwable e) {
            log(e);
            throw e;
        }
    }

    /** Loads repeat every second: for a lasting fault, one stack trace is enough. */
    private void log(Throwable problem) {
        if (DatabaseTrouble.isAway(problem) || failing.getAndSet(true)) {
            LOG.warnf("the live positions were not loaded: %s", SqlTrouble.inWords(problem));
        } else {
            LOG.error("the live positions were not loaded", problem);
        }
    }
}
