package io.fleetline.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGStatement;

/**
 * Runs a statement that joins a hypertable within bounds of time. Planned for its bounds it looks at a chunk or two; the plan for any
 * bounds, which the server takes for a statement that it has seen some times, would have all chunks in it.
 */
public final class PlannedEachTime {
    private PlannedEachTime() {}

    public static ResultSet query(PreparedStatement statement) throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement.executeQuery();
    }
}
