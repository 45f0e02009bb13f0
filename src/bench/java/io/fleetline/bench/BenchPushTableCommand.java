package io.fleetline.bench;

import io.fleetline.bench.PushRun.Shape;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All push benchmarks, one after the other, in a separate database whose position_history is empty at the start. */
@Command(
        name = "push-table",
        description = "Push in all the ways that matter, over an empty and a filled table, beside COPY.",
        mixinStandardHelpOptions = true)
final class BenchPushTableCommand implements Callable<Integer> {
    private static final int BOOKS_DO_NOT_BALANCE = 1;
    private static final int MANY = 500;
    private static final int SOME = 50;
    private static final int ROUNDS = 3;
    private static final int WARM_UP_SHARE = 4;
    private static final int FIRST_CEILING_DAYS_BACK = 7;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private PushTarget target;

    @Option(names = "--rows", defaultValue = "2000000", description = "Rows to fill the table with (${DEFAULT-VALUE}).")
    private long rows;

    @Option(names = "--seconds", defaultValue = "15", description = "Seconds of each load (${DEFAULT-VALUE}).")
    private int seconds;

    private final List<PushRun> runs = new ArrayList<>();
    private final List<PushRun> rounds = new ArrayList<>();
    private final List<Double> ceilings = new ArrayList<>();
    private Instant lastFirstFix = Instant.EPOCH;

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        var database = DatabaseStart.dataSource(settings.database());
        var jdbi = Jdbi.create(database);
        var token = settings.pushes().token();
        warmUp(jdbi, token);
        var empty = measure(jdbi, token, flatOut("500 items, empty table", MANY));
        new Prefill(database).fill(rows, target.vehicles());
        var ratios = measureFilled(jdbi, database, token);
        var report = new PushReport(rows, target.vehicles(), Median.of(ceilings), ratios, empty, runs);
        System.out.println(report.table());
        System.out.println(report.json());
        return Stream.concat(runs.stream(), rounds.stream())
                        .allMatch(run -> run.books().balance())
                ? 0
                : BOOKS_DO_NOT_BALANCE;
    }

    /** Each load flat out in turn with COPY: the machine's speed changes from minute to minute. */
    private Map<String, Spread> measureFilled(Jdbi jdbi, DataSource database, String token) throws Exception {
        var ratios = new LinkedHashMap<String, Spread>();
        ratios.put("items500", besideCopy(jdbi, database, token, flatOut(PushReport.MANY, MANY)));
        ratios.put("items50", besideCopy(jdbi, database, token, flatOut(PushReport.SOME, SOME)));
        ratios.put("single", besideCopy(jdbi, database, token, flatOut(PushReport.SINGLE, 1)));
        for (var flatOut : List.copyOf(runs.subList(1, runs.size()))) {
            halfLoad(jdbi, token, flatOut);
        }
        return ratios;
    }

    private Spread besideCopy(Jdbi jdbi, DataSource database, String token, Shape shape) throws Exception {
        var turns = Turns.measure(ROUNDS, () -> measured(jdbi, token, shape), () -> ceiling(database, lastFirstFix));
        rounds.addAll(turns.subjects());
        runs.add(turns.subject(run -> run.result().itemsPerSecond()));
        return turns.ratio(run -> run.result().itemsPerSecond(), rowsPerSecond -> rowsPerSecond);
    }

    private void warmUp(Jdbi jdbi, String token) throws Exception {
        for (var items : List.of(MANY, SOME, 1)) {
            var shape = new Shape("warm-up", items, connections(items), 0, 0, Math.max(1, seconds / WARM_UP_SHARE));
            WarmUp.untilStill(
                    items + " items a request",
                    () -> PushRun.of(jdbi, target, token, shape).result().itemsPerSecond());
        }
    }

    /** The median of three rounds counts: a single stall of the disk is one in a hundred requests already. */
    private void halfLoad(Jdbi jdbi, String token, PushRun flatOut) throws IOException {
        List<PushRun> three = new ArrayList<>();
        for (var round = 0; round < ROUNDS; round++) {
            three.add(measured(jdbi, token, halfOf(flatOut)));
        }
        runs.add(Median.of(three, run -> run.result().latencyMs(99)));
        rounds.addAll(three);
    }

    private PushRun measure(Jdbi jdbi, String token, Shape shape) throws IOException {
        var run = measured(jdbi, token, shape);
        runs.add(run);
        return run;
    }

    /** From rest, so that no load waits for the disk to write the data of the previous one. */
    private PushRun measured(Jdbi jdbi, String token, Shape shape) throws IOException {
        jdbi.useHandle(handle -> handle.execute("CHECKPOINT"));
        var run = PushRun.of(jdbi, target, token, shape);
        System.err.println(run.row() + " " + run.books());
        lastFirstFix = run.load().firstFix();
        return run;
    }

    private double ceiling(DataSource database, Instant from) throws SQLException, IOException {
        var rowsPerSecond = new CopyCeiling(database).rowsPerSecond(from, FIRST_CEILING_DAYS_BACK + ceilings.size());
        System.err.printf("COPY: %.0f rows/s%n", rowsPerSecond);
        ceilings.add(rowsPerSecond);
        return rowsPerSecond;
    }

    private Shape flatOut(String name, int items) {
        return new Shape(name, items, connections(items), 0, 3, seconds);
    }

    private Shape halfOf(PushRun run) {
        return new Shape(
                run.name() + PushReport.AT_HALF_LOAD,
                run.load().itemsPerRequest(),
                run.load().connections(),
                run.result().requestsPerSecond() / 2,
                3,
                seconds);
    }

    /** The larger the requests, the fewer it takes to keep the service busy. */
    private static int connections(int items) {
        return switch (items) {
            case MANY -> 16;
            case SOME -> 64;
            default -> 256;
        };
    }
}
