package io.fleetline.read;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The database as readers see it. */
@Singleton
public final class ReadDatabase {
    private final Jdbi jdbi;

    ReadDatabase(AgroalDataSource database) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
    }

    public Jdbi jdbi() {
        return jdbi;
    }
}
