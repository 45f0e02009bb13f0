package io.fleetline.change;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Applies changes to something that is derived from facts. Each change is applied once, in the order of the log, whatever process does it. */
public interface ChangeConsumer {

    /** How long it may rest after a batch that took long, while facts are stored faster than it can follow without slowing them down. */
    default Duration longestRest() {
        return Duration.ofSeconds(10);
    }

    /** Its name in {@code infrastructure.change_consumers}; it never changes. */
    String name();

    /**
     * Applies the changes. The facts may be newer than the changes say.
     *
     * @param connection in the transaction that also moves the position
     */
    void apply(Connection connection, List<Change> changes) throws SQLException;

    /** Computes everything anew: the first time, after a restore, and when the log no longer holds what follows the position. */
    void rebuild(Connection connection) throws SQLException;
}
