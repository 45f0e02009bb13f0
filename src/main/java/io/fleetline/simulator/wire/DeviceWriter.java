package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Device;
import java.util.Objects;

/** Writes master data as device.list and detail do: the list omits or empties many fields that the detail has. */
final class DeviceWriter {
    private DeviceWriter() {}

    static ObjectNode listRow(Device device) {
        return common(device)
                .put("sim", "")
                .putNull("vehicleName")
                .putNull("vehicleModels")
                .put("carFrame", "")
                .putNull("driverPhone")
                .put("engineNumber", "");
    }

    static ObjectNode detail(Device device, double odometerKm) {
        return common(device)
                .put("sim", device.sim())
                .put("vehicleName", device.vehicleName())
                .put("vehicleModels", device.vehicleModel())
                .put("carFrame", device.vin())
                .put("driverPhone", device.driverPhone())
                .put("engineNumber", device.engineNumber())
                .put("account", device.account())
                .put("customerName", device.customerName())
                .put("user_expiration", device.account() + "," + VendorTime.text(device.expiresAt()))
                .put("iccid", device.iccid())
                .put("imsi", device.imsi())
                .put("importTime", VendorTime.text(device.importedAt()))
                .put("licensePlatNo", device.licensePlate())
                .put("VIN", device.vin())
                .put("vehicleBrand", device.vehicleBrand())
                .put("fuel_100km", Objects.toString(device.fuel100km(), null))
                .put("status", isEnabled(device) ? "1" : "0")
                .put("currentMileage", Double.toString(odometerKm));
    }

    private static ObjectNode common(Device device) {
        return Reply.object()
                .put("imei", device.imei())
                .put("deviceName", device.deviceName())
                .put("mcType", device.mcType())
                .put("mcTypeUseScope", device.useScope())
                .put("expiration", VendorTime.text(device.expiresAt()))
                .put("activationTime", VendorTime.text(device.activatedAt()))
                .put("reMark", device.remark())
                .put("vehicleIcon", device.vehicleType())
                .put("vehicleNumber", device.vehicleNumber())
                .put("driverName", device.driverName())
                .put("enabledFlag", isEnabled(device) ? 1 : 0)
                .put("deviceGroupId", device.deviceGroupId())
                .put("deviceGroup", device.deviceGroup());
    }

    private static boolean isEnabled(Device device) {
        return !Boolean.FALSE.equals(device.enabled());
    }
}
