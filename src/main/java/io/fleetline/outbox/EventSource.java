package io.fleetline.outbox;

import io.fleetline.change.Change;
import io.fleetline.change.ChangeReader;
import io.fleetline.change.LogPosition;
import io.fleetline.change.PositionLostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The stream of events: the newest from memory, others from the change log. */
final class EventSource {
    /** Each may have a thousand rows. */
    private static final int CHANGES_AT_ONCE = 50;

    private static final int EVENTS_AT_ONCE = 200;

    /** Endpoints that are behind read for themselves, but not all at once. */
    private static final int READERS_AT_ONCE = 2;

    private final Jdbi jdbi;
    private final RecentEvents recent = new RecentEvents();
    private final Semaphore readers = new Semaphore(READERS_AT_ONCE, true);
    private @Nullable LogPosition position;

    EventSource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The end of the log; empty: it is off, or has no tick yet. */
    Optional<LogPosition> newest() throws SQLException {
        try (var handle = jdbi.open()) {
            return ChangeReader.newest(handle.getConnection());
        }
    }

    /**
     * Takes in what the log has. One thread at a time.
     *
     * @param onEvents gets the changes and the events, in pieces
     */
    void follow(Consumer<Piece> onEvents) throws SQLException {
        if (position == null) {
            begin();
        }
        try {
            while (position != null && advance(position, onEvents)) {
                // until nothing is left
            }
        } catch (PositionLostException e) {
            begin();
        }
    }

    /** What was read at once. */
    record Piece(List<Change> changes, List<OutboxEvent> events) {}

    private void begin() throws SQLException {
        position = newest().orElse(null);
        if (position != null) {
            recent.begin(position);
        }
    }

    /** @return whether there may be more */
    private boolean advance(LogPosition from, Consumer<Piece> onEvents) throws SQLException, PositionLostException {
        try (var handle = jdbi.open()) {
            var changes = ChangeReader.after(handle.getConnection(), from, CHANGES_AT_ONCE);
            if (!changes.isEmpty()) {
                var events = EventReader.read(handle, changes);
                var reached = changes.getLast().position();
                recent.add(events, reached);
                position = reached;
                onEvents.accept(new Piece(changes, events));
            }
            return changes.size() == CHANGES_AT_ONCE;
        }
    }

    /**
     * What follows a place.
     *
     * @throws PositionLostException if the log no longer holds all of it
     */
    Stretch after(EventCursor cursor) throws SQLException, PositionLostException, InterruptedException {
        var kept = recent.after(cursor, EVENTS_AT_ONCE);
        return kept != null ? kept : stored(cursor);
    }

    private Stretch stored(EventCursor cursor) throws SQLException, PositionLostException, InterruptedException {
        readers.acquire();
        try (var handle = jdbi.open()) {
            var changes = ChangeReader.after(handle.getConnection(), cursor.readFrom(), CHANGES_AT_ONCE);
            var events = EventReader.read(handle, changes).stream()
                    .filter(event -> event.cursor().compareTo(cursor) > 0)
                    .toList();
            return new Stretch(
                    events,
                    changes.isEmpty()
                            ? cursor
                            : EventCursor.after(changes.getLast().position()),
                    changes.size() < CHANGES_AT_ONCE);
        } finally {
            readers.release();
        }
    }
}
