package io.fleetline.change;

import io.fleetline.change.Change.Touched;
import io.fleetline.database.Times;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the change log: every reader gets the same changes in the same order. */
public final class ChangeReader {

    /** Without a tick of the present epoch the log is off, or has just been opened. */
    private static final String NEWEST = """
            SELECT t.epoch, t.tick,
                   (SELECT count(*) FROM infrastructure.fn_changes_of_ticks(t.tick - 1, 1)) AS changes
            FROM infrastructure.ticks t
            JOIN infrastructure.change_log l ON l.epoch = t.epoch AND l.epoch <> ''
            ORDER BY t.tick DESC LIMIT 1
            """;

    private static final String AFTER = """
            SELECT c.tick, c.ordinal, c.at, c.kind, c.gone, c.imeis, c.from_us, c.to_us, c.details
            FROM infrastructure.fn_changes_of_ticks(?, ?) c
            WHERE (c.tick, c.ordinal) > (?, ?)
            ORDER BY c.tick, c.ordinal
            LIMIT ?
            """;

    /** The rest of a tick needs the tick before. Asked after the changes: if the ticks are still there, the changes were. */
    private static final String IS_KNOWN = """
            SELECT count(DISTINCT t.tick) = least(p.tick, 2)
            FROM (SELECT ?::bigint AS tick, ?::text AS epoch) p
            JOIN infrastructure.change_log l USING (epoch)
            JOIN infrastructure.ticks t USING (epoch)
            WHERE t.tick IN (p.tick - 1, p.tick)
            GROUP BY p.tick
            """;

    private ChangeReader() {}

    /** The end of the log; empty while it is off, or has no tick yet. Who reads the state of a table reads this first. */
    public static Optional<LogPosition> newest(Connection connection) throws SQLException {
        try (var newest = connection.prepareStatement(NEWEST);
                var row = newest.executeQuery()) {
            return row.next()
                    ? Optional.of(new LogPosition(row.getString(1), row.getLong(2), row.getInt(3)))
                    : Optional.empty();
        }
    }

    /** Whether changes are appended. Just after it was opened, the log is on without a {@link #newest} position. */
    public static boolean isOn(Connection connection) throws SQLException {
        try (var epoch = connection.prepareStatement("SELECT epoch <> '' FROM infrastructure.change_log");
                var row = epoch.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /**
     * The changes after a position, oldest first.
     *
     * @param atMost of them
     * @return fewer than asked for: there are no more yet
     * @throws PositionLostException if some of them have been dropped, or the position is of another epoch
     */
    public static List<Change> after(Connection connection, LogPosition position, int atMost)
            throws SQLException, PositionLostException {
        var changes = changes(connection, position, atMost);
        if (!isKnown(connection, position)) {
            throw new PositionLostException(position);
        }
        return changes;
    }

    private static List<Change> changes(Connection connection, LogPosition position, int atMost) throws SQLException {
        try (var after = connection.prepareStatement(AFTER)) {
            after.setLong(1, position.tick() - 1);
            // The tick of the position itself, of which nothing may be left; each further one has a change.
            after.setInt(2, atMost + 1);
            after.setLong(3, position.tick());
            after.setInt(4, position.ordinal());
            after.setInt(5, atMost);
            var changes = new ArrayList<Change>();
            var rows = after.executeQuery();
            while (rows.next()) {
                changes.add(change(position.epoch(), rows));
            }
            return changes;
        }
    }

    private static boolean isKnown(Connection connection, LogPosition position) throws SQLException {
        try (var known = connection.prepareStatement(IS_KNOWN)) {
            known.setLong(1, position.tick());
            known.setString(2, position.epoch());
            try (var row = known.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static Change change(String epoch, ResultSet row) throws SQLException {
        return new Change(
                new LogPosition(epoch, row.getLong("tick"), row.getInt("ordinal")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("kind"),
                row.getBoolean("gone"),
                touched(row));
    }

    private static List<Touched> touched(ResultSet row) throws SQLException {
        var imeis = elements(row.getArray("imeis"), new String[0]);
        var from = elements(row.getArray("from_us"), new Long[0]);
        var to = elements(row.getArray("to_us"), new Long[0]);
        var details = elements(row.getArray("details"), new String[0]);
        var touched = new ArrayList<Touched>(imeis.length);
        for (var i = 0; i < imeis.length; i++) {
            touched.add(new Touched(
                    imeis[i],
                    Times.instant(from.length == 0 ? 0 : from[i]),
                    Times.instant(to.length == 0 ? 0 : to[i]),
                    details.length == 0 ? "" : details[i]));
        }
        return touched;
    }

    @SuppressWarnings("unchecked") // the driver gives an array of the class of its elements
    private static <E> E[] elements(@Nullable Array array, E[] none) throws SQLException {
        return array == null ? none : (E[]) array.getArray();
    }
}
