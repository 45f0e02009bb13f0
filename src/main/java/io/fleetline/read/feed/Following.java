package io.fleetline.read.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.change.LogPosition;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveVehicle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One subscription of a client: turns its backlog into frames, each with the cursor at which the client can go on. */
final class Following {
    static final int FRAME_BYTES = 32 << 10;

    private final Backlog backlog;
    private LogPosition cursor;
    private @Nullable List<String> unsent;
    private int next;
    private int pages;

    /** @param cursor the client has all events up to here */
    Following(Backlog backlog, LogPosition cursor) {
        this.backlog = backlog;
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
            frames.add(page(unsent, board, now));
        }
        frames.addAll(changes(part, board, newest, now));
        return frames;
    }

    private FeedFrame page(List<String> imeis, LiveBoard board, Instant now) {
        var features = new ArrayList<String>();
        int bytes = 0;
        while (next < imeis.size() && bytes < FRAME_BYTES) {
            var vehicle = board.vehicle(imeis.get(next++));
            if (vehicle != null && backlog.subscription().shows(vehicle)) {
                var feature = feature(vehicle, now);
                bytes += feature.length();
                features.add(feature);
            }
        }
        var isLast = next >= imeis.size();
        unsent = isLast ? null : imeis;
        return FeedFrame.snapshot(cursor, ++pages, isLast, features);
    }

    private List<FeedFrame> changes(Backlog.Portion part, LiveBoard board, LogPosition newest, Instant now) {
        var frames = new ArrayList<FeedFrame>();
        var changes = new ArrayList<String>();
        var gone = new ArrayList<String>();
        part.vehicles().forEach((imei, changesStatus) -> {
            var vehicle = board.vehicle(imei);
            if (vehicle != null && backlog.subscription().shows(vehicle)) {
                changes.add(change(vehicle, changesStatus, now));
            } else {
                gone.add(imei);
            }
        });
        part.events().forEach(event -> changes.add(event.json()));
        var before = cursor;
        cursor = after(part, newest);
        if (!gone.isEmpty()) {
            frames.add(FeedFrame.out(changes.isEmpty() ? cursor : before, gone));
        }
        if (!changes.isEmpty()) {
            frames.add(FeedFrame.change(cursor, changes));
        }
        return frames;
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

    private static String change(LiveVehicle vehicle, boolean changesStatus, Instant now) {
        var kind = changesStatus ? FeedKind.STATUS : FeedKind.POSITION;
        return "{\"kind\":\"%s\",\"vehicle\":%s}".formatted(kind.word(), feature(vehicle, now));
    }

    private static String feature(LiveVehicle vehicle, Instant now) {
        var feature = vehicle.at(now).feature();
        return feature == null ? "null" : new String(feature, UTF_8);
    }
}
