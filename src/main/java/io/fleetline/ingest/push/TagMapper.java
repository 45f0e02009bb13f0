package io.fleetline.ingest.push;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.util.function.Consumer;

/** The tag push: where Bluetooth tags were seen. Its {@code gpsNum} is a confidence, not a number of satellites. */
record TagMapper(Plausibility plausibility) implements PushMapper<Fix> {

    @Override
    public void map(Item item, Consumer<Fix> fixes) {
        var imei = item.imei("imei");
        var time = item.requiredInstant("gpsTime");
        var position = item.position("lat", "lng");
        if (position == null) {
            throw new UnusableException("no position");
        }
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(item);
        var positionType = side.positionType("positionType");
        fixes.accept(new Fix(
                imei,
                time,
                position.lat(),
                position.lng(),
                null,
                null,
                null,
                null,
                null,
                null,
                positionType,
                FactSource.PUSH,
                null,
                item.jsonUnlessAllIsRead(side)));
    }
}
