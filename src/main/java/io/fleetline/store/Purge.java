package io.fleetline.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes what nobody needs any more: old logs and old dead letters, never facts and never the audit log. It works in short
 * transactions, each with its row in the audit log, so it can be broken off and begun again at any time. Of several that run at once
 * one works.
 */
public final class Purge {
    /** 920145 and 920146 are those of the refreshes of readers' tables. */
    private static final long LOCK = 920_148;

    private static final int ROWS_PER_TRANSACTION = 10_000;
    private static final Duration LOCKS_WITHIN = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final AuditLog audit;

    /** @param jdbi connects as the owner of the tables, or as a superuser; one connection is taken */
    public Purge(Jdbi jdbi, InstantSource clock, AuditLog audit) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * For how many days to keep what is deleted after them; 0: for ever.
     *
     * @param logs the ingestion log, the log of refreshes and what polls have changed
     */
    public record Retention(int logs, int deadLetters) {
        public static final int FEWEST_DAYS = 7;

        /** @throws IllegalArgumentException for days that are negative, or fewer than anyone should keep */
        public Retention {
            check(logs);
            check(deadLetters);
        }

        private static void check(int days) {
            if (days != 0 && days < FEWEST_DAYS) {
                throw new IllegalArgumentException(
                        "%d days are too few: at least %d, or 0 to keep all".formatted(days, FEWEST_DAYS));
            }
        }
    }

    /** So many rows of a table, from before that time. */
    public record Deleted(String table, Instant before, long rows) {}

    /** What would be deleted now, table by table. */
    public List<Deleted> dryRun(Retention retention) {
        return jdbi.withHandle(handle -> tables(retention).stream()
                .map(table -> new Deleted(table.name(), table.before(), table.count(handle)))
                .toList());
    }

    /**
     * Deletes.
     *
     * @param onDeleted told after every transaction that deleted something
     * @return false when another process is at it
     */
    public boolean run(Retention retention, Consumer<Deleted> onDeleted) {
        return jdbi.withHandle(handle -> {
            if (!call(handle, "SELECT pg_try_advisory_lock(:lock)")) {
                return false;
            }
            try {
                tables(retention).forEach(table -> delete(handle, table, onDeleted));
                return true;
            } finally {
                call(handle, "SELECT pg_advisory_unlock(:lock)");
            }
        });
    }

    private static boolean call(Handle handle, String sql) {
        return handle.createQuery(sql).bind("lock", LOCK).mapTo(boolean.class).one();
    }

    private List<PurgedTable> tables(Retention retention) {
        var logsBefore = before(retention.logs());
        return List.of(
                PurgedTable.hypertable("tracksolid.ingestion_log", "started_at", logsBefore),
                PurgedTable.plain("reporting.refresh_log", "started_at", logsBefore),
                PurgedTable.plain("infrastructure.poll_changes", "changed_at", logsBefore),
                PurgedTable.plain("infrastructure.dead_letters", "received_at", before(retention.deadLetters())));
    }

    private Instant before(int days) {
        return days == 0 ? Instant.EPOCH : clock.instant().minus(days, ChronoUnit.DAYS);
    }

    private void delete(Handle handle, PurgedTable table, Consumer<Deleted> onDeleted) {
        for (long rows = deleteSome(handle, table); rows > 0; rows = deleteSome(handle, table)) {
            onDeleted.accept(new Deleted(table.name(), table.before(), rows));
        }
    }

    private long deleteSome(Handle handle, PurgedTable table) {
        return handle.inTransaction(transaction -> {
            // Whoever waits for a lock makes others wait behind it: not for long.
            transaction.execute("SET LOCAL lock_timeout = %d".formatted(LOCKS_WITHIN.toMillis()));
            long rows = table.delete(transaction, ROWS_PER_TRANSACTION);
            if (rows > 0) {
                audit.record(
                        transaction,
                        "purge",
                        table.name(),
                        Map.of("rows", rows, "before", table.before().toString()));
            }
            return rows;
        });
    }
}
