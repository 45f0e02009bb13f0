package io.fleetline.read.analytics;

import io.fleetline.read.Tagged;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list of a report's answer as CSV (RFC 4180), with a header line.
 *
 * @param csv with the tag of the answer
 * @param next the cursor of the rows beyond the limit; null if there are none
 * @param first the first business day, as an ISO date
 * @param last the last business day
 */
record Table(Tagged csv, @Nullable String next, String first, String last) {
    static Table of(ResultSet row) throws SQLException {
        return new Table(
                new Tagged(row.getString("body"), row.getString("tag")),
                row.getString("next"),
                row.getString("first"),
                row.getString("last"));
    }

    /** The business days that it covers: one, or the first and the last. */
    Stream<String> days() {
        return Stream.of(first, last).distinct();
    }
}
