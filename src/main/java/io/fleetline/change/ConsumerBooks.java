package io.fleetline.change;

import io.fleetline.change.Change.Touched;
import io.fleetline.database.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A consumer's row in {@code infrastructure.change_consumers}, and its dead letters. */
final class ConsumerBooks {

    private static final String REGISTER = """
            INSERT INTO infrastructure.change_consumers (name)
            SELECT ? WHERE NOT EXISTS (SELECT FROM infrastructure.change_consumers WHERE name = ?)
            ON CONFLICT DO NOTHING
            """;

    /** A row that another process holds is left out. */
    private static final String LOCK = """
            SELECT epoch, tick, ordinal, failures FROM infrastructure.change_consumers WHERE name = ? FOR UPDATE SKIP LOCKED
            """;

    private static final String MOVE = """
            UPDATE infrastructure.change_consumers
            SET epoch = ?, tick = ?, ordinal = ?, moved_at = clock_timestamp(), failures = 0, failing_since = NULL, last_error = NULL
            WHERE name = ?
            """;

    private static final String FAIL = """
            UPDATE infrastructure.change_consumers
            SET failures = failures + 1, failing_since = coalesce(failing_since, now()), last_error = ?
            WHERE name = ?
            """;

    private static final String BURY = """
            INSERT INTO infrastructure.change_dead_letters (consumer, kind, gone, imei, from_us, to_us, detail, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final String name;

    ConsumerBooks(String name) {
        this.name = name;
    }

    /** @param failures attempts that have failed since the last success */
    record Standing(LogPosition position, int failures) {}

    /** Locks the row, which it makes if it is missing, until the transaction ends; empty if another process has locked it. */
    Optional<Standing> lock(Connection connection) throws SQLException {
        var standing = lockIfThere(connection);
        if (standing.isPresent()) {
            return standing;
        }
        try (var register = connection.prepareStatement(REGISTER)) {
            register.setString(1, name);
            register.setString(2, name);
            return register.executeUpdate() == 1 ? lockIfThere(connection) : Optional.empty();
        }
    }

    private Optional<Standing> lockIfThere(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, name);
            try (var row = lock.executeQuery()) {
                return row.next()
                        ? Optional.of(new Standing(
                                new LogPosition(row.getString(1), row.getLong(2), row.getInt(3)), row.getInt(4)))
                        : Optional.empty();
            }
        }
    }

    void move(Connection connection, LogPosition position) throws SQLException {
        try (var move = connection.prepareStatement(MOVE)) {
            move.setString(1, position.epoch());
            move.setLong(2, position.tick());
            move.setInt(3, position.ordinal());
            move.setString(4, name);
            move.executeUpdate();
        }
    }

    void failed(Connection connection, String error) throws SQLException {
        try (var fail = connection.prepareStatement(FAIL)) {
            fail.setString(1, error);
            fail.setString(2, name);
            fail.executeUpdate();
        }
    }

    /** @param change with one row at most */
    void bury(Connection connection, Change change, String reason) throws SQLException {
        var touched = change.touched().stream().findFirst();
        try (var bury = connection.prepareStatement(BURY)) {
            bury.setString(1, name);
            bury.setString(2, change.kind());
            bury.setBoolean(3, change.gone());
            bury.setString(4, touched.map(Touched::imei).orElse(null));
            bury.setObject(5, touched.map(row -> Times.micros(row.from())).orElse(null));
            bury.setObject(6, touched.map(row -> Times.micros(row.to())).orElse(null));
            bury.setString(7, touched.map(Touched::detail).orElse(null));
            bury.setString(8, reason);
            bury.executeUpdate();
        }
    }
}
