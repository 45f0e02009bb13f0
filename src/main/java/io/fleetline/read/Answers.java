package io.fleetline.read;

import jakarta.inject.Singleton;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** JSON as the database's functions return it. */
@Singleton
public final class Answers {
    private final ReadDatabase database;

    Answers(ReadDatabase database) {
        this.database = database;
    }

    /**
     * The single JSON text that a query returns.
     *
     * @param parameters named parameters; a {@code String[]} becomes a {@code text[]}
     */
    public String json(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return one(sql, parameters, (row, _) -> row.getString(1));
    }

    /**
     * The row {@code body, tag} that a query returns: a JSON text, and a tag that stays the same as long as the content does.
     *
     * @param parameters named parameters; a {@code String[]} becomes a {@code text[]}
     */
    public Tagged tagged(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return one(sql, parameters, (row, _) -> new Tagged(row.getString("body"), row.getString("tag")));
    }

    /**
     * The single row that a query returns.
     *
     * @param parameters named parameters; a {@code String[]} becomes a {@code text[]}
     */
    public <T> T one(String sql, Map<String, ? extends @Nullable Object> parameters, RowMapper<T> mapper) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery(sql).bindMap(parameters).map(mapper).one());
    }
}
