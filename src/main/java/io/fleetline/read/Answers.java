package io.fleetline.read;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/** JSON as the database's functions make it. */
@Singleton
public final class Answers {
    private final Jdbi jdbi;

    Answers(AgroalDataSource database) {
        this.jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
    }

    /**
     * The single JSON text that a query yields.
     *
     * @param parameters named parameters; a {@code String[]} becomes a {@code text[]}
     */
    public String json(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql).bindMap(parameters).mapTo(String.class).one());
    }
}
