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
 * Keeps the hypertables as {@code infrastructure.storage_policies} says, and makes their next chunks before the first fact needs them: the transaction that
 * makes a chunk holds up every other writer of the table. Each table has transactions of its own, so that one that fails stops no other. Of several
 * processes at once one works.
 */
public final class StoragePolicies {
    private static final Duration LOCKS_WITHIN = Duration.ofSeconds(2);
    private static final String APPLY = "SELECT infrastructure.apply_storage_policy(:table)::text";
    private static final String MAKE_CHUNKS =
            "SELECT infrastructure.make_chunks_ahead_of(:table, now() + INTERVAL '1 day')::text";

    private final Jdbi jdbi;

    /** @param jdbi connects as the owner of the tables, or as a superuser; one connection is taken */
    public StoragePolicies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What could not be done for a table.
     *
     * @param table with its schema
     * @param reason in the database's words
     */
    public record Problem(String table, String reason) {
        static Problem of(String table, JdbiException e) {
            return new Problem(table, SqlTrouble.inWords(e));
        }
    }

    /** Gives every table its chunk interval and its compression settings. The tables must have been migrated. */
    public List<Problem> apply() {
        return forEachTable(APPLY);
    }

    /** Makes the chunks of the next 24 hours. The tables must have been migrated. */
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
