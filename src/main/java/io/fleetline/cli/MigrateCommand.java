package io.fleetline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the database's schema up to date and ends. */
@Command(name = "migrate", description = "Bring the database's schema up to date.", mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var url = Settings.fromEnvironment().database();
        System.out.printf("fleetline: %s: %d migrations applied%n", url, DatabaseStart.migrate(url));
        return 0;
    }
}
