package io.fleetline.cli.drivers;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The vendor's data about a vehicle and its driver. */
record VendorDevice(
        String imei,
        @Nullable String vehicleNumber,
        @Nullable String vehicleName,
        @Nullable String driverName,
        @Nullable String driverPhone,
        @Nullable Boolean enabled,
        @Nullable Instant expiresAt) {

    static VendorDevice of(Device device) {
        return new VendorDevice(
                device.imei(),
                name(device.vehicleNumber()),
                name(device.vehicleName()),
                name(device.driverName()),
                device.driverPhone(),
                device.enabled(),
                device.expiresAt());
    }

    /** Canonical spelling, so that a different spelling is not a difference. */
    private static @Nullable String name(@Nullable String text) {
        var name = text == null ? "" : Names.canonical(text);
        return name.isEmpty() ? null : name;
    }

    /** Whether fields are missing that the detail may have. */
    boolean isIncomplete() {
        return vehicleNumber == null || vehicleName == null || driverName == null || driverPhone == null;
    }

    /** The fields of the other, and of this one where the other has none. */
    VendorDevice overlaidBy(VendorDevice other) {
        return new VendorDevice(
                imei,
                first(other.vehicleNumber, vehicleNumber),
                first(other.vehicleName, vehicleName),
                first(other.driverName, driverName),
                first(other.driverPhone, driverPhone),
                first(other.enabled, enabled),
                first(other.expiresAt, expiresAt));
    }

    private static <T> @Nullable T first(@Nullable T preferred, @Nullable T otherwise) {
        return preferred == null ? otherwise : preferred;
    }
}
