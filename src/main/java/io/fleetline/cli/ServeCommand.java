package io.fleetline.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(name = "serve", description = "Run the service.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--status-line", description = "Keep a line on the terminal that shows the fleet coming in.")
    private boolean statusLine;

    @Override
    public Integer call() {
        var settings = Settings.fromEnvironment();
        ServiceStart.check(settings);
        DatabaseStart.migrate(settings.database());
        ServiceStart.configureQuarkus(settings);
        Quarkus.run(Service.class, statusLine ? new String[] {Service.STATUS_LINE} : new String[0]);
        return 0;
    }
}
