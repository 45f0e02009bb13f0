package io.fleetline.bench;

import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks; scripts/bench prepares what each needs, and keeps its table. */
@Command(
        name = "bench",
        description = "Measure; use scripts/bench, which prepares what is needed.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchPollCommand.class,
            BenchPushCommand.class,
            BenchPushTableCommand.class,
            BenchReadTableCommand.class,
            BenchRefreshCommand.class,
            BenchLiveCommand.class,
            BenchConstantCommand.class
        })
public final class Bench implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private CommandSpec spec;

    public static void main(String... arguments) {
        // As in the service: without it Netty makes the JVM warn on standard error.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setExecutionStrategy(Bench::checkAndRun)
                .setExecutionExceptionHandler((problem, commandLine, _) -> explain(problem, commandLine));
    }

    /** The only way to a command: none runs in a database that was not made for benchmarks. */
    private static int checkAndRun(ParseResult parsed) {
        var help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        try {
            BenchDatabase.check(Settings.fromEnvironment().database());
        } catch (BadSetting e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), "not run", e);
        }
        return new RunLast().execute(parsed);
    }

    private static int explain(Exception problem, CommandLine commandLine) throws Exception {
        if (problem instanceof BadSetting) {
            commandLine.getErr().println("bench: " + problem.getMessage());
            return BadSetting.EXIT_CODE;
        }
        throw problem;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
