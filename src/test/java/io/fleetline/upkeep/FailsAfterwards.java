package io.fleetline.upkeep;

import io.fleetline.change.Change;
import io.fleetline.change.ChangeConsumer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Does the work of another consumer and fails before the commit, as if the process had been killed. */
record FailsAfterwards(ChangeConsumer consumer) implements ChangeConsumer {
    @Override
    public String name() {
        return consumer.name();
    }

    @Override
    public void apply(Connection connection, List<Change> changes) throws SQLException {
        consumer.apply(connection, changes);
        throw new SQLException("killed", "57P01");
    }

    @Override
    public void rebuild(Connection connection) throws SQLException {
        consumer.rebuild(connection);
        throw new SQLException("killed", "57P01");
    }
}
