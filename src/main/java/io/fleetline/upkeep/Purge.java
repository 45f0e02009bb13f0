package io.fleetline.upkeep;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.database.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Deletes old logs, old dead letters, and facts past their retention in {@code infrastructure.storage_policies}; never the audit log.
 * Nothing else deletes them, on either edition of TimescaleDB. It works in short transactions, each with its row in the audit log, so it
 * can be interrupted and restarted at any time. Only one process purges at a time.
 */
public final class Purge {
    private static final String LOG = "tracksolid.ingestion_log";
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
     * The days after which data is deleted; 0: never.
     *
     * @param logs the ingestion log, the refresh log and the log of changes by polls
     */
    public record Retention(int logs, int deadLetters) {
        public static final int FEWEST_DAYS = 7;

        /** @throws IllegalArgumentException for negative days, or fewer than the minimum */
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

    /** The number of rows of a table that were deleted, all from before that time. */
    public record Deleted(String table, Instant before, long rows) {}

    /** What would be deleted now, per table. */
    public List<Deleted> dryRun(Retention retention) {
        return jdbi.withHandle(handle -> tables(handle, retention).stream()
                .map(table -> new Deleted(table.name(), table.before(), table.count(handle)))
                .toList());
    }

    /**
     * Purges.
     *
     * @param onDeleted called after every transaction that deleted rows
     * @return false if another process is purging
     * @throws JdbiException if a table could not be purged; the others were purged
     */
    public boolean run(Retention retention, Consumer<Deleted> onDeleted) {
        return jdbi.withHandle(handle -> AdvisoryLock.PURGE.runIfFree(handle, locked -> {
                    deleteAll(locked, tables(locked, retention), onDeleted);
                    return true;
                }))
                .orElse(false);
    }

    private void deleteAll(Handle handle, List<PurgedTable> tables, Consumer<Deleted> onDeleted) {
        var troubles = new ArrayList<JdbiException>();
        for (var table : tables) {
            try {
                delete(handle, table, onDeleted);
            } catch (JdbiException e) {
                troubles.add(e);
            }
        }
        if (!troubles.isEmpty()) {
            throw troubles.getFirst();
        }
    }

    private List<PurgedTable> tables(Handle handle, Retention retention) {
        var logsBefore = before(retention.logs());
        var tables = new ArrayList<>(List.of(
                PurgedTable.hypertable(LOG, "started_at", logsBefore),
                PurgedTable.plain("reporting.refresh_log", "started_at", logsBefore),
                PurgedTable.plain("infrastructure.poll_changes", "changed_at", logsBefore),
                PurgedTable.plain("infrastructure.dead_letters", "received_at", before(retention.deadLetters()))));
        tables.addAll(facts(handle));
        return tables;
    }

    /** The hypertables whose facts have a retention. */
    private List<PurgedTable> facts(Handle handle) {
        return handle.createQuery("""
                        SELECT s.hypertable, d.column_name, :now - s.retain_for
                        FROM infrastructure.storage_policies s
                        JOIN timescaledb_information.dimensions d
                            ON s.hypertable = d.hypertable_schema || '.' || d.hypertable_name AND d.dimension_number = 1
                        WHERE s.retain_for IS NOT NULL AND s.hypertable <> :log
                        ORDER BY s.hypertable
                        """)
                .bind("now", Times.utc(clock.instant()))
                .bind("log", LOG)
                .map((row, _) -> PurgedTable.hypertable(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    private Instant before(int days) {
        return days == 0 ? Instant.EPOCH : clock.instant().minus(days, ChronoUnit.DAYS);
    }

    private void delete(Handle handle, PurgedTable table, Consumer<Deleted> onDeleted) {
        for (long rows = deleteBatch(handle, table); rows > 0; rows = deleteBatch(handle, table)) {
            onDeleted.accept(new Deleted(table.name(), table.before(), rows));
        }
    }

    private long deleteBatch(Handle handle, PurgedTable table) {
        return handle.inTransaction(transaction -> {
            // Sessions that wait for a lock block others behind them, so do not wait long.
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
