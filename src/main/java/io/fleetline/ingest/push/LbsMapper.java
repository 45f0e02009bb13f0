package io.fleetline.ingest.push;

import io.fleetline.fleet.LbsReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.util.function.Consumer;

/** {@code /pushlbs}: radio cells and WiFi stations, from the item's JSON text {@code lbsJson}. */
record LbsMapper(Plausibility plausibility) implements PushMapper<LbsReading> {

    @Override
    public void map(Item item, Consumer<LbsReading> readings) {
        var imei = item.imei("deviceImei", "imei");
        var time = item.requiredInstant("gateTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(item);
        readings.accept(new LbsReading(
                imei,
                time,
                item.text("postType"),
                side.integer(Quantity.CODE, "mcc"),
                side.integer(Quantity.CODE, "mnc"),
                item.text("cellList"),
                item.json()));
    }
}
