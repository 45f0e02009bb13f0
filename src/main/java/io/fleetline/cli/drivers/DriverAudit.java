package io.fleetline.cli.drivers;

import static java.util.Comparator.comparing;

import io.fleetline.cli.drivers.Finding.Kind;
import io.fleetline.register.DeviceRegistry.Registered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the vendor's data with the register. */
public final class DriverAudit {
    private final VendorFleet vendor;
    private final Set<String> accounts;
    private final boolean all;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private DriverAudit(VendorFleet vendor, Set<String> accounts, boolean all, Instant now) {
        this.vendor = vendor;
        this.accounts = accounts;
        this.all = all;
        this.now = now;
    }

    /**
     * The differences, sorted by IMEI. An account that could not be queried has none.
     *
     * @param asked the accounts that were queried, or whose query failed
     * @param all whether these are all accounts, so that a device without an account is missing if none lists it
     */
    public static AuditReport compare(
            VendorFleet vendor, List<Registered> register, List<String> asked, boolean all, Instant now) {
        var answered = new HashSet<>(asked);
        answered.removeAll(vendor.failures().keySet());
        var audit = new DriverAudit(vendor, answered, all && vendor.failures().isEmpty(), now);
        var unregistered = new HashSet<>(vendor.devices().keySet());
        for (var device : register) {
            unregistered.remove(device.imei());
            audit.compare(device);
        }
        unregistered.forEach(audit::addMissing);
        audit.findings.sort(comparing(Finding::imei));
        return new AuditReport(List.copyOf(audit.findings));
    }

    private void addMissing(String imei) {
        var theirs = Objects.requireNonNull(vendor.devices().get(imei));
        findings.add(new Finding(imei, theirs.vehicleNumber(), "", "listed", null, Kind.MISSING_IN_DATABASE));
    }

    private void compare(Registered ours) {
        var theirs = vendor.devices().get(ours.imei());
        if (theirs != null) {
            compare(theirs, ours);
        } else if (ours.enabled() && mustBeListed(ours.account())) {
            findings.add(new Finding(ours.imei(), ours.vehicleNumber(), "", null, "enabled", Kind.MISSING_AT_VENDOR));
        }
    }

    private boolean mustBeListed(@Nullable String account) {
        return account == null ? all : accounts.contains(account);
    }

    private void compare(VendorDevice theirs, Registered ours) {
        add(ours, "vehicle_number", theirs.vehicleNumber(), ours.vehicleNumber());
        add(ours, "vehicle_name", theirs.vehicleName(), ours.vehicleName());
        add(ours, "driver_name", theirs.driverName(), ours.driverName());
        add(ours, "driver_phone", theirs.driverPhone(), ours.driverPhone());
        if (theirs.enabled() != null && theirs.enabled() != ours.enabled()) {
            add(ours, "enabled", theirs.enabled().toString(), String.valueOf(ours.enabled()));
        }
        var end = theirs.expiresAt();
        if (end != null && ours.enabled() && end.isBefore(now)) {
            findings.add(new Finding(
                    ours.imei(), ours.vehicleNumber(), "expires_at", end.toString(), "enabled", Kind.EXPIRED));
        }
    }

    private void add(Registered ours, String field, @Nullable String theirs, @Nullable String mine) {
        if (!Objects.equals(theirs, mine)) {
            var kind = ours.handKept().contains(field) ? Kind.KEPT_BY_HAND : Kind.DIFFERS;
            findings.add(new Finding(ours.imei(), ours.vehicleNumber(), field, theirs, mine, kind));
        }
    }
}
