package io.fleetline.read;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for those who wait for its answer. */
public final class DatabaseTrouble {
    private DatabaseTrouble() {}

    /** Whether the database does not answer at the moment: the same question may be answered a little later. */
    public static boolean isAway(Throwable problem) {
        return problem instanceof JdbiException
                && problem.getCause() instanceof SQLException cause
                && isAway(cause.getSQLState());
    }

    /** What the database or its driver said. */
    static SQLException cause(Throwable problem) {
        return problem.getCause() instanceof SQLException e ? e : new SQLException(problem);
    }

    /**
     * Connection, resources, an operator's intervention, or a replica that had to go on replaying; without a state it is the pool
     * that has no connection.
     */
    private static boolean isAway(@Nullable String state) {
        return state == null || Stream.of("08", "40", "53", "57").anyMatch(state::startsWith);
    }
}
