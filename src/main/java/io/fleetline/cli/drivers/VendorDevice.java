package io.fleetline.cli.drivers;

import io.fleetline.fleet.Device;
import io.fleetline.fleet.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the vendor says of a vehicle and its driver. */
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

    /** In the spelling of the register: another spelling is no difference. */
    private static @Nullable String name(@Nullable String text) {
        var name = text == null ? "" : Names.canonical(text);
        return name.isEmpty() ? null : name;
    }

    /** Whether the detail may have more. */
    boolean isIncomplete() {
        return vehicleNumber == null || vehicleName == null || driverName == null || driverPhone == null;
    }

    /** The other, and this where the other says nothing. */
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
