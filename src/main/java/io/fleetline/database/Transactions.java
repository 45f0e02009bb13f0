package io.fleetline.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/** Runs work in transactions, with a limit on concurrent ones. */
public final class Transactions {

    private static final int REPEATS = 3;
    /** The class of SQL states for failed connections. */
    private static final String NO_CONNECTION = "08001";

    private final DataSource dataSource;
    private final Semaphore places;
    private final Runnable onCommit;

    public Transactions(DataSource dataSource) {
        this(dataSource, Integer.MAX_VALUE, () -> {});
    }

    /**
     * Limited and heard.
     *
     * @param atOnce the most concurrent connections
     * @param onCommit runs after each commit; must return quickly
     */
    public Transactions(DataSource dataSource, int atOnce, Runnable onCommit) {
        this.dataSource = dataSource;
        this.places = new Semaphore(atOnce, true);
        this.onCommit = onCommit;
    }

    public interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    /** All or nothing. Retried up to three times after a conflict with another transaction. */
    public <R> R run(Work<R> work) throws SQLException {
        places.acquireUninterruptibly();
        try {
            return repeated(work);
        } finally {
            places.release();
        }
    }

    private <R> R repeated(Work<R> work) throws SQLException {
        for (var attempt = 0; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (SqlTrouble.of(e) != SqlTrouble.CONFLICT || attempt == REPEATS) {
                    throw e;
                }
            }
        }
    }

    private <R> R once(Work<R> work) throws SQLException {
        // The pool resets auto-commit when the connection is returned.
        try (var connection = connection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.run(connection);
                connection.commit();
                onCommit.run();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** Without a connection nothing can be written, whatever the server's reason, such as 55000 of a database that accepts none. */
    private Connection connection() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage(), NO_CONNECTION, e);
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
