package io.fleetline.cli;

import io.fleetline.change.ChangeLogStatus;
import io.fleetline.change.ChangeLogStatus.Consumer;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the change log. */
@Command(name = "changes", description = "Show the change log.", mixinStandardHelpOptions = true)
final class ChangesCommand implements Callable<Integer> {
    private static final String LINE = "%-24s %10s %10s %10s  %s%n";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no subcommand given: status");
    }

    @Command(
            description = "Show the ticker, the listeners, and how far each consumer is behind.",
            footer =
                    "Exit codes: 0 all is well; 1 the log is off or has no ticker or listener, or a consumer fails or is behind;"
                            + " 2 a setting is invalid.",
            mixinStandardHelpOptions = true)
    int status() throws SQLException {
        var settings = Settings.fromEnvironment();
        DatabaseStart.migrate(settings.database());
        var jdbi = Jdbi.create(DatabaseStart.dataSource(settings.database())).installPlugin(new PostgresPlugin());
        var status = jdbi.withHandle(ChangeLogStatus::read);
        print(status);
        return status.isInTrouble() ? Fleetline.WORK_FAILED : 0;
    }

    private static void print(ChangeLogStatus status) {
        System.out.printf(
                "position   %s%n",
                status.newest()
                        .map(position -> "%s at %s".formatted(position, status.newestAt()))
                        .orElse("none: the log is off, or no process with a login that may write is running"));
        System.out.printf("ticker     %s%n", Objects.requireNonNullElse(status.ticker(), "none"));
        System.out.printf("listeners  %d%n", status.listeners());
        if (status.consumers().isEmpty()) {
            return;
        }
        System.out.println();
        System.out.printf(LINE, "consumer", "lag s", "ticks", "failures", "last error");
        status.consumers().forEach(ChangesCommand::print);
    }

    private static void print(Consumer consumer) {
        System.out.printf(
                LINE,
                consumer.name(),
                consumer.isOfThisEpoch() ? "%.1f".formatted(consumer.lag().toMillis() / 1000.0) : "anew",
                consumer.backlogTicks(),
                consumer.failures(),
                Objects.requireNonNullElse(consumer.lastError(), ""));
    }
}
