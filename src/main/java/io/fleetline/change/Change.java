package io.fleetline.change;

import java.time.Instant;
import java.util.List;

/**
 * What one statement of a committed transaction has changed in a table, or a part of it.
 *
 * @param position the place in the log after this change
 * @param at when it was appended, by the clock of the database; before the commit
 * @param kind the table, without its schema
 * @param gone whether the rows were removed
 * @param touched the rows; empty for a table without vehicles
 */
public record Change(LogPosition position, Instant at, String kind, boolean gone, List<Touched> touched) {

    /**
     * A row; for {@code position_history} the fixes of a vehicle.
     *
     * @param from the time in its key; for fixes of the earliest; 1970 for a table without times
     * @param to its end if it has one, otherwise the same; for fixes the time of the latest
     * @param detail the rest of its key; empty if there is none
     */
    public record Touched(String imei, Instant from, Instant to, String detail) {}

    /** The rows of a table that these changes name, repeats included. */
    public static List<Touched> rows(List<Change> changes, String kind) {
        return changes.stream()
                .filter(change -> change.kind().equals(kind))
                .flatMap(change -> change.touched().stream())
                .toList();
    }

    /** The same with these rows only. */
    Change of(List<Touched> some) {
        return new Change(position, at, kind, gone, some);
    }
}
