package io.fleetline.change;

import io.fleetline.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The change log of a test's database, ticked by hand. */
final class LogOf implements AutoCloseable {
    private final DataSource direct;
    private final Connection connection;
    private final Ticker ticker;

    LogOf(TestDatabase database) throws SQLException {
        direct = direct(database);
        connection = direct.getConnection();
        LogSwitch.open(direct);
        ticker = new Ticker(direct, Duration.ofMillis(1), () -> {});
        ticker.turn();
    }

    /** Opens a new connection for each call, as the ticker and the doorbell need it. */
    static DataSource direct(TestDatabase database) {
        var direct = new PGSimpleDataSource();
        direct.setURL("jdbc:" + database.url().replaceFirst("//[^@]*@", "//"));
        var login = database.url().replaceFirst("postgresql://([^@]*)@.*", "$1").split(":", 2);
        direct.setUser(login[0]);
        direct.setPassword(login[1]);
        return direct;
    }

    DataSource direct() {
        return direct;
    }

    void tick() {
        ticker.turn();
    }

    LogPosition newest() throws SQLException {
        return ChangeReader.newest(connection).orElseThrow();
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
