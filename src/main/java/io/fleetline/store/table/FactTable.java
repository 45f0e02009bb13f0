package io.fleetline.store.table;

import io.fleetline.fleet.FactSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** How one kind of fact is kept. */
public interface FactTable<T> {

    /** With its schema. */
    String name();

    FactKey key(T fact);

    /** The way by which it reached us, as far as the fact knows. */
    FactSource source(T fact);

    /**
     * Stores them with one statement.
     *
     * @param facts sorted by key, no key twice
     * @return the keys of the rows that are new or have changed
     */
    List<FactKey> insert(Connection connection, List<T> facts, Instant now) throws SQLException;

    /** Whether a second fact with the key of the first can tell nothing new. */
    default boolean absorbs(T first, T second) {
        return true;
    }

    /**
     * What else moves with these facts, in the same transaction.
     *
     * @param facts keys may repeat
     * @param changed the keys of the rows that are new or have changed
     */
    default void follow(Connection connection, List<T> facts, List<FactKey> changed, Instant now) throws SQLException {}
}
