package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Fix;
import io.fleetline.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes the last position of a device as location.list and location.get do: nearly every value is text. */
final class LocationWriter {
    private static final Duration ONLINE = Duration.ofMinutes(20);
    private static final Duration STALE = Duration.ofDays(3);

    private final Scene scene;
    private final Predicate<String> expired;
    private final Predicate<String> stale;
    private final String battery;

    LocationWriter(Scene scene) {
        this.scene = scene;
        expired = scene.faults().devices(Fault.EXPIRED_DEVICES);
        stale = scene.faults().devices(Fault.STALE_GPS_TIME);
        battery = scene.faults().isOn(Fault.ELEC_QUANTITY_SPELLING) ? "elecQuantity" : "electQuantity";
    }

    /** The newest fix of a device, or null if it has none yet. */
    @Nullable Fix latestFix(Device device) {
        var time = stale.test(device.imei()) ? scene.fleetNow().minus(STALE) : scene.fleetNow();
        return scene.fleet().latestFix(device.imei(), time);
    }

    ObjectNode row(Device device, @Nullable Fix fix) {
        var row = Reply.object()
                .put("imei", device.imei())
                .put("deviceName", device.deviceName())
                .put("mcType", device.mcType())
                .put("icon", device.vehicleType());
        if (fix == null) {
            putNoPosition(row);
        } else {
            putPosition(row, fix, heartbeat(fix));
        }
        return putRest(row, device);
    }

    private void putPosition(ObjectNode row, Fix fix, Instant heartbeat) {
        var gone = expired.test(fix.imei());
        row.put("status", heartbeat.isBefore(scene.fleetNow().minus(ONLINE)) ? "0" : "1")
                .put("lat", gone ? 0 : fix.lat())
                .put("lng", gone ? 0 : fix.lng())
                .put("posType", fix.posType() == null ? "GPS" : fix.posType().name())
                .put("gpsTime", VendorTime.text(fix.gpsTime()))
                .put("hbTime", VendorTime.text(heartbeat))
                .put("speed", whole(fix.speedKmh()))
                .put("accStatus", Boolean.TRUE.equals(fix.ignitionOn()) ? "1" : "0")
                .put("gpsNum", fix.satellites() == null ? "0" : fix.satellites().toString())
                .put("direction", fix.directionDeg() == null ? "-1" : whole(fix.directionDeg()))
                .put(
                        "currentMileage",
                        fix.odometerKm() == null ? null : fix.odometerKm().toString());
    }

    private static void putNoPosition(ObjectNode row) {
        row.put("status", "0")
                .put("lat", 0)
                .put("lng", 0)
                .putNull("posType")
                .putNull("gpsTime")
                .putNull("hbTime")
                .putNull("speed")
                .put("accStatus", "0")
                .put("gpsNum", "0")
                .put("direction", "-1")
                .put("currentMileage", "0");
    }

    private ObjectNode putRest(ObjectNode row, Device device) {
        return row.put("expireFlag", expired.test(device.imei()) ? "0" : "1")
                .put("activationFlag", "1")
                .putNull("locDesc")
                .put(battery, "")
                .put("powerValue", "13.9")
                .put("batteryPowerVal", "4.10")
                .put("distance", "-1")
                .putNull("temperature")
                .put("trackerOil", "0.00L")
                .putNull("trackerOils")
                .put("gpsSignal", "4")
                .putNull("confidence")
                .put("account", device.account())
                .put("customerName", device.customerName())
                .putNull("state")
                .putNull("stateTime")
                .put("iccid", device.iccid())
                .put("mac", "")
                .putNull("chargeStatus")
                .putNull("shutdown");
    }

    private Instant heartbeat(Fix fix) {
        if (stale.test(fix.imei())) {
            return scene.fleetNow();
        }
        return fix.heartbeatTime() == null ? fix.gpsTime() : fix.heartbeatTime();
    }

    private static String whole(@Nullable Double value) {
        return value == null ? "0" : Long.toString(Math.round(value));
    }
}
