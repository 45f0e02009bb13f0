package io.fleetline.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGStatement;

/**
 * Runs a statement that joins a hypertable within time bounds. Planned for its bounds it reads a chunk or two; the generic plan, to which the
 * server switches after some executions, would include all chunks.
 */
public final class PlannedEachTime {
    private PlannedEachTime() {}

    public static ResultSet query(PreparedStatement statement) throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement.executeQuery();
    }
}
