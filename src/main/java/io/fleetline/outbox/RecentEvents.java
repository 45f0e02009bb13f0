package io.fleetline.outbox;

import io.fleetline.change.LogPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest events, kept for all endpoints of this process together: who is up to date asks no database. */
final class RecentEvents {
    private static final int MOST_EVENTS = 5_000;
    private static final int MOST_CHARACTERS = 8 << 20;

    private final List<OutboxEvent> events = new ArrayList<>();
    private int characters;
    private @Nullable EventCursor start;
    private @Nullable LogPosition head;

    /** Forgets all, and begins at this place. */
    synchronized void begin(LogPosition position) {
        events.clear();
        characters = 0;
        start = EventCursor.after(position);
        head = position;
    }

    /**
     * Adds the events that follow.
     *
     * @param reached up to here there are no others
     */
    synchronized void add(List<OutboxEvent> more, LogPosition reached) {
        events.addAll(more);
        characters += more.stream().mapToInt(event -> event.document().length()).sum();
        head = reached;
        forgetOldest();
    }

    /** Half of them at once, because to remove the first of a list moves all others. */
    private void forgetOldest() {
        while (events.size() > MOST_EVENTS || (characters > MOST_CHARACTERS && !events.isEmpty())) {
            var oldest = events.subList(0, (events.size() + 1) / 2);
            start = oldest.getLast().cursor();
            characters -=
                    oldest.stream().mapToInt(event -> event.document().length()).sum();
            oldest.clear();
        }
    }

    /** What follows a place; null: it must be read from the database. */
    synchronized @Nullable Stretch after(EventCursor cursor, int atMost) {
        if (start == null
                || head == null
                || !start.change().epoch().equals(cursor.change().epoch())
                || cursor.compareTo(start) < 0) {
            return null;
        }
        int first = firstAfter(cursor);
        int end = Math.min(events.size(), first + atMost);
        var some = List.copyOf(events.subList(first, end));
        boolean isEnd = end == events.size();
        return new Stretch(
                some,
                isEnd ? later(cursor, EventCursor.after(head)) : some.getLast().cursor(),
                isEnd);
    }

    private static EventCursor later(EventCursor one, EventCursor other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private int firstAfter(EventCursor cursor) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).cursor().compareTo(cursor) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
