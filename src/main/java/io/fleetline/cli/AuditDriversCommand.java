package io.fleetline.cli;

import io.fleetline.cli.drivers.AuditReport;
import io.fleetline.cli.drivers.DriverAudit;
import io.fleetline.cli.drivers.VendorFleet;
import io.fleetline.clock.FleetClock;
import io.fleetline.service.DatabaseStart;
import io.fleetline.service.Ingestion;
import io.fleetline.settings.Settings;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reports the differences between the vendor's portal and the register. It changes neither. */
@Command(
        name = "audit-drivers",
        description = "Compare drivers, plates, vehicle names and the list of devices between the vendor and the"
                + " device register.",
        footer = {
            "Exit codes: 0 no difference; 1 an account could not be queried, or the command failed; 2 an option or a setting is"
                    + " invalid; 3 there are differences."
        },
        mixinStandardHelpOptions = true)
final class AuditDriversCommand implements Callable<Integer> {
    private static final int DIFFERENCES = 3;

    @Option(names = "--account", description = "Only this account of TRACKSOLID_TARGETS.")
    private @Nullable String account;

    @Option(
            names = "--format",
            defaultValue = "table",
            description = "table for people, csv for machines (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private Format format;

    private enum Format {
        TABLE,
        CSV
    }

    @Override
    public Integer call() throws SQLException {
        var settings = Settings.fromEnvironment();
        var accounts = settings.accounts(account);
        DatabaseStart.migrate(settings.database());
        var vertx = Vertx.vertx();
        var clock = FleetClock.machine();
        try (var database = DatabaseStart.pool(settings.database());
                var store = new Store(database, StoreSettings.DEFAULT, clock);
                var ingestion = Ingestion.open(settings, database, store, vertx, clock)) {
            var vendor = ask(ingestion, accounts);
            var report = DriverAudit.compare(vendor, store.devices().all(), accounts, account == null, clock.instant());
            return tell(report, vendor);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static VendorFleet ask(Ingestion ingestion, List<String> accounts) {
        try (var bar = Terminal.progress("audit-drivers", -1)) {
            var watch = new VendorFleet.Watch(listed -> Terminal.lengthen(bar, listed), () -> Terminal.step(bar, 1));
            return VendorFleet.ask(ingestion.client(), accounts, watch);
        }
    }

    private int tell(AuditReport report, VendorFleet vendor) {
        Terminal.print(
                switch (format) {
                    case TABLE -> report::printTable;
                    case CSV -> report::printCsv;
                });
        vendor.failures()
                .forEach((name, reason) -> System.err.printf("fleetline: account %s was skipped: %s%n", name, reason));
        System.err.printf(
                "fleetline: %d devices at the vendor, %d differences%n",
                vendor.devices().size(), report.findings().size());
        if (!vendor.failures().isEmpty()) {
            return Fleetline.WORK_FAILED;
        }
        return report.findings().isEmpty() ? 0 : DIFFERENCES;
    }
}
