package io.fleetline.cli;

import io.fleetline.cli.drivers.DriverFile;
import io.fleetline.cli.drivers.DriverImport;
import io.fleetline.cli.drivers.UnusableFileException;
import io.fleetline.clock.FleetClock;
import io.fleetline.register.DeviceImport.Counts;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports a list of vehicles and drivers into the register: all of it, or nothing. */
@Command(
        name = "import-drivers",
        description = {
            "Import drivers and other manually maintained columns from a CSV file into the device register.",
            "Without --apply it only shows what would change. A blank cell changes nothing, '-' clears the column, and"
                    + " '(vendor)' returns it to the vendor's device list, which otherwise does not change what was imported."
        },
        footer = {
            "Exit codes: 0 done; 1 a line is invalid or the command failed, nothing was changed; 2 an option, a setting or the"
                    + " file itself is invalid; 3 done, but vehicles in the file are unknown."
        },
        mixinStandardHelpOptions = true)
final class ImportDriversCommand implements Callable<Integer> {
    private static final int UNKNOWN_VEHICLES = 3;

    @Parameters(paramLabel = "FILE.csv", description = "UTF-8; the first line names the columns.")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private Path path;

    @Option(names = "--apply", description = "Apply the changes.")
    private boolean apply;

    @Override
    public Integer call() throws IOException {
        try (var file = DriverFile.open(path)) {
            var settings = Settings.fromEnvironment();
            DatabaseStart.migrate(settings.database());
            var jdbi =
                    Jdbi.create(DatabaseStart.dataSource(settings.database())).installPlugin(new PostgresPlugin());
            var drivers = jdbi.inTransaction(handle -> run(settings, handle, file));
            System.out.println("fleetline: " + drivers.summary());
            return drivers.counts().unknown() > 0 ? UNKNOWN_VEHICLES : 0;
        } catch (UnusableFileException e) {
            throw new BadSetting(String.valueOf(e.getMessage()));
        }
    }

    /** An exception rolls everything back. */
    private DriverImport run(Settings settings, Handle handle, DriverFile file) {
        var drivers = new DriverImport(handle, file, apply);
        try (var bar = Terminal.progress("import-drivers", -1)) {
            drivers.gather(() -> Terminal.step(bar, 1));
        }
        if (!drivers.badLines().isEmpty()) {
            throw new WorkFailed(drivers.badLines().report(path));
        }
        Terminal.print(drivers::print);
        if (apply) {
            drivers.apply(FleetClock.machine().instant());
            audit(settings, handle, drivers.counts());
        }
        return drivers;
    }

    private void audit(Settings settings, Handle handle, Counts counts) {
        var name = String.valueOf(path.getFileName());
        settings.auditLog()
                .record(
                        handle,
                        "import-drivers",
                        name,
                        Map.of(
                                "lines", counts.lines(),
                                "vehicles_changed", counts.vehicles(),
                                "values_changed", counts.changes(),
                                "unknown_vehicles", counts.unknown()));
    }
}
