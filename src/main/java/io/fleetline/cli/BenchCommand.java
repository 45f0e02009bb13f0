package io.fleetline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements; scripts/bench prepares what each needs, and keeps its table. */
@Command(
        name = "bench",
        description = "Measure; use scripts/bench, which prepares what is needed.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchPollCommand.class,
            BenchPushCommand.class,
            BenchPushTableCommand.class,
            BenchReadTableCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
