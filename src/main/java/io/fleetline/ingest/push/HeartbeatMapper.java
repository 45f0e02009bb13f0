package io.fleetline.ingest.push;

import io.fleetline.fleet.Heartbeat;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushhb}: heartbeats. */
record HeartbeatMapper(Plausibility plausibility) implements PushMapper<Heartbeat> {

    @Override
    public void map(Item item, Consumer<Heartbeat> heartbeats) {
        var imei = item.imei("deviceImei", "imei");
        var time = item.requiredInstant("gateTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(item);
        heartbeats.accept(new Heartbeat(
                imei,
                time,
                side.integer(Quantity.CODE, "powerLevel"),
                side.integer(Quantity.PERCENT, "gsmSign"),
                side.flag("acc", "accStatus"),
                oilConnected(side),
                side.flag("gpsPos"),
                side.flag("remoteLock"),
                side.flag("powerStatus"),
                side.flag("fortify"),
                side.number(Quantity.TEMPERATURE_C, "temperature"),
                side.number(Quantity.VOLTAGE_V, "voltage"),
                item.jsonUnlessAllIsRead(side)));
    }

    /** The vendor's {@code oilEle} is 1 if the line is cut. */
    private static @Nullable Boolean oilConnected(SideFields side) {
        var cut = side.flag("oilEle");
        return cut == null ? null : !cut;
    }
}
