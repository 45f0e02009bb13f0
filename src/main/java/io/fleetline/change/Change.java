package io.fleetline.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    public record Touched(String imei, Instant from, Instant to, String detail) {

        /** Vehicles in order, each with its spans in order. */
        private static final Comparator<Touched> BY_VEHICLE =
                Comparator.comparing(Touched::imei).thenComparing(Touched::from);

        /** Spans without details, those of one vehicle made one if no more time lies between them. */
        public static List<Touched> merged(List<Touched> spans, Duration between) {
            var merged = new ArrayList<Touched>();
            for (var span : spans.stream().sorted(BY_VEHICLE).toList()) {
                if (!merged.isEmpty() && merged.getLast().meets(span, between)) {
                    merged.add(merged.removeLast().until(span.to));
                } else {
                    merged.add(span);
                }
            }
            return merged;
        }

        private boolean meets(Touched later, Duration between) {
            return imei.equals(later.imei) && !later.from.isAfter(to.plus(between));
        }

        private Touched until(Instant end) {
            return end.isAfter(to) ? new Touched(imei, from, end, detail) : this;
        }
    }

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
