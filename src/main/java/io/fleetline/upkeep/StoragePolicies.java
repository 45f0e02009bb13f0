package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.database.SqlTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Applies {@code infrastructure.storage_policies} to the hypertables, and creates their next chunks before the first fact needs
 * them: the transaction that creates a chunk blocks every other writer of the table. Each table has its own transactions, so that a
 * failure does not affect the others. Only one process works at a time.
 */
public final class StoragePolicies {
    private static final Duration LOCKS_WITHIN = Duration.ofSeconds(2);
    private static final String APPLY = "SELECT infrastructure.apply_storage_policy(:table)::text";
    private static final String MAKE_CHUNKS =
            "SELECT infrastructure.make_chunks_ahead_of(:table, now() + INTERVAL '1 day')::text";

    private final Jdbi jdbi;

    /** @param jdbi connects as the owner of the tables, or as a superuser; one connection is used */
    public StoragePolicies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A table that could not be processed.
     *
     * @param table with its schema
     * @param reason the database's message
     */
    public record Problem(String table, String reason) {
        static Problem of(String table, JdbiException e) {
            return new Problem(table, SqlTrouble.inWords(e));
        }
    }

    /** Applies the chunk interval and the compression settings of every table. The schema must be migrated. */
    public List<Problem> apply() {
        return forEachTable(APPLY);
    }

    /** Creates the chunks of the next 24 hours. The schema must be migrated. */
    public List<Problem> makeChunksAhead() {
        return forEachTable(MAKE_CHUNKS);
    }

    private List<Problem> forEachTable(String sql) {
        return jdbi.withHandle(
                        handle -> AdvisoryLock.STORAGE_POLICIES.runIfFree(handle, locked -> forEachTable(locked, sql)))
                .orElse(List.of());
    }

    private static List<Problem> forEachTable(Handle handle, String sql) {
        var problems = new ArrayList<Problem>();
        tables(handle).forEach(table -> run(handle, sql, table, problems));
        return problems;
    }

    private static List<String> tables(Handle handle) {
        return handle.createQuery("SELECT hypertable FROM infrastructure.storage_policies ORDER BY hypertable")
                .mapTo(String.class)
                .list();
    }

    private static void run(Handle handle, String sql, String table, List<Problem> problems) {
        try {
            handle.useTransaction(transaction -> {
                transaction.execute("SET LOCAL lock_timeout = %d".formatted(LOCKS_WITHIN.toMillis()));
                transaction
                        .createQuery(sql)
                        .bind("table", table)
                        .mapTo(String.class)
                        .one();
            });
        } catch (JdbiException e) {
            problems.add(Problem.of(table, e));
        }
    }
}
