package io.fleetline.ingest.push;

import io.fleetline.fleet.Heartbeat;
import io.fleetline.fleet.Plausibility;
import io.fleetline.tracksolid.Quantity;
import io.fleetline.tracksolid.UnusableException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushhb}: heartbeats. */
record HeartbeatMapper(Plausibility plausibility) implements PushMapper<Heartbeat> {

    @Override
    public void map(Item item, Consumer<Heartbeat> heartbeats) {
        var imei = item.imei("deviceImei", "imei");
        var time = item.requiredInstant("gateTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        heartbeats.accept(new Heartbeat(
                imei,
                time,
                item.integer(Quantity.CODE, "powerLevel"),
                item.integer(Quantity.PERCENT, "gsmSign"),
                item.flag("acc", "accStatus"),
                oilConnected(item),
                item.flag("gpsPos"),
                item.flag("remoteLock"),
                item.flag("powerStatus"),
                item.flag("fortify"),
                item.number(Quantity.TEMPERATURE_C, "temperature"),
                item.number(Quantity.VOLTAGE_V, "voltage")));
    }

    /** The vendor's {@code oilEle} is 1 when the line is cut. */
    private static @Nullable Boolean oilConnected(Item item) {
        var cut = item.flag("oilEle");
        return cut == null ? null : !cut;
    }
}
