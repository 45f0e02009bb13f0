package io.fleetline.store.table;

import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** How one kind of fact is stored. */
public interface FactTable<T> {

    /** The table's name, with its schema. */
    String name();

    FactKey key(T fact);

    /** The channel by which it was received, as far as the fact shows it. */
    FactSource source(T fact);

    /**
     * Stores them with one statement.
     *
     * @param facts sorted by key, no key twice
     * @return the keys of the rows that are new or have changed
     */
    List<FactKey> insert(Connection connection, List<T> facts, Instant now) throws SQLException;

    /** Whether a second fact with the key of the first cannot add anything. */
    default boolean absorbs(T first, T second) {
        return true;
    }

    /**
     * Updates what depends on these facts, in the same transaction.
     *
     * @param facts keys may repeat
     * @param changed the keys of the rows that are new or have changed
     */
    default void follow(Connection connection, List<T> facts, List<FactKey> changed, Instant now) throws SQLException {}
}
