package io.fleetline.bench;

import io.fleetline.bench.load.ReadLoad;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All read benchmarks, one after the other, in a separate database that is empty at the start. */
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
    private static final int PSQL_TIMES = 5;
    private static final int ROUNDS = 5;
    private static final Instant FROM = Instant.parse("2026-01-10T06:00:00Z");

    @Option(names = "--port", required = true, description = "The service's port.")
    private int port;

    @Option(
            names = "--small-port",
            required = true,
            description = "The port of another service, whose heap is 64 MB at most.")
    private int smallPort;

    @Option(names = "--constant-port", required = true, description = "The port of 'bench constant'.")
    private int constantPort;

    @Option(names = "--psql", defaultValue = "psql", description = "How to call psql (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String psql;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "Seconds of all rounds of a load together (${DEFAULT-VALUE}).")
    private int seconds;

    private final ReadReport report = new ReadReport();

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        var jdbi = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        var fleet = new ReadFleet(jdbi);
        var clock = new PsqlClock(psql, System.getenv("DATABASE_URL"));
        try (var load = new ReadLoad(port);
                var constant = new ReadLoad(constantPort);
                var small = new ReadLoad(smallPort)) {
            var runner = new ReadRunner(load, jdbi, roundLength());
            live(fleet, runner, new ReadRunner(constant, jdbi, roundLength()));
            track(fleet, runner, clock);
            longTrack(fleet, new ReadRunner(small, jdbi, roundLength()));
            trips(fleet, runner, clock);
            analytics(fleet, runner, clock);
        }
        System.out.println(report.table());
        System.out.println(report.json());
        return 0;
    }

    private Duration roundLength() {
        return Duration.ofSeconds(seconds).dividedBy(ROUNDS);
    }

    private void live(ReadFleet fleet, ReadRunner runner, ReadRunner ceiling) throws Exception {
        fleet.live(FEW);
        fleet.analyze();
        var answer = runner.flatOut("live positions of 80, cold", CONNECTIONS, LIVE);
        var constantPath = "/?bytes=" + Math.round(answer.answers().bytesAnAnswer());
        WarmUp.untilStill(LIVE, () -> perSecond(runner.flatOut("warm-up", CONNECTIONS, LIVE)));
        WarmUp.untilStill(
                "the constant answer", () -> perSecond(ceiling.flatOut("warm-up", CONNECTIONS, constantPath)));
        var flatOut = Turns.measure(
                ROUNDS,
                () -> runner.flatOut("live positions of 80", CONNECTIONS, LIVE),
                () -> ceiling.flatOut("constant answer of that size", CONNECTIONS, constantPath));
        var few = report.row(flatOut.subject(BenchReadTableCommand::perSecond));
        var constant = report.row(flatOut.anchor(BenchReadTableCommand::perSecond));
        report.ceiling("bare_http_requests_per_s", perSecond(constant));
        report.figure("live_requests_per_s", perSecond(few));
        report.figure("live_statements_per_request", few.statements());
        report.ratio(
                "live_to_bare_http", flatOut.ratio(BenchReadTableCommand::perSecond, BenchReadTableCommand::perSecond));
        liveAtHalfLoad(runner, ceiling, perSecond(few) / 2, constantPath);
        fleet.live(MANY);
        fleet.analyze();
        var many = report.row(runner.flatOut("live positions of 10,000", CONNECTIONS, LIVE));
        report.figure("live_10000_requests_per_s", perSecond(many));
    }

    private void liveAtHalfLoad(ReadRunner runner, ReadRunner ceiling, double halfLoad, String constantPath)
            throws Exception {
        var turns = Turns.measure(
                ROUNDS,
                () -> runner.atRate("live positions of 80, half load", CONNECTIONS, halfLoad, LIVE),
                () -> ceiling.atRate("constant answer, at that rate", CONNECTIONS, halfLoad, constantPath));
        var half = report.row(turns.subject(BenchReadTableCommand::p99Ms));
        var constantHalf = report.row(turns.anchor(BenchReadTableCommand::p99Ms));
        report.figure("live_p99_half_load_ms", p99Ms(half));
        report.ceiling("bare_http_p99_half_load_ms", p99Ms(constantHalf));
    }

    private static double perSecond(ReadRunner.Figures figures) {
        return figures.answers().requestsPerSecond();
    }

    private static double p50Ms(ReadRunner.Figures figures) {
        return figures.answers().latencyMs(50);
    }

    private static double p99Ms(ReadRunner.Figures figures) {
        return figures.answers().latencyMs(99);
    }

    private void track(ReadFleet fleet, ReadRunner runner, PsqlClock clock) throws Exception {
        fleet.track(0, FROM, SHORT_TRACK);
        fleet.analyze();
        var turns = besidePsql(
                () -> runner.inTurn("track of 2,000 fixes", () -> trackPath(0, SHORT_TRACK)),
                () -> clock.medianMs(
                        "SELECT reporting.fn_vehicle_track('%s', NULL, '%s', '%s')"
                                .formatted(ReadFleet.imei(0), FROM, FROM.plusSeconds(SHORT_TRACK)),
                        TIMES));
        report.row(turns.subject(BenchReadTableCommand::p50Ms));
        report.ceiling("psql_track_ms", turns.anchor(ms -> ms));
        report.ratio("track_to_psql", turns.ratio(BenchReadTableCommand::p50Ms, ms -> ms));
    }

    private static Turns<ReadRunner.Figures, Double> besidePsql(
            Turns.Round<ReadRunner.Figures> ours, Turns.Round<Double> psqlMs) throws Exception {
        WarmUp.untilStill("the question beside psql", () -> p50Ms(ours.measure()));
        return Turns.measure(ROUNDS, ours, psqlMs);
    }

    private void longTrack(ReadFleet fleet, ReadRunner small) {
        fleet.track(1, FROM, LONG_TRACK);
        fleet.analyze();
        var track = report.row(small.inTurn("track of 1,000,000 fixes, heap of 64 MB", () -> trackPath(1, LONG_TRACK)));
        report.figure("track_1000000_mb", track.answers().bytesAnAnswer() / 1e6);
        report.figure("track_1000000_ms", p50Ms(track));
    }

    private static String trackPath(int vehicle, int fixes) {
        return "/vehicles/%s/track?from=%s&to=%s".formatted(ReadFleet.imei(vehicle), FROM, FROM.plusSeconds(fixes));
    }

    private void trips(ReadFleet fleet, ReadRunner runner, PsqlClock clock) throws Exception {
        fleet.tripsOfADay(MANY, TRIPS_EACH);
        fleet.analyze();
        var turns = Turns.measure(
                ROUNDS,
                () -> runner.post(
                        "trips of 10,000 vehicles on one day",
                        "/webhook/fleet-dashboard",
                        "from=%1$s&to=%1$s".formatted(ReadFleet.lastDay())),
                () -> clock.medianMs(
                        "SELECT reporting.fn_trips_for_map(reporting.fn_business_day_start('%1$s'), reporting.fn_business_day_start('%1$s'::date + 1))"
                                .formatted(ReadFleet.lastDay()),
                        1));
        var ours = report.row(turns.subject(ReadRunner.Figures::megabytesPerSecond));
        double kiloBytes = ours.answers().bytesAnAnswer() / 1e3;
        report.ceiling("psql_trips_mb_per_s", kiloBytes / turns.anchor(ms -> ms));
        report.figure("trips_mb_per_s", ours.megabytesPerSecond());
        report.ratio("trips_to_psql", turns.ratio(ReadRunner.Figures::megabytesPerSecond, ms -> kiloBytes / ms));
    }

    private void analytics(ReadFleet fleet, ReadRunner runner, PsqlClock clock) throws Exception {
        fleet.days(MANY);
        fleet.analyze();
        for (var question : List.of("fleet-summary", "utilisation", "driver-behaviour", "fuel")) {
            var days = new AtomicInteger();
            var turns = besidePsql(
                    () -> runner.inTurn(
                            question + ", 10,000 vehicles, 365 days",
                            () -> analyticsPath(question, days.getAndIncrement())),
                    () -> clock.medianMs(analyticsSql(question), PSQL_TIMES));
            var key = question.replace('-', '_');
            report.figure(key + "_p99_ms", p99Ms(report.row(turns.subject(BenchReadTableCommand::p99Ms))));
            report.ceiling("psql_" + key + "_ms", turns.anchor(ms -> ms));
            report.ratio(key + "_to_psql", turns.ratio(BenchReadTableCommand::p50Ms, ms -> ms));
        }
    }

    /** A different period each time, so that no answer is cached. */
    private static String analyticsPath(String question, int number) {
        return "/analytics/%s?from=%s&to=%s"
                .formatted(
                        question,
                        ReadFleet.FIRST_DAY.plusDays(number % 9),
                        ReadFleet.lastDay().minusDays(number % 7));
    }

    private static String analyticsSql(String question) {
        return "SELECT reporting.fn_%s(NULL::reporting.vehicle_filter, '%s', '%s')"
                .formatted(question.replace('-', '_'), ReadFleet.FIRST_DAY, ReadFleet.lastDay());
    }
}
