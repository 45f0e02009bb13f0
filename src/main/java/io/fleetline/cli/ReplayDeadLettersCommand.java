package io.fleetline.cli;

import io.fleetline.clock.FleetClock;
import io.fleetline.fleet.Plausibility;
import io.fleetline.ingest.push.DeadLetterReplay;
import io.fleetline.ingest.push.DeadLetterReplay.ReplayCount;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Retries dead letters, for example after a mapper was extended or a limit was changed. */
@Command(
        name = "replay-dead-letters",
        description =
                "Run pushes that became dead letters through the current mappers; what succeeds is stored and is no longer a dead"
                        + " letter. The command may be interrupted and run again at any time.",
        footer = "Exit codes: 0 done; 1 the command failed; 2 an option or a setting is invalid.",
        mixinStandardHelpOptions = true)
final class ReplayDeadLettersCommand implements Callable<Integer> {
    private static final String LINE = "%-40s %9s %9s %9s%n";

    @Option(names = "--since", description = "Only those received since a day (in FLEET_TIME_ZONE) or an instant.")
    private @Nullable String since;

    @Option(names = "--reason", description = "Only those with exactly this reason, such as 'time too old'.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Only report what would happen.")
    private boolean dryRun;

    @Override
    public Integer call() throws SQLException {
        var settings = Settings.fromEnvironment();
        var from = since == null ? null : Moment.of("--since", since, settings.fleetZone());
        var plausibility = new Plausibility(FleetClock.machine(), settings.maxFactAge());
        DatabaseStart.migrate(settings.database());
        try (var database = DatabaseStart.pool(settings.database());
                var store = new Store(database, StoreSettings.DEFAULT, FleetClock.machine())) {
            if (!dryRun) {
                settings.auditLog().announce(database, "replay-dead-letters", "", details());
            }
            print(System.out, replayed(store, new DeadLetterReplay(store, plausibility), from));
        }
        return 0;
    }

    private Map<String, String> details() {
        return Map.of("since", since == null ? "ever" : since, "reason", reason == null ? "any" : reason);
    }

    private Map<String, ReplayCount> replayed(Store store, DeadLetterReplay replay, @Nullable Instant from) {
        var letters = store.deadLetters().countPushed(from, reason);
        try (var bar = Terminal.progress("replay-dead-letters", letters)) {
            return replay.run(from, reason, dryRun, page -> Terminal.step(bar, page));
        }
    }

    private void print(PrintStream out, Map<String, ReplayCount> outcomes) {
        out.printf(LINE, "reason", "letters", dryRun ? "usable" : "stored", "still unusable");
        outcomes.forEach(
                (word, outcome) -> out.printf(LINE, word, outcome.letters(), outcome.stored(), outcome.stillBad()));
    }
}
