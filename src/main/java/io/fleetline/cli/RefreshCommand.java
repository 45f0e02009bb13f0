package io.fleetline.cli;

import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.VTripsRefresher;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the kept trips with the facts, repairs them, and refreshes their view, as the service does again and again. */
@Command(
        name = "refresh",
        description =
                "Compare reporting.trips with the facts, repair what differs, and refresh reporting.v_trips, as the service"
                        + " does every VTRIPS_REFRESH_INTERVAL_S.",
        footer =
                "Exit codes: 0 done; 1 the refresh failed, or another one is running; 2 an option or a setting is invalid.",
        mixinStandardHelpOptions = true)
final class RefreshCommand implements Callable<Integer> {
    @Option(
            names = "--full",
            description =
                    "Compare the paths of all trips, not only of those of the last two days. It reads all their fixes.")
    private boolean full;

    @Override
    public Integer call() {
        var settings = Settings.fromEnvironment();
        DatabaseStart.migrate(settings.database());
        var refresher = new VTripsRefresher(DatabaseStart.dataSource(settings.refreshDatabase()));
        var refreshed = (full ? refresher.rebuild() : refresher.refresh())
                .orElseThrow(
                        () -> new WorkFailed(
                                "reporting.v_trips was not refreshed: another process is refreshing it, or the last row of reporting.refresh_log says why"));
        System.out.printf(
                "%d trips, of which %d differed from the facts and were repaired%n",
                refreshed.rows(), refreshed.repaired());
        return 0;
    }
}
