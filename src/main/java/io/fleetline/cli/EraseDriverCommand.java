package io.fleetline.cli;

import io.fleetline.register.Erasure;
import io.fleetline.register.Erasure.RowCount;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Settings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a driver's personal data on request, and optionally the history of a vehicle on the given days. */
@Command(
        name = "erase-driver",
        description = {
            "Erase a driver's name and telephone number from the register, and the name from every stored vendor item.",
            "With --imei, --from and --to also every fact of that vehicle on those days. Without --apply it only counts."
        },
        footer = {
            "Backups still contain the data until they are deleted.",
            "Exit codes: 0 done; 1 the command failed, nothing was erased; 2 an option or a setting is invalid; 3 nothing names the driver."
        },
        mixinStandardHelpOptions = true)
final class EraseDriverCommand implements Callable<Integer> {
    private static final int NOTHING_FOUND = 3;
    private static final int SHORTEST_NAME = 3;

    @Parameters(paramLabel = "NAME", description = "The driver's name as in the register.")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String name;

    @Option(names = "--imei", description = "The vehicle whose history is also erased.")
    private @Nullable String imei;

    @Option(names = "--from", description = "The first day of that history (in FLEET_TIME_ZONE), or an instant.")
    private @Nullable String from;

    @Option(names = "--to", description = "Its last day, inclusive, or an instant.")
    private @Nullable String to;

    @Option(names = "--apply", description = "Apply the changes.")
    private boolean apply;

    @Override
    public Integer call() {
        check();
        var settings = Settings.fromEnvironment();
        DatabaseStart.migrate(settings.database());
        var places = Jdbi.create(DatabaseStart.dataSource(settings.database()))
                .inTransaction(handle -> erase(handle, settings));
        long found = places.stream().mapToLong(RowCount::rowCount).sum();
        places.stream()
                .filter(place -> place.rowCount() > 0)
                .forEach(place -> System.out.printf("%-32s %,12d%n", place.place(), place.rowCount()));
        System.out.printf("fleetline: %s, %,d rows%n", apply ? "erased" : "dry run: --apply would erase", found);
        return found == 0 ? NOTHING_FOUND : 0;
    }

    private void check() {
        if (name.strip().length() < SHORTEST_NAME) {
            throw new BadSetting("the driver's name must have at least three characters");
        }
        boolean none = imei == null && from == null && to == null;
        boolean all = imei != null && from != null && to != null;
        if (!none && !all) {
            throw new BadSetting("--imei, --from and --to must be given together");
        }
    }

    private List<RowCount> erase(Handle handle, Settings settings) {
        var erasure = new Erasure(handle, apply);
        var places = new ArrayList<>(erasure.driver(name));
        if (imei != null && from != null && to != null) {
            places.addAll(history(erasure, imei, from, to, settings.fleetZone()));
        }
        if (apply) {
            audit(handle, settings, places);
        }
        return places;
    }

    private static List<RowCount> history(Erasure erasure, String imei, String from, String to, ZoneId zone) {
        var begin = Moment.of("--from", from, zone);
        var end = Moment.of("--to", to, zone, 1);
        if (!begin.isBefore(end)) {
            throw new BadSetting("--from %s must be before --to %s".formatted(from, to));
        }
        return erasure.history(imei, begin, end);
    }

    /** Omits the name, because the audit log would keep it. */
    private void audit(Handle handle, Settings settings, List<RowCount> places) {
        var history = imei == null ? "none" : "%s from %s to %s".formatted(imei, from, to);
        long rows = places.stream().mapToLong(RowCount::rowCount).sum();
        settings.auditLog()
                .record(handle, "erase-driver", "a driver, name withheld", Map.of("history", history, "rows", rows));
    }
}
