package io.fleetline.tracksolid;

import io.fleetline.fleet.Device;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.UnusableException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device of jimi.user.device.list or jimi.track.device.detail. Only the IMEI must be usable: an unreadable other field is treated as
 * unknown, so that the device does not count as gone.
 */
record DeviceRow(Wire row) {
    static Device device(Wire row) {
        return new DeviceRow(row).device(row.imei("imei"));
    }

    /** @param imei the device that was requested */
    static Device device(Wire row, String imei) {
        return new DeviceRow(row).device(imei);
    }

    private Device device(String imei) {
        return new Device(
                imei,
                text("account"),
                text("customerName"),
                text("deviceName"),
                text("mcType"),
                text("mcTypeUseScope"),
                text("deviceGroup"),
                text("deviceGroupId"),
                text("vehicleName"),
                text("vehicleNumber"),
                text("licensePlatNo"),
                text("vehicleIcon"),
                text("vehicleBrand"),
                text("vehicleModels"),
                text("engineNumber"),
                text("vin", "VIN", "carFrame"),
                text("driverName"),
                text("driverPhone"),
                text("sim"),
                text("iccid"),
                text("imsi"),
                text("reMark", "remark"),
                number(Quantity.FUEL_L, "fuel_100km"),
                number(Quantity.DISTANCE_KM, "currentMileage"),
                row.flag("enabledFlag", "status"),
                time("importTime"),
                time("activationTime"),
                time("expiration"),
                text("carFrame"),
                text("userExpiration", "user_expiration"));
    }

    private @Nullable String text(String... names) {
        try {
            return row.text(names);
        } catch (UnusableException e) {
            return null;
        }
    }

    private @Nullable Double number(Quantity quantity, String name) {
        try {
            return row.number(quantity, name);
        } catch (UnusableException e) {
            return null;
        }
    }

    private @Nullable Instant time(String name) {
        try {
            return row.instant(name);
        } catch (UnusableException e) {
            return null;
        }
    }
}
