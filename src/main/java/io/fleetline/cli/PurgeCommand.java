package io.fleetline.cli;

import io.fleetline.clock.FleetClock;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.Purge;
import io.fleetline.upkeep.Purge.Deleted;
import io.fleetline.upkeep.Purge.Retention;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes old logs, dead letters and facts past their retention, as the service does every night. */
@Command(
        name = "purge",
        description =
                "Delete old logs, old dead letters and facts past their retention in infrastructure.storage_policies, as the"
                        + " service with the ingest role does every night. The audit log is never purged.",
        footer =
                "Exit codes: 0 done; 1 the command failed, or another purge is running; 2 an option or a setting is invalid.",
        mixinStandardHelpOptions = true)
final class PurgeCommand implements Callable<Integer> {
    private static final String LINE = "%-30s %-20s %12s%n";

    @Option(
            names = "--api-log-days",
            description = "Days to keep the ingestion log and the refresh log, at least 7; 0: forever."
                    + " Default: LOG_RETENTION_DAYS.")
    private @Nullable Integer logDays;

    @Option(
            names = "--dead-letter-days",
            description =
                    "Days to keep dead letters, at least 7; 0: forever. Default:" + " DEAD_LETTER_RETENTION_DAYS.")
    private @Nullable Integer deadLetterDays;

    @Option(names = "--dry-run", description = "Only count.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var settings = Settings.fromEnvironment();
        var retention = retention(settings.retention());
        DatabaseStart.migrate(settings.database());
        var purge = new Purge(
                Jdbi.create(DatabaseStart.dataSource(settings.database())), FleetClock.machine(), settings.auditLog());
        if (dryRun) {
            print(purge.dryRun(retention), "would be deleted");
        } else {
            print(deleted(purge, retention), "deleted");
        }
        return 0;
    }

    private Retention retention(Retention usual) {
        try {
            return new Retention(
                    logDays == null ? usual.logs() : logDays,
                    deadLetterDays == null ? usual.deadLetters() : deadLetterDays);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("--api-log-days, --dead-letter-days: " + e.getMessage());
        }
    }

    /** What has been deleted, per table. */
    private static List<Deleted> deleted(Purge purge, Retention retention) {
        var due = purge.dryRun(retention);
        var rows = new HashMap<String, Long>();
        try (var bar =
                Terminal.progress("purge", due.stream().mapToLong(Deleted::rows).sum())) {
            boolean ran = purge.run(retention, part -> {
                rows.merge(part.table(), part.rows(), Long::sum);
                Terminal.step(bar, part.rows());
            });
            if (!ran) {
                throw new WorkFailed("another purge is running");
            }
        }
        return due.stream()
                .map(table -> new Deleted(table.table(), table.before(), rows.getOrDefault(table.table(), 0L)))
                .toList();
    }

    private static void print(List<Deleted> tables, String done) {
        System.out.printf(LINE, "table", "before", done);
        tables.forEach(table -> System.out.printf(LINE, table.table(), before(table), table.rows()));
    }

    private static String before(Deleted table) {
        return table.before().equals(Instant.EPOCH)
                ? "all is kept"
                : table.before().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
