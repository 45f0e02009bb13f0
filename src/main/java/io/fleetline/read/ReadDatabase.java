package io.fleetline.read;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The database as readers see it: a pool of its own, whose connections only read, as dashboard_ro. */
@Singleton
public final class ReadDatabase {
    private static final String READER = "dashboard_ro";

    private final Jdbi jdbi;

    ReadDatabase(@DataSource("read") AgroalDataSource database) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
    }

    /**
     * With which every connection of the pool begins: after it, it reads, as dashboard_ro, for so long.
     *
     * @param user who connects
     * @param longestStatement whole seconds
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
