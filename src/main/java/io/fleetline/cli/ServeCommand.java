package io.fleetline.cli;

import io.fleetline.service.DatabaseStart;
import io.fleetline.service.FleetZone;
import io.fleetline.service.Launch;
import io.fleetline.service.ReadStart;
import io.fleetline.service.Service;
import io.fleetline.service.ServiceStart;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import java.util.EnumSet;
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
        boolean mayWrite = prepareDatabase(settings);
        boolean readersServed = settings.roles().contains(Role.READ);
        if (readersServed) {
            ReadStart.check(settings.reading());
        }
        Service.run(new Launch(settings, settings.reading().access(readersServed), mayWrite, statusLine));
        return 0;
    }

    /** A process that only reads takes a database that it may only read as it is. */
    private static boolean prepareDatabase(Settings settings) {
        var url = settings.database();
        boolean mayWrite = DatabaseStart.mayWrite(url);
        if (mayWrite || !settings.roles().equals(EnumSet.of(Role.READ))) {
            DatabaseStart.migrate(url);
            new FleetZone(DatabaseStart.dataSource(url)).tell(settings.fleetZone());
        } else {
            new FleetZone(DatabaseStart.dataSource(url)).checkKnown();
        }
        return mayWrite;
    }
}
