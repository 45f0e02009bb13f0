package io.fleetline.cli;

import io.fleetline.service.DatabaseStart;
import io.fleetline.service.FleetZone;
import io.fleetline.service.Launch;
import io.fleetline.service.ReadStart;
import io.fleetline.service.Service;
import io.fleetline.service.ServiceStart;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Role;
import io.fleetline.settings.Setting;
import io.fleetline.settings.Settings;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is stopped. */
@Command(name = "serve", description = "Run the service.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--status-line", description = "Show incoming facts in a status line on the terminal.")
    private boolean statusLine;

    @Override
    public Integer call() {
        var settings = Settings.fromEnvironment();
        ServiceStart.check(settings);
        boolean mayWrite = prepareDatabase(settings);
        var roles = settings.roles();
        if (roles.contains(Role.OUTBOX) && !mayWrite) {
            throw new BadSetting(Setting.FLEETLINE_ROLES, "names outbox, but the login of DATABASE_URL may only read");
        }
        if (roles.contains(Role.READ) || roles.contains(Role.EVENTS) || roles.contains(Role.OUTBOX)) {
            ReadStart.check(settings.reading());
        }
        Service.run(new Launch(settings, settings.reading().access(settings.roles()), mayWrite, statusLine));
        return 0;
    }

    /** A process that only reads uses the schema as it is, because it may have no right to change it. */
    private static boolean prepareDatabase(Settings settings) {
        var url = settings.database();
        boolean mayWrite = DatabaseStart.mayWrite(url);
        if (mayWrite || !settings.roles().equals(EnumSet.of(Role.READ))) {
            DatabaseStart.migrate(url);
            new FleetZone(DatabaseStart.dataSource(url)).write(settings.fleetZone());
        } else {
            new FleetZone(DatabaseStart.dataSource(url)).checkKnown();
        }
        return mayWrite;
    }
}
