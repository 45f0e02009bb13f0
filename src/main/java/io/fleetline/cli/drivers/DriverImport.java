package io.fleetline.cli.drivers;

import io.fleetline.register.DeviceImport;
import io.fleetline.register.DeviceImport.BadLine;
import io.fleetline.register.DeviceImport.ChangedField;
import io.fleetline.register.DeviceImport.Counts;
import io.fleetline.register.DeviceImport.Unknown;
import java.io.PrintStream;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The import of a vehicle list into the register, within one transaction: read, compare, print, apply. */
public final class DriverImport {
    private final DriverFile file;
    private final boolean apply;
    private final DeviceImport register;
    private final BadLines badLines = new BadLines();
    private @Nullable Counts counts;

    /**
     * @param handle within a transaction
     * @param apply whether the import will be applied; otherwise nothing is locked
     */
    public DriverImport(Handle handle, DriverFile file, boolean apply) {
        this.file = file;
        this.apply = apply;
        this.register = new DeviceImport(handle);
    }

    /**
     * Reads the file and compares it with the register.
     *
     * @param onLine called after each line
     */
    public void gather(Runnable onLine) {
        file.read(
                line -> {
                    register.add(line);
                    onLine.run();
                },
                badLines::add);
        register.compare(file.isKeyedByImei(), apply);
        register.badLines().forEach(badLines::add);
        if (badLines.isEmpty() && counts().lines() == 0) {
            badLines.add(new BadLine(1, "no vehicle follows the header"));
        }
    }

    /** The problems that prevent the import. */
    public BadLines badLines() {
        return badLines;
    }

    public Counts counts() {
        if (counts == null) {
            counts = register.counts();
        }
        return counts;
    }

    /** Prints the changes, vehicle by vehicle, then the unknown vehicles. */
    public void print(PrintStream out) {
        var vehicles = new Changes(out);
        register.eachChange(vehicles::print);
        register.eachUnknown(unknown -> print(out, unknown));
    }

    private static void print(PrintStream out, Unknown unknown) {
        out.printf("line %d: '%s' is unknown%n", unknown.line(), Cells.shown(unknown.key()));
    }

    public void apply(Instant now) {
        register.apply(now);
    }

    /** A one-line summary. */
    public String summary() {
        var all = counts();
        return "%s%d of %d vehicles %s (%d values), %d unchanged, %d unknown%s"
                .formatted(
                        apply ? "" : "dry run: ",
                        all.vehicles(),
                        all.lines(),
                        apply ? "changed" : "would change",
                        all.changes(),
                        all.unchanged(),
                        all.unknown(),
                        apply ? "" : "; give --apply to do it");
    }

    /** Prints a vehicle's name above its first change. */
    private static final class Changes {
        private final PrintStream out;
        private long lastLine;

        Changes(PrintStream out) {
            this.out = out;
        }

        void print(ChangedField change) {
            if (change.line() != lastLine) {
                var plate = change.vehicleNumber();
                out.printf("%s%s:%n", change.imei(), plate == null ? "" : " (" + shown(plate) + ")");
                lastLine = change.line();
            }
            var after = change.keep() ? shown(change.after()) : "the vendor's value, from the next device list on";
            out.printf("    %-14s %s → %s%n", change.columnName(), shown(change.before()), after);
        }

        private static String shown(@Nullable String value) {
            return value == null ? "(none)" : Cells.shown(value);
        }
    }
}
