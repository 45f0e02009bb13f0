package io.fleetline.read;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Classifies database failures for readers. */
public final class DatabaseTrouble {
    private DatabaseTrouble() {}

    /** Whether the database is currently unavailable, so that the same query may succeed a little later. */
    public static boolean isAway(Throwable problem) {
        return problem instanceof JdbiException
                && problem.getCause() instanceof SQLException cause
                && isAway(cause.getSQLState());
    }

    /** The exception of the database or its driver. */
    static SQLException cause(Throwable problem) {
        return problem.getCause() instanceof SQLException e ? e : new SQLException(problem);
    }

    /**
     * Connection, resources, an operator's intervention, or a replica that had to continue its replay; without a state, the pool
     * has no connection.
     */
    private static boolean isAway(@Nullable String state) {
        return state == null || Stream.of("08", "40", "53", "57").anyMatch(state::startsWith);
    }
}
