package io.fleetline.cli;

import io.fleetline.clock.FleetClock;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.ingest.poll.Backfill;
import io.fleetline.service.DatabaseStart;
import io.fleetline.service.Ingestion;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Settings;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fetches a past period. After an interruption, the same command resumes where it stopped. */
@Command(
        name = "backfill",
        description =
                "Fetch trips, stops, alarms and tracks of a past period. To resume after an interruption, run the same command again.",
        mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
    private static final int STEP_FAILED = 1;
    private static final int REFUSED = 3;

    @Option(
            names = "--from",
            required = true,
            description = "A day (in FLEET_TIME_ZONE) or an instant such as 2026-01-14T06:00:00Z.")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String from;

    @Option(names = "--to", required = true, description = "A day, inclusive, or an instant.")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String to;

    @Option(names = "--account", description = "Only this account of TRACKSOLID_TARGETS.")
    private @Nullable String account;

    @Option(names = "--imei", description = "Only this device.")
    private @Nullable String imei;

    @Override
    public Integer call() throws SQLException {
        var settings = Settings.fromEnvironment();
        var span = span(settings.fleetZone());
        var accounts = settings.accounts(account);
        DatabaseStart.migrate(settings.database());
        var vertx = Vertx.vertx();
        try (var database = DatabaseStart.pool(settings.database());
                var store = new Store(database, StoreSettings.DEFAULT, FleetClock.machine());
                var ingestion = Ingestion.open(settings, database, store, vertx, FleetClock.machine())) {
            settings.auditLog().announce(database, "backfill", String.join(",", accounts), details());
            return run(ingestion, accounts, span);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Map<String, String> details() {
        return Map.of("from", from, "to", to, "imei", imei == null ? "all" : imei);
    }

    private int run(Ingestion ingestion, List<String> accounts, TimeSpan span) {
        var backfill = ingestion.backfill();
        try {
            var plan = backfill.plan(accounts, imei, span);
            checkDevice(plan, accounts);
            plan.outOfReach().forEach(line -> System.out.println("fleetline: " + line));
            if (plan.steps().isEmpty()) {
                System.out.println("fleetline: nothing left to fetch");
                return 0;
            }
            runAll(plan.steps());
        } catch (BadSetting e) {
            throw e;
        } catch (RuntimeException e) {
            report(backfill);
            System.err.println("fleetline: interrupted: " + e.getMessage() + "; run the same command again to resume");
            return STEP_FAILED;
        }
        return report(backfill);
    }

    private void checkDevice(Backfill.Plan plan, List<String> accounts) {
        if (imei != null && plan.devices() == 0) {
            throw new BadSetting("--imei %s is unknown: no enabled device of %s has this IMEI"
                    .formatted(imei, String.join(", ", accounts)));
        }
    }

    private static void runAll(List<Backfill.Step> steps) {
        try (var bar = Terminal.progress("backfill", steps.size())) {
            for (var step : steps) {
                Terminal.name(bar, step.title());
                step.work().run();
                Terminal.step(bar, 1);
            }
        }
    }

    /** @return the exit code: 3 if the vendor refused a part */
    private static int report(Backfill backfill) {
        backfill.stored()
                .forEach((facts, stored) -> System.out.printf(
                        Locale.ROOT,
                        "fleetline: %s: %,d new, %,d known already, %,d dead letters%n",
                        facts,
                        stored.inserted(),
                        stored.alreadyKnown(),
                        stored.deadLetters()));
        var refusals = backfill.refusals();
        refusals.forEach(refusal -> System.err.println("fleetline: skipped because the vendor refused it: " + refusal));
        return refusals.isEmpty() ? 0 : REFUSED;
    }

    private TimeSpan span(ZoneId zone) {
        var begin = Moment.of("--from", from, zone);
        var end = Moment.of("--to", to, zone, 1);
        var now = FleetClock.machine().instant();
        if (end.isBefore(begin) || begin.isAfter(now)) {
            throw new BadSetting("--from %s --to %s is not a past period".formatted(from, to));
        }
        return new TimeSpan(begin, end.isAfter(now) ? now.minus(Duration.ofMinutes(1)) : end);
    }
}
