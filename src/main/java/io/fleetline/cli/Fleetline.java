package io.fleetline.cli;

import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.schema.MigrationException;
import io.fleetline.settings.BadSetting;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Every user error ends in one line on standard error and exit code 2. */
@QuarkusMain
@Command(
        name = "fleetline",
        description = "Telematics ingestion and read API: polls the Tracksolid cloud, stores facts, answers readers.",
        mixinStandardHelpOptions = true,
        version = "fleetline 0.1")
public final class Fleetline implements Callable<Integer> {
    static final int BAD_START = BadSetting.EXIT_CODE;
    static final int WORK_FAILED = 1;

    private static final Pattern NO_INSTANT = Pattern.compile("cannot convert ('.*') to .*Instant.*", Pattern.DOTALL);

    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            MigrateCommand.class,
            SimulateCommand.class,
            BackfillCommand.class,
            TokenCommand.class,
            ImportDriversCommand.class,
            AuditDriversCommand.class,
            ReplayDeadLettersCommand.class,
            PurgeCommand.class,
            EraseDriverCommand.class,
            ChangesCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private CommandSpec spec;

    public static void main(String... args) {
        avoidUnsafeInNetty();
        System.exit(commandLine(args)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, arguments) -> explain(problem))
                .setExecutionExceptionHandler((problem, commandLine, parsed) -> explain(problem))
                .execute(args));
    }

    /**
     * Registers only the command named by the first argument, because reading the annotations of all takes a tenth of a second;
     * registers all if it names none.
     */
    public static CommandLine commandLine(String... args) {
        var asked = COMMANDS.stream()
                .filter(command -> args.length > 0 && nameOf(command).equals(args[0]))
                .findFirst();
        var commandLine = new CommandLine(new Fleetline());
        asked.<List<Class<?>>>map(List::of).orElse(COMMANDS).forEach(commandLine::addSubcommand);
        return commandLine;
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** Netty works without Unsafe, whose use would make the JVM warn on standard error. Quarkus configures its own code. */
    private static void avoidUnsafeInNetty() {
        System.setProperty("io.netty.noUnsafe", "true");
    }

    private static int explain(ParameterException problem) {
        System.err.printf(
                "fleetline: %s; see '%s --help'%n",
                rephrased(problem), problem.getCommandLine().getCommandSpec().qualifiedName());
        return BAD_START;
    }

    /** Rephrases picocli's message about an invalid time, which names Java classes. */
    static String rephrased(ParameterException problem) {
        return NO_INSTANT
                .matcher(String.valueOf(problem.getMessage()))
                .replaceFirst("$1 is not an instant such as 2026-01-14T06:00:00Z");
    }

    private static int explain(Exception problem) throws Exception {
        return switch (problem) {
            case BadSetting _, MigrationException _ -> say(BAD_START, problem.getMessage());
            case WorkFailed _ -> say(WORK_FAILED, problem.getMessage());
            case JdbiException e
            when e.getCause() instanceof SQLException cause ->
                say(WORK_FAILED, "the database: " + SqlTrouble.message(cause));
            case SQLException e -> say(WORK_FAILED, "the database: " + SqlTrouble.message(e));
            case StoreUnavailableException e -> say(WORK_FAILED, String.valueOf(e.getMessage()));
            default -> throw problem;
        };
    }

    private static int say(int exitCode, @Nullable String message) {
        System.err.println("fleetline: " + message);
        return exitCode;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
