package io.fleetline.bench;

import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pushes fixes to a running service whose database is DATABASE_URL and whose secret is JIMI_WEBHOOK_TOKEN. */
@Command(
        name = "push",
        description = "Push fixes to a service under way, and check the books at the end.",
        mixinStandardHelpOptions = true)
final class BenchPushCommand implements Callable<Integer> {
    private static final int BOOKS_DO_NOT_BALANCE = 1;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private PushTarget target;

    @Option(names = "--items", defaultValue = "50", description = "Fixes in one request (${DEFAULT-VALUE}).")
    private int items;

    @Option(names = "--connections", defaultValue = "32", description = "Connections (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Items a second; 0: as many as there can be (${DEFAULT-VALUE}).")
    private double itemsPerSecond;

    @Option(names = "--warm-up", defaultValue = "5", description = "Seconds before measuring (${DEFAULT-VALUE}).")
    private int warmUpS;

    @Option(names = "--seconds", defaultValue = "15", description = "Seconds to measure (${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        var settings = Settings.fromEnvironment();
        var jdbi = Jdbi.create(DatabaseStart.dataSource(settings.database()));
        var shape = new PushRun.Shape(
                items + " items a request", items, connections, itemsPerSecond / items, warmUpS, seconds);
        var run = PushRun.of(jdbi, target, settings.pushes().token(), shape);
        System.out.println(PushRun.HEAD);
        System.out.println(run.row());
        System.out.println();
        System.out.println(run.books());
        System.out.println(json(run));
        return run.books().balance() ? 0 : BOOKS_DO_NOT_BALANCE;
    }

    private static String json(PushRun run) {
        var result = run.result();
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"push\",\"items_per_s\":%.0f,\"requests_per_s\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,"
                        + "\"resent_requests\":%d,\"sent\":%d,\"stored\":%d,\"already_known\":%d,\"dead_letters\":%d,"
                        + "\"books_balance\":%b}",
                result.itemsPerSecond(),
                result.requestsPerSecond(),
                result.latencyMs(50),
                result.latencyMs(99),
                result.resent(),
                run.books().sent(),
                run.books().stored(),
                run.books().alreadyKnown(),
                run.books().deadLetters(),
                run.books().balance());
    }
}
