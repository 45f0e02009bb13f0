package io.fleetline.cli;

import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.StoragePolicies;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;

/** Brings the database schema up to date and exits. */
@Command(
        name = "migrate",
        description = "Bring the database schema up to date.",
        footer = "Exit codes: 0 done; 1 the schema or a storage policy could not be applied; 2 a setting is invalid.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var url = Settings.fromEnvironment().database();
        System.out.printf("fleetline: %s: %d migrations applied%n", url, DatabaseStart.migrate(url));
        var problems = new StoragePolicies(Jdbi.create(DatabaseStart.dataSource(url))).apply();
        if (!problems.isEmpty()) {
            throw new WorkFailed("the schema is up to date, but not its storage policies: "
                    + problems.stream()
                            .map(problem -> problem.table() + ": " + problem.reason())
                            .collect(Collectors.joining("; ")));
        }
        return 0;
    }
}
