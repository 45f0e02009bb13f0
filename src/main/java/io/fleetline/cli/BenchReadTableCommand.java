package io.fleetline.cli;

import io.fleetline.cli.load.ReadLoad;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All the figures of reading, one after the other, in a database of their own that is empty at the start. */
@Command(
        name = "read-table",
        description = "Ask a service under way all that readers ask, beside what server and database can do.",
        mixinStandardHelpOptions = true)
final class BenchReadTableCommand implements Callable<Integer> {
    private static final String LIVE = "/webhook/live-positions";
    private static final int FEW = 80;
    private static final int MANY = 10_000;
    private static final int CONNECTIONS = 64;
    private static final int SHORT_TRACK = 2_000;
    private static final int LONG_TRACK = 1_000_000;
    private static final int TRIPS_EACH = 8;
    private static final int TIMES = 50;
    private static final int ROUNDS = 5;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Instant FROM = Instant.parse("2026-01-10T06:00:00Z");

    @Option(names = "--port", required = true, description = "The service's port.")
    private int port;

    @Option(
            names = "--small-port",
            required = true,
            description = "The port of another service, whose heap is 64 MB at most.")
    private int smallPort;

    @Option(names = "--psql", defaultValue = "psql", description = "How to call psql (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String psql;

    @Option(names = "--seconds", defaultValue = "10", description = "Seconds of each load (${DEFAULT-VALUE}).")
    private int seconds;

    private final ReadReport report = new ReadReport();

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        BenchDatabase.check(settings.database());
        var jdbi = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        var fleet = new ReadFleet(jdbi);
        var clock = new PsqlClock(psql, System.getenv("DATABASE_URL"));
        try (var load = new ReadLoad(new InetSocketAddress(LOOPBACK, port));
                var small = new ReadLoad(new InetSocketAddress(LOOPBACK, smallPort))) {
            var runner = new ReadRunner(load, jdbi, Duration.ofSeconds(seconds));
            live(fleet, runner);
            track(fleet, runner, clock);
            longTrack(fleet, new ReadRunner(small, jdbi, Duration.ofSeconds(seconds)));
            trips(fleet, runner, clock);
            analytics(fleet, runner);
        }
        System.out.println(report.table());
        System.out.println(report.json());
        return 0;
    }

    private void live(ReadFleet fleet, ReadRunner runner) {
        fleet.live(FEW);
        fleet.analyze();
        var few = report.row(runner.flatOut("live positions of 80", CONNECTIONS, LIVE));
        var constantPath = "/bench/constant?bytes=" + Math.round(few.answers().bytesAnAnswer());
        var constant = report.row(runner.flatOut("constant answer of that size", CONNECTIONS, constantPath));
        double halfLoad = few.answers().requestsPerSecond() / 2;
        var half = report.row(calm(runner, "live positions of 80, half load", halfLoad, LIVE));
        var constantHalf = report.row(calm(runner, "constant answer, at that rate", halfLoad, constantPath));
        fleet.live(MANY);
        fleet.analyze();
        var many = report.row(runner.flatOut("live positions of 10,000", CONNECTIONS, LIVE));
        report.ceiling("constant_requests_per_s", constant.answers().requestsPerSecond());
        report.ratio(
                "live_to_constant",
                few.answers().requestsPerSecond() / constant.answers().requestsPerSecond());
        report.figure("live_requests_per_s", few.answers().requestsPerSecond());
        report.figure("live_p99_half_load_ms", half.answers().latencyMs(99));
        report.ceiling("constant_p99_half_load_ms", constantHalf.answers().latencyMs(99));
        report.figure("live_statements_per_request", few.statements());
        report.figure("live_10000_requests_per_s", many.answers().requestsPerSecond());
    }

    /** The median of some rounds: what happens once a second is compiled only after a while. */
    private static ReadRunner.Figures calm(ReadRunner runner, String name, double rate, String path) {
        var rounds = IntStream.range(0, ROUNDS)
                .mapToObj(_ -> runner.atRate(name, CONNECTIONS, rate, path))
                .toList();
        return Median.of(rounds, figures -> figures.answers().latencyMs(99));
    }

    private void track(ReadFleet fleet, ReadRunner runner, PsqlClock clock) throws IOException, InterruptedException {
        fleet.track(0, FROM, SHORT_TRACK);
        fleet.analyze();
        var ours = report.row(runner.inTurn("track of 2,000 fixes", () -> trackPath(0, SHORT_TRACK)));
        var psqlMs = clock.medianMs(
                "SELECT reporting.fn_vehicle_track('%s', NULL, '%s', '%s')"
                        .formatted(ReadFleet.imei(0), FROM, FROM.plusSeconds(SHORT_TRACK)),
                TIMES);
        report.ceiling("psql_track_ms", psqlMs);
        report.ratio("track_to_psql", ours.answers().latencyMs(50) / psqlMs);
    }

    private void longTrack(ReadFleet fleet, ReadRunner small) {
        fleet.track(1, FROM, LONG_TRACK);
        fleet.analyze();
        var track = report.row(small.inTurn("track of 1,000,000 fixes, heap of 64 MB", () -> trackPath(1, LONG_TRACK)));
        report.figure("track_1000000_mb", track.answers().bytesAnAnswer() / 1e6);
        report.figure("track_1000000_ms", track.answers().latencyMs(50));
    }

    private static String trackPath(int vehicle, int fixes) {
        return "/vehicles/%s/track?from=%s&to=%s".formatted(ReadFleet.imei(vehicle), FROM, FROM.plusSeconds(fixes));
    }

    private void trips(ReadFleet fleet, ReadRunner runner, PsqlClock clock) throws IOException, InterruptedException {
        fleet.tripsOfADay(MANY, TRIPS_EACH);
        fleet.analyze();
        var ours = report.row(runner.post(
                "trips of 10,000 vehicles on one day",
                "/webhook/fleet-dashboard",
                "from=%1$s&to=%1$s".formatted(ReadFleet.lastDay())));
        var psqlMs = clock.medianMs(
                "SELECT reporting.fn_trips_for_map(reporting.fn_business_day_start('%1$s'), reporting.fn_business_day_start('%1$s'::date + 1))"
                        .formatted(ReadFleet.lastDay()),
                5);
        var psqlMbPerS = ours.answers().bytesAnAnswer() / 1e3 / psqlMs;
        report.ceiling("psql_trips_mb_per_s", psqlMbPerS);
        report.figure("trips_mb_per_s", ours.megabytesPerSecond());
        report.ratio("trips_to_psql", ours.megabytesPerSecond() / psqlMbPerS);
    }

    private void analytics(ReadFleet fleet, ReadRunner runner) {
        fleet.days(MANY);
        fleet.analyze();
        for (var question : List.of("fleet-summary", "utilisation", "driver-behaviour", "fuel")) {
            var days = new AtomicInteger();
            var row = report.row(runner.inTurn(
                    question + ", 10,000 vehicles, 365 days",
                    // Each time another period, so that no answer is at hand.
                    () -> "/analytics/%s?from=%s&to=%s"
                            .formatted(
                                    question,
                                    ReadFleet.FIRST_DAY.plusDays(days.get() % 9),
                                    ReadFleet.lastDay().minusDays(days.getAndIncrement() % 7))));
            report.figure(question.replace('-', '_') + "_p99_ms", row.answers().latencyMs(99));
        }
    }
}
