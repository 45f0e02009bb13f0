package io.fleetline.upkeep;

import io.fleetline.database.Times;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A table whose rows are purged once they are older than a time.
 *
 * @param time the time column
 * @param byChunks whether whole chunks are dropped; a chunk that is only partly old enough stays
 */
record PurgedTable(String name, String time, Instant before, boolean byChunks) {
    /** The end of the last chunk that is entirely old enough. */
    private static final String OLD_CHUNKS_END = """
            (SELECT max(range_end) FROM timescaledb_information.chunks
             WHERE hypertable_schema || '.' || hypertable_name = :name AND range_end <= :before)
            """;

    static PurgedTable hypertable(String name, String time, Instant before) {
        return new PurgedTable(name, time, before, true);
    }

    /** A table with an {@code id} column. */
    static PurgedTable plain(String name, String time, Instant before) {
        return new PurgedTable(name, time, before, false);
    }

    /** The number of rows to delete. */
    long count(Handle handle) {
        var end = byChunks ? OLD_CHUNKS_END : ":before";
        return bind(handle.createQuery("SELECT count(*) FROM %s WHERE %s < %s".formatted(name, time, end)))
                .mapTo(Long.class)
                .one();
    }

    /** @return the number of deleted rows; 0 if none are left */
    long delete(Handle handle, int atMost) {
        return byChunks ? dropChunks(handle) : deleteRows(handle, atMost);
    }

    private long dropChunks(Handle handle) {
        long rows = count(handle);
        bind(handle.createQuery("SELECT drop_chunks(:name::regclass, older_than => :before)"))
                .mapTo(String.class)
                .list();
        if (rows > 0) {
            bind(handle.createQuery("SELECT infrastructure.fn_follow_purge(:name, :before)::text"))
                    .mapTo(String.class)
                    .list();
        }
        return rows;
    }

    private long deleteRows(Handle handle, int atMost) {
        return bind(handle.createUpdate("""
                        DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE %2$s < :before ORDER BY %2$s LIMIT :at_most)
                        """.formatted(name, time)))
                .bind("at_most", atMost)
                .execute();
    }

    private <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bind("name", name).bind("before", Times.utc(before));
    }
}
