package io.fleetline.read.feed;

import io.fleetline.change.Change;
import io.fleetline.change.ChangeReader;
import io.fleetline.change.LogPosition;
import io.fleetline.change.PositionLostException;
import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.SqlTrouble;
import io.fleetline.read.DatabaseTrouble;
import io.fleetline.read.ReadDatabase;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveLoader;
import io.fleetline.read.live.LiveVehicle;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Reads the change log, for all clients of this process together, keeps the live map by it and tells the clients. */
@Singleton
public final class LiveFeed {
    private static final Logger LOG = Logger.getLogger(LiveFeed.class);
    private static final int CHANGES_AT_ONCE = 1_000;

    /** So many vehicles are cheaper to load together with all others. */
    private static final int MANY = 5_000;

    /** Also shows what somebody has changed in {@code live_positions} by hand, which is not in the log. */
    private static final Duration WHOLE_MAP_EVERY = Duration.ofMinutes(5);

    /** How often vehicles are looked for that have gone offline. */
    private static final Duration DUE_EVERY = Duration.ofSeconds(1);

    private static final Set<String> OF_ALL = Set.of("kpi_settings", "excluded_cost_centres");

    private final ReadDatabase database;
    private final LiveLoader loader;
    private final LiveBoard board;
    private final LiveMetrics metrics;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Audience audience = new Audience();
    private final VehicleRecords records = new VehicleRecords();
    private final ReentrantLock telling = new ReentrantLock();

    /** So few clients encode at a time that a request never queues behind all that are runnable. */
    private final Semaphore encoding =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

    private final OncePerMinute complaints = new OncePerMinute();
    private volatile @Nullable LogPosition position;
    private boolean hasLostPlace;
    private Instant wholeMapAt = Instant.EPOCH;
    private Instant dueAt = Instant.EPOCH;

    LiveFeed(
            ReadDatabase database,
            LiveLoader loader,
            LiveBoard board,
            LiveMetrics metrics,
            InstantSource clock,
            @Identifier("steady") InstantSource steady) {
        this.database = database;
        this.loader = loader;
        this.board = board;
        this.metrics = metrics;
        this.clock = clock;
        this.steady = steady;
    }

    /** Takes in what the log has. To be called after each tick, and now and then. One thread at a time. */
    public void turn() {
        try {
            database.jdbi().useHandle(this::follow);
        } catch (SQLException | JdbiException e) {
            failed(e);
        }
    }

    private void failed(Exception problem) {
        var times = complaints.count();
        if (times > 0 && (problem instanceof SQLException || DatabaseTrouble.isAway(problem))) {
            LOG.warnf("the live map does not follow the change log: %s", SqlTrouble.inWords(problem));
        } else if (times > 0) {
            LOG.error("the live map does not follow the change log", problem);
        }
    }

    private void follow(Handle handle) throws SQLException {
        try {
            if (position == null) {
                begin(handle);
            }
            var known = position;
            if (known != null) {
                advance(handle, known);
            }
        } catch (PositionLostException e) {
            hasLostPlace = true;
            begin(handle);
        }
    }

    /** The position is read before the map: what commits in between is applied twice, and nothing is missed. */
    private void begin(Handle handle) throws SQLException {
        var newest = ChangeReader.newest(handle.getConnection()).orElse(null);
        if (newest == null) {
            // A log that has just begun anew has no tick yet: the clients wait for it.
            position = ChangeReader.isOn(handle.getConnection()) ? position : null;
            board.setCurrentAt(null);
            return;
        }
        var all = wholeMap(handle);
        telling.lock();
        try {
            audience.tell(board.replace(all));
            if (hasLostPlace) {
                audience.reset("the change log has begun anew");
            }
            hasLostPlace = false;
            position = newest;
        } finally {
            telling.unlock();
        }
    }

    private List<LiveVehicle> wholeMap(Handle handle) {
        wholeMapAt = steady.instant();
        return loader.all(handle);
    }

    private void advance(Handle handle, LogPosition from) throws SQLException, PositionLostException {
        var began = steady.instant();
        var at = from;
        List<Change> changes;
        do {
            changes = ChangeReader.after(handle.getConnection(), at, CHANGES_AT_ONCE);
            at = changes.isEmpty() ? at : changes.getLast().position();
            take(handle, changes, at);
        } while (changes.size() == CHANGES_AT_ONCE);
        board.setCurrentAt(began);
    }

    private void take(Handle handle, List<Change> changes, LogPosition reached) {
        var changed = ChangedVehicles.of(changes, due());
        var wholeMapIsDue = Duration.between(wholeMapAt, steady.instant()).compareTo(WHOLE_MAP_EVERY) >= 0
                || changed.all().size() > MANY
                || changes.stream().anyMatch(change -> OF_ALL.contains(change.kind()));
        var found = wholeMapIsDue ? List.<LiveVehicle>of() : changed.load(handle, loader, board);
        var all = wholeMapIsDue || !board.hasPlacesFor(found) ? wholeMap(handle) : null;
        var events = EventRows.read(handle, changes);
        telling.lock();
        try {
            audience.tell(all == null ? board.apply(changed.all(), found) : board.replace(all));
            FeedEvent.byChange(events).forEach(some -> audience.tell(some, board));
            position = reached;
        } finally {
            telling.unlock();
        }
        metrics.told(changes, clock.instant());
    }

    /** Those whose status has changed with time; looked for now and then. */
    private Set<String> due() {
        var now = steady.instant();
        if (Duration.between(dueAt, now).compareTo(DUE_EVERY) < 0) {
            return Set.of();
        }
        dueAt = now;
        return board.due(clock.instant());
    }

    /** What has been told up to now; null: the change log is off, or has not been read yet. */
    @Nullable LogPosition position() {
        return position;
    }

    LiveBoard board() {
        return board;
    }

    VehicleRecords records() {
        return records;
    }

    /** From now on the backlog is filled. Returns the position after which; null: the change log is off. */
    @Nullable LogPosition join(Backlog backlog) {
        telling.lock();
        try {
            if (position != null) {
                audience.join(backlog);
            }
            return position;
        } finally {
            telling.unlock();
        }
    }

    void leave(Backlog backlog) {
        telling.lock();
        try {
            audience.leave(backlog);
        } finally {
            telling.unlock();
        }
    }

    /** @param reached the events up to here are all there */
    record History(List<FeedEvent> events, LogPosition reached) {}

    /** A part of the events between two positions. */
    History history(LogPosition after, LogPosition upTo, Subscription subscription)
            throws SQLException, PositionLostException {
        try (var handle = database.jdbi().open()) {
            var changes = ChangeReader.after(handle.getConnection(), after, CHANGES_AT_ONCE).stream()
                    .filter(change -> change.position().compareTo(upTo) <= 0)
                    .toList();
            var events = EventRows.read(handle, changes).stream()
                    .filter(event -> subscription.shows(event, board.vehicle(event.imei())))
                    .toList();
            return new History(
                    events,
                    changes.size() < CHANGES_AT_ONCE ? upTo : changes.getLast().position());
        }
    }

    /** What to send next; waits while others encode. */
    List<FeedFrame> next(Following following, LogPosition newest) throws InterruptedException {
        encoding.acquire();
        try {
            return following.next(board, newest, clock.instant());
        } finally {
            encoding.release();
        }
    }

    void count(FeedFrame frame) {
        metrics.sent(frame);
    }
}
