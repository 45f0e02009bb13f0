package io.fleetline.change;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A place in the change log, the same in every process: after so many changes of a tick.
 *
 * @param epoch positions of two epochs cannot be compared: a new one begins after a restore, or when the log has been off
 * @param tick the number of the tick, from 1
 * @param ordinal the changes of the tick that lie before the place, from 0
 */
public record LogPosition(String epoch, long tick, int ordinal) implements Comparable<LogPosition> {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})\\.([0-9]{1,18})\\.([0-9]{1,9})");
    private static final Comparator<LogPosition> ORDER =
            Comparator.comparingLong(LogPosition::tick).thenComparingInt(LogPosition::ordinal);

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static LogPosition parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a position has the form epoch.tick.ordinal, such as 0af3b21c.1042.7");
        }
        return new LogPosition(parts.group(1), Long.parseLong(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    /** @throws IllegalArgumentException if the other one is of another epoch */
    @Override
    public int compareTo(LogPosition other) {
        if (!epoch.equals(other.epoch)) {
            throw new IllegalArgumentException("positions of two epochs cannot be compared");
        }
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%s.%d.%d".formatted(epoch, tick, ordinal);
    }
}
