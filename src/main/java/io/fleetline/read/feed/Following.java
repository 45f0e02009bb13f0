package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveVehicle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One subscription of a client: turns its backlog into frames, each with the cursor at which the client can go on. */
final class Following {
    static final int FRAME_BYTES = 32 << 10;

    private final Backlog backlog;
    private final VehicleFormat format;
    private LogPosition cursor;
    private @Nullable List<String> unsent;
    private int next;
    private int pages;

    /** @param cursor the client has all events up to here */
    Following(Backlog backlog, LogPosition cursor, VehicleFormat format) {
        this.backlog = backlog;
        this.format = format;
        this.cursor = cursor;
    }

    Backlog backlog() {
        return backlog;
    }

    LogPosition cursor() {
        return cursor;
    }

    /**
     * What to send next.
     *
     * @param newest the position up to which the backlog had been filled before this call, at least
     * @return empty: there is nothing
     */
    List<FeedFrame> next(LiveBoard board, LogPosition newest, Instant now) {
        var part = backlog.take(FRAME_BYTES);
        var frames = new ArrayList<FeedFrame>();
        if (part.resetReason() != null) {
            cursor = newest;
            frames.add(FeedFrame.reset(cursor, part.resetReason()));
        }
        if (part.snapshotBegins()) {
            unsent = board.order();
            next = 0;
            pages = 0;
        }
        if (unsent != null) {
            frames.addAll(page(unsent, board, now));
        }
        frames.addAll(changes(part, board, newest, now));
        return frames;
    }

    private List<FeedFrame> page(List<String> imeis, LiveBoard board, Instant now) {
        var shown = new ArrayList<LiveVehicle>();
        int bytes = 0;
        while (next < imeis.size() && bytes < FRAME_BYTES) {
            var vehicle = board.vehicle(imeis.get(next++));
            if (vehicle != null && backlog.subscription().shows(vehicle)) {
                bytes += format.size(vehicle);
                shown.add(vehicle);
            }
        }
        var isLast = next >= imeis.size();
        unsent = isLast ? null : imeis;
        return format.snapshot(cursor, ++pages, isLast, shown, now);
    }

    private List<FeedFrame> changes(Backlog.Portion part, LiveBoard board, LogPosition newest, Instant now) {
        var frames = new ArrayList<FeedFrame>();
        var gone = new ArrayList<String>();
        var shown = shown(part.vehicles(), board, gone);
        var events = part.events().stream().map(FeedEvent::json).toList();
        var before = cursor;
        cursor = after(part, newest);
        if (!gone.isEmpty()) {
            frames.add(FeedFrame.out(shown.isEmpty() && events.isEmpty() ? cursor : before, gone));
        }
        frames.addAll(format.changes(before, cursor, shown, events, now));
        return frames;
    }

    /** Those that the client shows, as many as fit into a frame: the others go back into the backlog. */
    private List<VehicleFormat.Changed> shown(Map<String, Boolean> vehicles, LiveBoard board, List<String> gone) {
        var shown = new ArrayList<VehicleFormat.Changed>();
        int bytes = 0;
        for (var entry : vehicles.entrySet()) {
            var vehicle = board.vehicle(entry.getKey());
            if (vehicle == null || !backlog.subscription().shows(vehicle)) {
                gone.add(entry.getKey());
            } else if (bytes < FRAME_BYTES) {
                shown.add(new VehicleFormat.Changed(vehicle, entry.getValue()));
                bytes += format.size(vehicle);
            } else {
                backlog.addVehicle(entry.getKey(), entry.getValue());
            }
        }
        return shown;
    }

    /** The snapshot of a client that goes on holds all vehicles: so the cursor counts the events only. */
    private LogPosition after(Backlog.Portion part, LogPosition newest) {
        var last = part.position();
        if (last == null) {
            return part.areAllEvents() ? newest : cursor;
        }
        var isAhead = last.epoch().equals(newest.epoch()) && newest.compareTo(last) > 0;
        return part.areAllEvents() && isAhead ? newest : last;
    }

    /** Events that were missed, in frames; whole changes stay together. */
    List<FeedFrame> missed(List<FeedEvent> events) {
        var frames = new ArrayList<FeedFrame>();
        var changes = new ArrayList<String>();
        int bytes = 0;
        for (var event : events) {
            if (bytes > FRAME_BYTES && !event.position().equals(cursor)) {
                frames.add(FeedFrame.change(cursor, changes));
                changes = new ArrayList<>();
                bytes = 0;
            }
            changes.add(event.json());
            bytes += event.json().length();
            cursor = event.position();
        }
        if (!changes.isEmpty()) {
            frames.add(FeedFrame.change(cursor, changes));
        }
        return frames;
    }

    /** All events up to here have been sent. */
    void reached(LogPosition position) {
        cursor = position;
    }
}
