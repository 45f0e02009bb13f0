package io.fleetline.outbox;

import io.fleetline.change.LogPosition;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A place in the stream of events: after so many rows of a change. Also the name of the event that ends there.
 *
 * @param change the change, or the place in the change log if all of it is done
 * @param row rows of the change that are done, from 1; {@link #ALL}: all of them
 */
record EventCursor(LogPosition change, int row) implements Comparable<EventCursor> {
    static final int ALL = 0;

    private static final String ID_PREFIX = "evt_";
    private static final Pattern ROW = Pattern.compile("(.+\\..+\\..+)\\.([1-9][0-9]{0,8})");
    private static final Comparator<EventCursor> ORDER = Comparator.comparing(EventCursor::change)
            .thenComparingInt(cursor -> cursor.row == ALL ? Integer.MAX_VALUE : cursor.row);

    /** After the whole change at this position. */
    static EventCursor after(LogPosition position) {
        return new EventCursor(position, ALL);
    }

    /**
     * Reads what {@link #toString} has written, a cursor of the live feed, or the id of an event.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static EventCursor parse(String text) {
        var plain =
                text.startsWith(ID_PREFIX) ? text.substring(ID_PREFIX.length()).replace('_', '.') : text;
        var row = ROW.matcher(plain);
        return row.matches()
                ? new EventCursor(LogPosition.parse(row.group(1)), Integer.parseInt(row.group(2)))
                : after(LogPosition.parse(plain));
    }

    /** Where the log is read on: if a part of a change is done, before that change. */
    LogPosition readFrom() {
        return row == ALL ? change : new LogPosition(change.epoch(), change.tick(), Math.max(change.ordinal() - 1, 0));
    }

    /** @throws IllegalArgumentException if the other one is of another epoch */
    @Override
    public int compareTo(EventCursor other) {
        return ORDER.compare(this, other);
    }

    /** The id of the event that ends here: the same in every process and at each attempt, and without a dot. */
    String eventId() {
        return ID_PREFIX + toString().replace('.', '_');
    }

    @Override
    public String toString() {
        return row == ALL ? change.toString() : change + "." + row;
    }
}
