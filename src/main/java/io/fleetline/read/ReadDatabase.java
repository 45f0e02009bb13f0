package io.fleetline.read;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The readers' database: a separate pool, whose connections only read, as dashboard_ro. */
@Singleton
public final class ReadDatabase {
    private static final String READER = "dashboard_ro";

    private final Jdbi jdbi;

    ReadDatabase(@DataSource("read") AgroalDataSource database) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
    }

    /**
     * The SQL that every connection of the pool begins with: it makes the connection read-only, as dashboard_ro, with a statement timeout.
     *
     * @param user the user that connects
     * @param longestStatement the statement timeout, whole seconds
     */
    public static String connectionStart(String user, Duration longestStatement) {
        var start = "SET default_transaction_read_only = on; SET statement_timeout = '%ds'"
                .formatted(longestStatement.toSeconds());
        return user.equals(READER) ? start : start + "; SET ROLE " + READER;
    }

    public Jdbi jdbi() {
        return jdbi;
    }
}
