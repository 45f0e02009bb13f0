package io.fleetline.bench;

import io.fleetline.change.ConsumerMetrics;
import io.fleetline.change.ConsumerWork;
import io.fleetline.change.Ticker;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.KeptTrips;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trips with paths, some of which change: the change log's consumer beside a refresh of the same query as a materialised view. */
@Command(
        name = "refresh",
        description =
                "Bring changed trips up to date, beside REFRESH MATERIALIZED VIEW CONCURRENTLY of the same query.",
        mixinStandardHelpOptions = true)
final class BenchRefreshCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int BATCH = 1_000;

    @Option(names = "--trips", defaultValue = "10000", description = "Trips in all (${DEFAULT-VALUE}).")
    private int trips;

    @Option(names = "--fixes", defaultValue = "10", description = "Fixes of each trip (${DEFAULT-VALUE}).")
    private int fixes;

    @Option(names = "--changed", defaultValue = "100", description = "Trips that change (${DEFAULT-VALUE}).")
    private int changed;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds to take the median of (${DEFAULT-VALUE}).")
    private int rounds;

    private int round;

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        DatabaseStart.migrate(settings.database());
        var jdbi = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        var fleet = new RefreshFleet(jdbi, trips);
        fleet.fill(fixes);
        jdbi.useHandle(handle -> handle.execute("SELECT infrastructure.fn_open_change_log()"));
        try (var pool = DatabaseStart.pool(settings.database());
                var ticker = new Ticker(DatabaseStart.dataSource(settings.database()), Duration.ofMillis(1), _ -> {})) {
            // Each turn by a consumer that need not rest from the turn before.
            Runnable consumer = () -> consumer(pool).turn();
            ticker.turn();
            var rebuild = seconds(consumer);
            fleet.makeView();
            jdbi.useHandle(handle ->
                    handle.execute("ANALYZE reporting.trips (imei, start_time), bench_trips (imei, start_time)"));
            var turns = Turns.measure(rounds, () -> follow(fleet, ticker, consumer), () -> refresh(jdbi));
            report(rebuild, turns);
        }
        return fleet.differences() == 0 ? 0 : DIFFERENT;
    }

    private static ConsumerWork consumer(DataSource database) {
        return new ConsumerWork(
                database,
                new KeptTrips(),
                BATCH,
                new ConsumerMetrics("trips", new SimpleMeterRegistry(), InstantSource.system()));
    }

    /** From the commit of the changes on. */
    private double follow(RefreshFleet fleet, Ticker ticker, Runnable consumer) {
        fleet.change(changed, round++);
        return seconds(() -> {
            ticker.turn();
            consumer.run();
        });
    }

    private static double refresh(Jdbi jdbi) {
        return seconds(
                () -> jdbi.useHandle(handle -> handle.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY bench_trips")));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private void report(double rebuildS, Turns<Double, Double> turns) {
        var followS = turns.subject(seconds -> seconds);
        var refreshS = turns.anchor(seconds -> seconds);
        var ratio = new Turns<>(turns.anchors(), turns.subjects()).ratio(seconds -> seconds, seconds -> seconds);
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1f | %.2f | %.3f | %s |%n",
                trips,
                followS * 1_000,
                rebuildS,
                refreshS,
                ratio.inWords());
        System.out.printf(
                Locale.ROOT,
                "{\"bench\":\"refresh\",\"trips\":%d,\"fixes_each\":%d,\"changed\":%d,\"follow_ms\":%.2f,\"rebuild_s\":%.3f,"
                        + "\"refresh_s\":%.4f,\"refresh_to_follow\":%.1f}%n",
                trips,
                fixes,
                changed,
                followS * 1_000,
                rebuildS,
                refreshS,
                refreshS / followS);
    }
}
