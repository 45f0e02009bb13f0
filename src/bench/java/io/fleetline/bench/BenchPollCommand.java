package io.fleetline.bench;

import io.fleetline.clock.FleetClock;
import io.fleetline.ingest.poll.Poller;
import io.fleetline.service.DatabaseStart;
import io.fleetline.service.Ingestion;
import io.fleetline.settings.Settings;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sweeps of live positions of every account in TRACKSOLID_TARGETS, into an emptied position_history, beside a COPY of the
 * same rows by one session: the machine's ceiling. Needs pg_stat_statements.
 */
@Command(name = "poll", description = "One sweep of live positions.", mixinStandardHelpOptions = true)
final class BenchPollCommand implements Callable<Integer> {
    @Option(names = "--sweeps", defaultValue = "7", description = "Sweeps to take the median of.")
    private int sweeps;

    @Option(
            names = "--baseline-statements",
            defaultValue = "0",
            description = "Statements of a sweep of a smaller fleet.")
    private long baselineStatements;

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        DatabaseStart.migrate(settings.database());
        var vertx = Vertx.vertx();
        try (var database = DatabaseStart.pool(settings.database());
                var store = new Store(database, StoreSettings.DEFAULT, FleetClock.machine());
                var ingestion = Ingestion.open(settings, database, store, vertx, FleetClock.machine())) {
            measure(Jdbi.create(database), ingestion, settings);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        return 0;
    }

    private void measure(Jdbi jdbi, Ingestion ingestion, Settings settings) throws Exception {
        jdbi.useHandle(handle -> handle.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"));
        var poller = ingestion.poller(settings.polling());
        List<Usage> repeated = new ArrayList<>();
        WarmUp.untilStill("a sweep", () -> freshSweep(jdbi, poller).wallS());
        var turns = Turns.measure(
                sweeps,
                () -> {
                    var first = freshSweep(jdbi, poller);
                    repeated.add(Usage.of(jdbi, poller::sweep));
                    return first;
                },
                () -> secondsToCopy(jdbi));
        report(settings.accounts().size(), rows(jdbi), turns, repeated);
    }

    private static Usage freshSweep(Jdbi jdbi, Poller poller) {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE tracksolid.position_history, tracksolid.live_positions"));
        return Usage.of(jdbi, poller::sweep);
    }

    private static long rows(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM tracksolid.live_positions")
                .mapTo(Long.class)
                .one());
    }

    /** The ceiling: the same rows by COPY, one session, into a hypertable like position_history whose chunk is there. */
    private static double secondsToCopy(Jdbi jdbi) {
        return jdbi.withHandle(handle -> {
            handle.execute("""
                    CREATE TABLE IF NOT EXISTS bench_copy (LIKE tracksolid.position_history INCLUDING ALL);
                    SELECT create_hypertable('bench_copy', by_range('gps_time', INTERVAL '1 day'), if_not_exists => true);
                    TRUNCATE bench_copy;
                    INSERT INTO bench_copy SELECT * FROM tracksolid.position_history;
                    TRUNCATE bench_copy
                    """);
            try {
                var copy = handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
                var rows = new ByteArrayOutputStream();
                copy.copyOut("COPY (SELECT * FROM tracksolid.position_history) TO STDOUT", rows);
                long start = System.nanoTime();
                copy.copyIn("COPY bench_copy FROM STDIN", new ByteArrayInputStream(rows.toByteArray()));
                return (System.nanoTime() - start) / 1e9;
            } catch (SQLException | IOException e) {
                throw new IllegalStateException("the ceiling could not be measured: " + e.getMessage(), e);
            }
        });
    }

    private void report(int accounts, long rows, Turns<Usage, Double> turns, List<Usage> repeated) {
        var fresh = turns.subjects();
        double copyS = Median.of(turns.anchors());
        var ratio = new Turns<>(turns.anchors(), turns.subjects()).ratio(seconds -> seconds, Usage::wallS);
        System.out.printf(
                Locale.ROOT, "%d vehicles in %d accounts, medians of %d sweeps%n%n", rows, accounts, fresh.size());
        System.out.println("| sweep | wall s | service CPU s | database CPU s | statements | peak heap MB |");
        System.out.println("|---|---|---|---|---|---|");
        row("every fix new", fresh);
        row("every fix known", repeated);
        System.out.printf(Locale.ROOT, "| ceiling: COPY of the same rows | %.3f | | | 1 | |%n%n", copyS);
        System.out.printf("COPY to sweep, measured in turn, median (range): %s%n%n", ratio.inWords());
        System.out.printf(
                Locale.ROOT,
                "{\"bench\":\"poll\",\"vehicles\":%d,\"accounts\":%d,\"ceiling\":{\"copy_s\":%.4f,\"copy_rows_per_s\":%.0f},"
                        + "\"wall_s\":%.4f,\"cpu_s\":%.4f,\"database_cpu_s\":%.4f,\"statements\":%.0f,"
                        + "\"baseline_statements\":%d,\"peak_heap_mb\":%.0f,\"ratios\":{\"copy_to_sweep\":%.4f},\"spread\":{\"copy_to_sweep\":%s}}%n",
                rows,
                accounts,
                copyS,
                rows / copyS,
                median(fresh, Usage::wallS),
                median(fresh, Usage::cpuS),
                median(fresh, Usage::databaseCpuS),
                median(fresh, Usage::statements),
                baselineStatements,
                median(fresh, Usage::peakHeapMb),
                ratio.median(),
                ratio.json());
    }

    private static void row(String name, List<Usage> usages) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.0f | %.0f |%n",
                name,
                median(usages, Usage::wallS),
                median(usages, Usage::cpuS),
                median(usages, Usage::databaseCpuS),
                median(usages, Usage::statements),
                median(usages, Usage::peakHeapMb));
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        return figure.applyAsDouble(Median.of(all, figure));
    }
}
