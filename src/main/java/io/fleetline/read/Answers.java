package io.fleetline.read;

import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the database's functions make it. */
@Singleton
public final class Answers {
    private final ReadDatabase database;

    Answers(ReadDatabase database) {
        this.database = database;
    }

    /**
     * The single JSON text that a query yields.
     *
     * @param parameters named parameters; a {@code String[]} becomes a {@code text[]}
     */
    public String json(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql)
                        .bindMap(parameters)
                        .mapTo(String.class)
                        .one());
    }
}
