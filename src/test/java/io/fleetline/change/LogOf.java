package io.fleetline.change;

import io.fleetline.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The change log of a test's database, ticked by hand. */
final class LogOf implements AutoCloseable {
    private final DataSource direct;
    private final Connection connection;
    private final Ticker ticker;

    LogOf(TestDatabase database) throws SQLException {
        direct = database.direct();
        connection = direct.getConnection();
        LogSwitch.open(direct);
        ticker = new Ticker(direct, Duration.ofMillis(1), _ -> {});
        ticker.turn();
    }

    DataSource direct() {
        return direct;
    }

    void tick() {
        ticker.turn();
    }

    LogPosition newest() throws SQLException {
        return newestIfAny().orElseThrow();
    }

    Optional<LogPosition> newestIfAny() throws SQLException {
        return ChangeReader.newest(connection);
    }

    List<Change> after(LogPosition position) throws SQLException, PositionLostException {
        return ChangeReader.after(connection, position, 1_000);
    }

    @Override
    public void close() throws SQLException {
        ticker.close();
        connection.close();
    }
}
